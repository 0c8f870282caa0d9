"""What was published and we never saw: in a source's own archive, and in other people's indexes."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Protocol

import structlog

from monitor.alert.compose import system_alert
from monitor.alert.message import Alert
from monitor.errors import FetchError, UnreadableError
from monitor.fetch import Fetched, Fetcher, Purpose, Request
from monitor.news.feed.sitemap import SITEMAP_INDEX
from monitor.news.model import Entry, Feed, Page, Reading
from monitor.news.source import Gap, Source
from monitor.news.source.audit import audited, hosts_of
from monitor.news.urls import normalise
from monitor.store.thread import StoreThread

SITEMAPS = 2  # of those that robots.txt names
MOST_FOUND = 200  # entries of one gap

log = structlog.get_logger()


class Reader(Protocol):
    """Turns hostile bytes into values, within bounded time and memory."""

    async def read_feed(self, page: Page) -> Feed:
        """Return what a feed lists; raises ``UnreadableError``."""
        ...

    async def read_source(self, page: Page, source: Source) -> Feed:
        """Return what a source lists, read after its kind; raises ``UnreadableError``."""
        ...

    async def read(self, page: Page | None, entry: Entry, language: str | None) -> Reading:
        """Return the article that page and entry hold, judged; raises ``UnreadableError``."""
        ...


class Missed:
    """Looks for what rolled by between two polls."""

    def __init__(self, fetcher: Fetcher, reader: Reader) -> None:
        self._fetcher = fetcher
        self._reader = reader

    async def between(self, source: Source, gap: Gap, listed: Sequence[Entry]) -> tuple[Entry, ...]:
        """Return entries published in a gap that the feed does not list any more; never raises."""
        seen = {normalise(entry.url) for entry in listed if entry.url}
        found: dict[str, Entry] = {}
        for address in await self._archives(source):
            for entry in await self._entries(source, address):
                if entry.url is None or entry.published is None:
                    continue
                key = normalise(entry.url)
                if gap.since <= entry.published <= gap.until and key not in seen:
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

    async def _entries(
        self, source: Source, address: str, *, whole: bool = True
    ) -> Sequence[Entry]:
        """Return what an archive lists; of an index of sitemaps, what its newest list."""
        request = Request(address, Purpose.FEED, allow_private=source.allow_private)
        try:
            answer = await self._fetcher.get(request)
            if not isinstance(answer, Fetched):
                return ()
            feed = await self._reader.read_feed(answer.page)
        except (FetchError, UnreadableError) as error:
            log.info("archive not read", source=source.name, address=address, reason=str(error))
            return ()
        if feed.format != SITEMAP_INDEX:
            return feed.entries
        parts = [entry.url for entry in feed.entries[:SITEMAPS] if entry.url] if whole else []
        listed = [await self._entries(source, part, whole=False) for part in parts]
        return tuple(chain.from_iterable(listed))


class Audit:
    """Tells what an index had and no source brought, and why."""

    def __init__(self, store: StoreThread) -> None:
        self._store = store

    async def unread(self, source: Source, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Return the entries of an index that were not read through any other source."""
        read = await self._store(lambda s: s.read_elsewhere(source.name, entries))
        return tuple(entry for entry, known in zip(entries, read, strict=True) if not known)

    async def report(self, source: Source, since: datetime) -> Alert | None:
        """Return what the owner is told of the articles read since then, None for nothing."""
        found = await self._store(lambda s: s.found_since(source.name, since))
        watched = await self._store(lambda s: s.watched())
        told = audited(found, hosts_of(watched))
        if told is None:
            return None
        headline, lines = told
        return system_alert(headline, (*lines, f"Asked: {source.name}"))
