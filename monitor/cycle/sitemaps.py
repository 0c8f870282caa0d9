"""An index of sitemaps -> what the most promising of them list."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from monitor.errors import FetchError, UnreadableError
from monitor.fetch import Fetched, Fetcher, Purpose, Request
from monitor.news.feed.sitemap import SITEMAP_INDEX, merged, promising
from monitor.news.model import Feed, Page
from monitor.news.source import Source

log = structlog.get_logger()


class Sitemaps:
    """Follows indexes of sitemaps, one level deep, to a few of those that they list."""

    def __init__(self, fetcher: Fetcher, read: Callable[[Page, Source], Awaitable[Feed]]) -> None:
        self._fetcher = fetcher
        self._read = read

    async def below(
        self, source: Source, index: Feed, since: datetime | None = None
    ) -> Feed | None:
        """Return the sitemaps of an index as one feed, the newest entries first.

        None when all of them say that they have not changed since then. Raises the first error,
        ``FetchError`` or ``UnreadableError``, when none can be read.
        """
        addresses = promising(index, since)
        if not addresses:
            return None
        feeds: list[Feed] = []
        faults: list[FetchError | UnreadableError] = []
        for address in addresses:
            try:
                feeds.append(await self._sitemap(source, address))
            except (FetchError, UnreadableError) as fault:
                log.info("sitemap not read", source=source.name, address=address, reason=str(fault))
                faults.append(fault)
        if not feeds:
            raise faults[0]
        return merged(index, feeds)

    async def _sitemap(self, source: Source, address: str) -> Feed:
        request = Request(address, Purpose.FEED, allow_private=source.allow_private)
        answer = await self._fetcher.get(request)
        if not isinstance(answer, Fetched):
            raise FetchError(address, "not modified, though nothing was known of it")
        feed = await self._read(answer.page, source)
        if feed.format == SITEMAP_INDEX:
            raise UnreadableError("an index within an index of sitemaps")
        return feed
