"""What a source published and we never saw: looked up in its sitemaps or archive."""

from collections.abc import Sequence
from dataclasses import replace

import structlog

from monitor.cycle.report import Reader
from monitor.cycle.sitemaps import Sitemaps
from monitor.errors import FetchError, UnreadableError
from monitor.fetch import Fetched, Fetcher, Purpose, Request
from monitor.news.feed.sitemap import SITEMAP_INDEX
from monitor.news.model import Entry, Feed, Page
from monitor.news.source import Gap, Source, SourceKind
from monitor.news.urls import normalise

SITEMAPS = 2  # of those that robots.txt names
MOST_FOUND = 200  # entries of one gap

log = structlog.get_logger()


class Missed:
    """Looks for what rolled by between two polls."""

    def __init__(self, fetcher: Fetcher, reader: Reader, sitemaps: Sitemaps) -> None:
        self._fetcher = fetcher
        self._reader = reader
        self._sitemaps = sitemaps

    async def between(self, source: Source, gap: Gap, listed: Sequence[Entry]) -> tuple[Entry, ...]:
        """Return entries published in a gap that the feed does not list any more; never raises."""
        seen = {normalise(entry.url) for entry in listed if entry.url}
        found: dict[str, Entry] = {}
        for address in await self._archives(source):
            for entry in await self._entries(source, address):
                key = None if entry.url is None else normalise(entry.url)
                if key is not None and key not in seen and _fits(entry, gap, source):
                    found.setdefault(key, entry)
        return tuple(found.values())[:MOST_FOUND]

    async def _archives(self, source: Source) -> Sequence[str]:
        if source.archive is not None:
            return (source.archive,)
        try:
            named = await self._fetcher.sitemaps(source.url, allow_private=source.allow_private)
        except FetchError as error:
            log.info("no sitemap", source=source.name, reason=error.reason)
            return ()
        return [address for address in named if "news" in address.lower()][:SITEMAPS]

    async def _entries(self, source: Source, address: str) -> Sequence[Entry]:
        request = Request(address, Purpose.FEED, allow_private=source.allow_private)
        try:
            answer = await self._fetcher.get(request)
            if not isinstance(answer, Fetched):
                return ()
            feed = await self._read(answer.page, source)
            if feed.format == SITEMAP_INDEX:
                below = await self._sitemaps.below(source, feed)
                return below.entries if below is not None else ()
        except (FetchError, UnreadableError) as error:
            log.info("archive not read", source=source.name, address=address, reason=str(error))
            return ()
        return feed.entries

    async def _read(self, page: Page, source: Source) -> Feed:
        """Read an archive as a feed or sitemap, else as a page that lists articles."""
        try:
            return await self._reader.read_feed(page)
        except UnreadableError as error:
            if error.blocked:
                raise
            return await self._reader.read_source(page, replace(source, kind=SourceKind.PAGE))


def _fits(entry: Entry, gap: Gap, source: Source) -> bool:
    """Tell whether an entry may belong into a gap; one without a date only from an own archive."""
    if entry.published is None:
        return source.archive is not None
    return gap.since <= entry.published <= gap.until
