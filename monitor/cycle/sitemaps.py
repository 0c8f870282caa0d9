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

DEEPEST = 2  # indexes within each other


class Sitemaps:
    """Follows indexes of sitemaps, and those in them, to a few of the sitemaps that they list."""

    def __init__(self, fetcher: Fetcher, read: Callable[[Page, Source], Awaitable[Feed]]) -> None:
        self._fetcher = fetcher
        self._read = read

    async def below(
        self, source: Source, index: Feed, since: datetime | None = None, depth: int = 1
    ) -> Feed | None:
        """Return the sitemaps of an index as one feed, the newest entries first.

        None when all of them say that they have not changed since then. Raises the first error,
        ``FetchError`` or ``UnreadableError``, when none can be read.
        """
        feeds: list[Feed] = []
        faults: list[FetchError | UnreadableError] = []
        for address in promising(index, since):
            try:
                found = await self._sitemap(source, address)
                below = found.format == SITEMAP_INDEX
                feed = await self._deeper(source, found, since, depth) if below else found
                feeds += [feed] if feed is not None else []
            except (FetchError, UnreadableError) as fault:
                log.info("sitemap not read", source=source.name, address=address, reason=str(fault))
                faults.append(fault)
        if not feeds and faults:
            raise faults[0]
        return merged(index, feeds) if feeds else None

    async def _deeper(
        self, source: Source, index: Feed, since: datetime | None, depth: int
    ) -> Feed | None:
        if depth == DEEPEST:
            raise UnreadableError("indexes of sitemaps within each other, too many of them")
        return await self.below(source, index, since, depth + 1)

    async def _sitemap(self, source: Source, address: str) -> Feed:
        request = Request(address, Purpose.FEED, allow_private=source.allow_private)
        answer = await self._fetcher.get(request)
        if not isinstance(answer, Fetched):
            raise FetchError(address, "not modified, though nothing was known of it")
        return await self._read(answer.page, source)
