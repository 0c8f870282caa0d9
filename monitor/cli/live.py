"""An address given on the command line -> its page, by the same fetcher as the daemon's."""

import asyncio
from pathlib import Path

from monitor.cli.clock import utc_now
from monitor.cli.documents import Document
from monitor.errors import FetchError
from monitor.fetch import Fetched, Purpose, Request
from monitor.news.model import Page


def fetch_document(url: str, config_file: Path | None) -> Document:
    """Fetch an article page; raises ``FetchError``. What a person typed may be on this machine."""
    page = fetch_page(url, Purpose.ARTICLE, config_file)
    return Document(page=page, url=page.url)


def fetch_page(url: str, purpose: Purpose, config_file: Path | None) -> Page:
    """Fetch one address within the limits of the configuration; raises ``FetchError``."""
    from monitor.app import opened_fetcher
    from monitor.config import load

    config = load(config_file)

    async def get() -> Page:
        async with opened_fetcher(config, utc_now) as (fetcher, _):
            answer = await fetcher.get(Request(url, purpose, allow_private=True))
        if not isinstance(answer, Fetched):
            raise FetchError(url, "an unconditional request was answered with 'not modified'")
        return answer.page

    return asyncio.run(get())
