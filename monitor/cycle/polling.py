"""poll: GET what a source lists, learn from it, record it in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from monitor.alert.health import HealthDesk
from monitor.cycle.missed import Missed
from monitor.cycle.report import Reader, Report
from monitor.cycle.sitemaps import Sitemaps
from monitor.errors import FetchError, MonitorError, UnreadableError
from monitor.fetch import Fetched, Fetcher, NotModified, Purpose, Request, Validators
from monitor.news.feed.sitemap import SITEMAP_INDEX
from monitor.news.model import Entry, Feed
from monitor.news.source import Gap, Health, Listing, Source, SourceKind, SourceState
from monitor.news.source.health import is_outage, with_found
from monitor.news.source.schedule import after_failure, after_outage, after_success, listing_of
from monitor.news.source.transfer import caught_lying, moved, wants_whole
from monitor.store import Poll
from monitor.store.thread import StoreThread

REFUSALS = frozenset({401, 402, 403, 451})
GONE = 410

log = structlog.get_logger()


class Polling:
    """Polls one source; what fails is a row, not an exception."""

    def __init__(
        self,
        store: StoreThread,
        fetcher: Fetcher,
        reader: Reader,
        clock: Callable[[], datetime],
        desk: HealthDesk,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._reader = reader
        self._clock = clock
        self._desk = desk
        self._sitemaps = Sitemaps(fetcher, reader.read_source)
        self._missed = Missed(fetcher, reader, self._sitemaps)

    async def poll(self, source: Source, state: SourceState) -> Report:
        """Ask the source what it lists, and record the answer or the failure."""
        whole = wants_whole(state, self._clock())
        try:
            answer = await self._fetcher.get(_feed_request(source, state, whole=whole))
            feed = None
            if isinstance(answer, Fetched):
                feed = await self._reader.read_source(answer.page, source)
            if feed is not None and feed.format == SITEMAP_INDEX:
                since = None if whole else state.last_success_at
                feed = await self._sitemaps.below(source, feed, since)
        except (FetchError, UnreadableError) as error:
            return await self._failed(source, state, error)
        if feed is None:
            after = _succeeded(source, state, answer, None, None, self._clock(), whole=whole)
            return await self._record(source, state, after, ())
        return await self._listed(source, state, answer, feed, whole=whole)

    async def _listed(
        self,
        source: Source,
        state: SourceState,
        answer: Fetched | NotModified,
        feed: Feed,
        *,
        whole: bool,
    ) -> Report:
        """Go on after a poll that listed something."""
        entries, now = feed.entries, self._clock()
        if source.kind is SourceKind.INDEX:  # an answer to a question: it has no rhythm to learn
            after = _succeeded(source, state, answer, feed, None, now, whole=whole)
            read = await self._store(lambda s: s.read_elsewhere(source.name, entries))
            unread = [entry for entry, old in zip(entries, read, strict=True) if not old]
            return await self._record(source, state, after, unread)
        known = await self._store(lambda s: s.known(source.name, entries))
        listing = listing_of(entries, known, now, state.listing)
        after = _succeeded(source, state, answer, feed, listing, now, whole=whole)
        if after.gap is not None and after.gap != state.gap:
            found = await self._found_between(source, after.gap, entries)
            after = with_found(state, after, len(found), now)
            entries = (*entries, *found)
        return await self._record(source, state, after, entries)

    async def _found_between(
        self, source: Source, gap: Gap, listed: Sequence[Entry]
    ) -> tuple[Entry, ...]:
        """Return what was published in a gap, is not listed any more, and never was seen."""
        found = await self._missed.between(source, gap, listed)
        known = await self._store(lambda s: s.known(source.name, found))
        return tuple(entry for entry, old in zip(found, known, strict=True) if not old)

    async def _record(
        self, source: Source, state: SourceState, after: SourceState, entries: Sequence[Entry]
    ) -> Report:
        now = after.last_success_at
        poll = Poll(after, tuple(entries), now, self._desk.turned(source, state, after))
        new = await self._store(lambda s: s.record_poll(source.name, poll))
        if entries:
            log.info("polled", source=source.name, entries=len(entries), new=new)
        if after.url != state.url:
            log.warning("moved", source=source.name, address=after.url)
        return Report(source.name, entries=len(entries), new=new)

    async def _failed(self, source: Source, state: SourceState, error: MonitorError) -> Report:
        now = self._clock()
        reason = error.reason if isinstance(error, FetchError) else str(error)
        reached = not isinstance(error, FetchError) or not error.unreached
        lately = None if reached else await self._store(lambda s: s.unreached(source.name))
        if lately is not None and is_outage(lately.sources + 1, lately.watched + 1):
            after = after_outage(source, state, now)
            told = self._desk.outage(lately.answered_at)
        else:
            retry_after = error.retry_after if isinstance(error, FetchError) else None
            kind = _kind_of(error)
            after = after_failure(source, state, now, reason, retry_after, kind, reached=reached)
            told = self._desk.turned(source, state, after)
        poll = Poll(after, polled_at=now, notices=told)
        await self._store(lambda s: s.record_poll(source.name, poll))
        log.warning("poll failed", source=source.name, reason=reason, failures=after.failures)
        return Report(source.name, error=reason)


def _feed_request(source: Source, state: SourceState, *, whole: bool) -> Request:
    if whole:
        validators = Validators(body_hash=state.body_hash)
    else:
        validators = Validators(state.etag, state.last_modified, state.body_hash)
    # robots.txt speaks for web pages, and not for what is published to be polled
    purpose = Purpose.ARTICLE if source.kind is SourceKind.PAGE else Purpose.FEED
    return Request(state.url or source.url, purpose, validators, source.allow_private)


def _succeeded(
    source: Source,
    state: SourceState,
    answer: Fetched | NotModified,
    feed: Feed | None,
    listing: Listing | None,
    now: datetime,
    *,
    whole: bool,
) -> SourceState:
    whole = whole or state.whole_at is None
    kept = answer.validators
    if SITEMAP_INDEX in {state.format, feed.format if feed is not None else ""}:
        kept = Validators()  # it may stay as it is while what it lists changes
    before, state = (
        state,
        replace(
            moved(state, answer.moved_to),
            etag=kept.etag,
            last_modified=kept.last_modified,
            body_hash=kept.body_hash,
            whole_at=now if whole or feed is not None else state.whole_at,
            format=feed.format if feed is not None else state.format,
            repairs=feed.repairs if feed is not None else state.repairs,
        ),
    )
    if whole and listing is not None and caught_lying(before, state, listing):
        state = replace(state, validators_lie=True)
    ttl = timedelta(minutes=feed.ttl_minutes) if feed and feed.ttl_minutes else timedelta()
    asked = max(ttl, answer.fresh_for or timedelta())
    return after_success(source, state, now, listing=listing, asked_to_wait=asked)


def _kind_of(error: MonitorError) -> Health:
    if isinstance(error, UnreadableError):
        return Health.BLOCKED if error.blocked else Health.NOT_A_FEED
    if not isinstance(error, FetchError):
        return Health.FAILING
    if error.status == GONE:
        return Health.GONE
    return Health.BLOCKED if error.status in REFUSALS else Health.FAILING
