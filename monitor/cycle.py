"""One source, once: poll, then read what waits; each step ends in one transaction.

::

    poll   GET the feed ─ read_source ───────────────────────────── record_poll
    read   for each waiting entry: GET its page ─ read ─ judge ──── record_reading
    send   (alert.outbox, on its own tick)

Entries wait in the store: if a page fails after the feed's ETag is stored, the next 304 would
otherwise lose that article for ever.
"""

import asyncio
import contextlib
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from monitor.alert.compose import compose, compose_update
from monitor.alert.health import HealthDesk
from monitor.alert.message import Alert
from monitor.alert.routes import Router
from monitor.errors import FetchError, MonitorError, UnreadableError
from monitor.fetch import Fetched, Fetcher, NotModified, Purpose, Request, Validators
from monitor.missed import Missed, Reader
from monitor.news.article.versions import other_versions
from monitor.news.model import Article, Entry, Feed, Link, Page, Reading, Verdict
from monitor.news.source import Gap, Health, Listing, Source, SourceKind, SourceState
from monitor.news.source.health import after_reading, is_outage, with_found
from monitor.news.source.schedule import after_failure, after_outage, after_success, listing_of
from monitor.news.source.transfer import caught_lying, moved, wants_whole
from monitor.store import Due, Poll, Promised, Waiting
from monitor.store.thread import StoreThread

PAGES_AT_ONCE = 4  # of one source; the fetcher keeps one at a time per host
BATCH = 200
TRIES = 3  # readings of a page before the feed's own text has to do
FIRST_PAUSE = timedelta(minutes=10)
EMPTY_PAUSE = timedelta(minutes=30)  # before a page without text is asked for again, once
OTHER_VERSIONS = 2  # of such a page that are tried at once
REFUSALS = frozenset({401, 402, 403, 451})
GONE = 410

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Report:
    """What one cycle did, for a person or a log line."""

    source: str
    entries: int = 0
    new: int = 0
    read: int = 0
    unread: int = 0
    flagged: int = 0
    error: str | None = None


class Cycle:
    """Runs one source through poll and read; what fails is a row, not an exception."""

    def __init__(
        self,
        *,
        store: StoreThread,
        fetcher: Fetcher,
        reader: Reader,
        router: Router,
        max_age: timedelta,
        clock: Callable[[], datetime],
        desk: HealthDesk,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._reader = reader
        self._router = router
        self._desk = desk
        self._missed = Missed(fetcher, reader)
        self._max_age = max_age
        self._clock = clock

    async def run(self, source: Source, due: Due | None = None) -> Report:
        """Poll the source and read what waits; raises ``StoreError`` alone.

        ``due`` is what the store leased; without it the source is polled whatever the time.
        """
        if due is None:
            state = await self._store(lambda s: s.source_state(source.name))
            due = Due(source.name, state, read=True)
        report = Report(source.name)
        if due.state is not None:
            report = await self._poll(source, due.state)
        return await self._read(source, report) if due.read or report.new else report

    async def _poll(self, source: Source, state: SourceState) -> Report:
        whole = wants_whole(state, self._clock())
        try:
            answer = await self._fetcher.get(_feed_request(source, state, whole=whole))
            feed = None
            if isinstance(answer, Fetched):
                feed = await self._reader.read_source(answer.page, source)
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
        reached = not isinstance(error, FetchError) or error.status is not None
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

    async def _read(self, source: Source, report: Report) -> Report:
        gate = asyncio.Semaphore(PAGES_AT_ONCE)

        async def one(waiting: Waiting) -> Reading | None:
            async with gate:
                return await self._read_entry(source, waiting)

        began = self._clock()
        queue = await self._store(lambda s: s.waiting(source.name, began, BATCH))
        outcomes = await asyncio.gather(*(one(waiting) for waiting in queue))
        read = [reading for reading in outcomes if reading is not None]
        if not outcomes:
            return report
        unread = len(outcomes) - len(read)
        flagged = sum(verdict.flagged for reading in read for verdict in reading.verdicts)
        log.info("read", source=source.name, read=len(read), unread=unread, flagged=flagged)
        if read and source.kind is SourceKind.INDEX:
            found = await self._store(lambda s: s.found_since(source.name, began))
            told = self._desk.missed(source, found, await self._store(lambda s: s.watched()), began)
            await self._store(lambda s: s.promise(told, began))
        elif read:
            await self._weigh(source, read)
        return replace(report, read=len(read), unread=unread, flagged=flagged)

    async def _weigh(self, source: Source, read: Sequence[Reading]) -> None:
        """Note how much text the articles gave, and tell the owner when that has turned."""
        state = await self._store(lambda s: s.source_state(source.name))
        now = self._clock()
        yields = [(letters_of(one.article), one.article.language) for one in read]
        after = after_reading(source, state, yields, now)
        told = self._desk.turned(source, state, after)
        await self._store(lambda s: s.record_state(source.name, after, told, now))

    async def _read_entry(self, source: Source, waiting: Waiting) -> Reading | None:
        """Return what the entry's article says, None when it stays or ends unread."""
        page: Page | None = None
        fault: str | None = None
        if waiting.entry.url is not None:
            try:
                page = await self._page(source, waiting.entry.url)
            except FetchError as error:
                if not error.permanent and waiting.tries + 1 < TRIES:
                    await self._postpone(source, waiting, error.reason, error.retry_after)
                    return None
                fault = error.reason
                log.info("page not had", source=source.name, url=error.url, reason=fault)
        try:
            reading = await self._reading_of(source, page, waiting.entry)
        except UnreadableError as error:
            if page is not None and not waiting.tries:  # empty pages are often filled later
                await self._postpone(source, waiting, str(error), EMPTY_PAUSE)
            else:
                await self._give_up(source, waiting, f"{fault}; {error}" if fault else str(error))
            return None
        reading = replace(reading, page_fault=fault)
        now = self._clock()
        promise = self._promise(source, waiting, reading.article, now)
        await self._store(lambda s: s.record_reading(waiting, reading, now, promise))
        for verdict in reading.verdicts:
            if verdict.flagged:
                log.info("flagged", topic=verdict.topic, score=verdict.score, url=waiting.entry.url)
        return reading

    async def _reading_of(self, source: Source, page: Page | None, entry: Entry) -> Reading:
        """Read a page, or another version of it when it holds no text."""
        try:
            return await self._reader.read(page, entry, source.language)
        except UnreadableError:
            for address in () if page is None else other_versions(page)[:OTHER_VERSIONS]:
                with contextlib.suppress(FetchError, UnreadableError):
                    other = await self._page(source, address)
                    return await self._reader.read(other, entry, source.language)
            raise

    async def _page(self, source: Source, url: str) -> Page | None:
        request = Request(url, Purpose.ARTICLE, allow_private=source.allow_private)
        answer = await self._fetcher.get(request)
        return answer.page if isinstance(answer, Fetched) else None

    async def _postpone(
        self, source: Source, waiting: Waiting, reason: str, pause: timedelta | None
    ) -> None:
        now = self._clock()
        again = now + max(FIRST_PAUSE * 2**waiting.tries, pause or timedelta())
        await self._store(lambda s: s.record_unread(waiting, reason, now, again))
        log.info("page postponed", source=source.name, url=waiting.entry.url, reason=reason)

    async def _give_up(self, source: Source, waiting: Waiting, reason: str) -> None:
        now = self._clock()
        await self._store(lambda s: s.record_unread(waiting, reason, now, None))
        log.warning("unreadable", source=source.name, url=waiting.entry.url, reason=reason)

    def _promise(
        self, source: Source, waiting: Waiting, article: Article, now: datetime
    ) -> Callable[[Verdict, Link], Promised]:
        """Decide, for each flagged verdict, who is told; the note says why or why not."""

        def decide(verdict: Verdict, link: Link) -> Promised:
            silence = _too_old(waiting, article, now, self._max_age)
            if silence is not None:
                return Promised((), silence)
            alert = compose(article, verdict, link, source.name)
            update = compose_update(article, verdict, link, source.name)
            promised = self._router.story(alert, update, _named(waiting, article, update))
            names = ", ".join(dict.fromkeys(promise.channel for promise in promised))
            told = f"{_note(link, update)}; alert to {names or 'no channel: no route takes it'}"
            adds_nothing = link.joined and update is None
            return Promised(promised, told, alert.outlet if adds_nothing else None)

        return decide


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
    before, state = (
        state,
        replace(
            moved(state, answer.moved_to),
            etag=answer.validators.etag,
            last_modified=answer.validators.last_modified,
            body_hash=answer.validators.body_hash,
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


def _named(waiting: Waiting, article: Article, update: Alert | None) -> str:
    """Return what names an article's update for ever: telling it twice must not promise it twice."""
    address = article.canonical_url or article.url or f"entry {waiting.id}"
    news = "" if update is None else "\n".join(update.news)
    return hashlib.sha256(f"{address}\n{news}".encode("utf-8", "replace")).hexdigest()[:16]


def _note(link: Link, update: Alert | None) -> str:
    if not link.joined:
        return "opens a story"
    if update is None:
        return "joins a story and adds nothing: where that was told, it is counted"
    return f"joins a story and adds to it: {'; '.join(update.news)}"


def _kind_of(error: MonitorError) -> Health:
    if isinstance(error, UnreadableError):
        return Health.BLOCKED if error.blocked else Health.NOT_A_FEED
    if not isinstance(error, FetchError):
        return Health.FAILING
    if error.status == GONE:
        return Health.GONE
    return Health.BLOCKED if error.status in REFUSALS else Health.FAILING


def letters_of(article: Article) -> int:
    """Return how much text an article has."""
    return sum(len(block.text) for block in article.blocks)


def _too_old(waiting: Waiting, article: Article, now: datetime, max_age: timedelta) -> str | None:
    """Return why nobody is told, or None: old news is stored and shown, never alerted."""
    told_at = waiting.entry.published or article.published
    if told_at is None and waiting.baseline:
        return "no alert: undated, and it stood in the source's first poll"
    age = now - (told_at or waiting.first_seen)
    if age > max_age:
        return f"no alert: {age.days} days old, alerts.max_age is {max_age}"
    return None
