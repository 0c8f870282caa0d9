"""One source, once: poll, then read what waits; each step ends in one transaction.

::

    poll   GET the feed ─ read_feed ─────────────────────────────── record_poll
    read   for each waiting entry: GET its page ─ read ─ judge ──── record_reading
    send   (alert.outbox, on its own tick)

Entries wait in the store: if a page fails after the feed's ETag is stored, the next 304 would
otherwise lose that article for ever.
"""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from monitor.alert.compose import compose, compose_update, system_alert
from monitor.alert.message import Alert
from monitor.alert.routes import Router
from monitor.errors import FetchError, MonitorError, UnreadableError
from monitor.fetch import Fetched, Fetcher, NotModified, Purpose, Request, Validators
from monitor.news.model import Article, Entry, Feed, Link, Page, Reading, Verdict
from monitor.news.source import Health, Listing, Source, SourceState
from monitor.news.source.health import is_outage, turned
from monitor.news.source.schedule import after_failure, after_success, listing_of
from monitor.store import Poll, Promise, Promised, Waiting
from monitor.store.thread import StoreThread

PAGES_AT_ONCE = 4  # of one source; the fetcher keeps one at a time per host
BATCH = 200
TRIES = 3  # readings of a page before the feed's own text has to do
FIRST_PAUSE = timedelta(minutes=10)
REFUSALS = frozenset({401, 402, 403, 451})

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


class Reader(Protocol):
    """Turns hostile bytes into values, within bounded time and memory."""

    async def read_feed(self, page: Page) -> Feed:
        """Return what a feed lists; raises ``UnreadableError``."""
        ...

    async def read(self, page: Page | None, entry: Entry, language: str | None) -> Reading:
        """Return the article that page and entry hold, judged; raises ``UnreadableError``."""
        ...


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
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._reader = reader
        self._router = router
        self._max_age = max_age
        self._clock = clock

    async def run(self, source: Source) -> Report:
        """Poll the source and read what waits; raises ``StoreError`` alone."""
        report = await self._poll(source)
        return await self._read(source, report)

    async def _poll(self, source: Source) -> Report:
        state = await self._store(lambda s: s.source_state(source.name))
        try:
            answer = await self._fetcher.get(_feed_request(source, state))
            feed = None
            if isinstance(answer, Fetched):
                feed = await self._reader.read_feed(answer.page)
        except (FetchError, UnreadableError) as error:
            return await self._failed(source, state, error)
        now = self._clock()
        entries = feed.entries if feed is not None else ()
        known = await self._store(lambda s: s.count_known(source.name, entries))
        listing = None if feed is None else listing_of(entries, known, now)
        after = _succeeded(source, state, answer, feed, listing, now)
        poll = Poll(after, entries, now, self._notices(source, state, after))
        new = await self._store(lambda s: s.record_poll(source.name, poll))
        log.info("polled", source=source.name, entries=len(entries), new=new)
        return Report(source.name, entries=len(entries), new=new)

    async def _failed(self, source: Source, state: SourceState, error: MonitorError) -> Report:
        now = self._clock()
        reason = error.reason if isinstance(error, FetchError) else str(error)
        retry_after = error.retry_after if isinstance(error, FetchError) else None
        after = after_failure(state, now, reason, retry_after, _kind_of(error))
        others = await self._store(lambda s: s.others_succeeded_at(source.name))
        if after.health is Health.FAILING and others is not None and is_outage(after, others):
            after = replace(after, health=state.health, health_reason=state.health_reason)
            notices = self._outage(others)
        else:
            notices = self._notices(source, state, after)
        poll = Poll(after, polled_at=now, notices=notices)
        await self._store(lambda s: s.record_poll(source.name, poll))
        log.warning("poll failed", source=source.name, reason=reason, failures=after.failures)
        return Report(source.name, error=reason)

    def _notices(
        self, source: Source, before: SourceState, after: SourceState
    ) -> tuple[Promise, ...]:
        """Tell the owner once when a source turns ill, and once when it is well again."""
        if not turned(before, after):
            return ()
        well = after.health is Health.FINE
        headline = f"{source.name} is well again" if well else f"{source.name}: {after.health}"
        details = (f"before: {before.health_reason}",) if well else (after.health_reason,)
        alert = system_alert(headline, (*details, source.url))
        about = f"source:{source.name}:{after.health}:{after.health_since}"
        return self._router.notice(alert, about)

    def _outage(self, since: datetime) -> tuple[Promise, ...]:
        """Say once that nothing at all can be reached."""
        alert = system_alert(
            "No source can be reached",
            (f"The last one answered at {since:%Y-%m-%d %H:%M} UTC: is this line down?",),
        )
        return self._router.notice(alert, f"outage:{since:%Y-%m-%dT%H:%M:%S}")

    async def _read(self, source: Source, report: Report) -> Report:
        gate = asyncio.Semaphore(PAGES_AT_ONCE)

        async def one(waiting: Waiting) -> int | None:
            async with gate:
                return await self._read_entry(source, waiting)

        queue = await self._store(lambda s: s.waiting(source.name, self._clock(), BATCH))
        outcomes = await asyncio.gather(*(one(waiting) for waiting in queue))
        read = [flagged for flagged in outcomes if flagged is not None]
        unread = len(outcomes) - len(read)
        if outcomes:
            log.info("read", source=source.name, read=len(read), unread=unread, flagged=sum(read))
        return replace(report, read=len(read), unread=unread, flagged=sum(read))

    async def _read_entry(self, source: Source, waiting: Waiting) -> int | None:
        """Return how many topics flagged the entry, None when it stays or ends unread."""
        page: Page | None = None
        if waiting.entry.url is not None:
            try:
                page = await self._page(source, waiting.entry.url)
            except FetchError as error:
                if not error.permanent and waiting.tries + 1 < TRIES:
                    await self._postpone(source, waiting, error)
                    return None
                log.info("page not had", source=source.name, url=error.url, reason=error.reason)
        try:
            reading = await self._reader.read(page, waiting.entry, source.language)
        except UnreadableError as error:
            await self._give_up(source, waiting, error)
            return None
        now = self._clock()
        promise = self._promise(source, waiting, reading.article, now)
        await self._store(lambda s: s.record_reading(waiting, reading, now, promise))
        for verdict in reading.verdicts:
            if verdict.flagged:
                log.info("flagged", topic=verdict.topic, score=verdict.score, url=waiting.entry.url)
        return sum(verdict.flagged for verdict in reading.verdicts)

    async def _page(self, source: Source, url: str) -> Page | None:
        request = Request(url, Purpose.ARTICLE, allow_private=source.allow_private)
        answer = await self._fetcher.get(request)
        return answer.page if isinstance(answer, Fetched) else None

    async def _postpone(self, source: Source, waiting: Waiting, error: FetchError) -> None:
        now = self._clock()
        again = now + max(FIRST_PAUSE * 2**waiting.tries, error.retry_after or timedelta())
        reason = error.reason
        await self._store(lambda s: s.record_unread(waiting, reason, now, again))
        log.info("page postponed", source=source.name, url=error.url, reason=reason)

    async def _give_up(self, source: Source, waiting: Waiting, error: UnreadableError) -> None:
        now, reason = self._clock(), str(error)
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


def _feed_request(source: Source, state: SourceState) -> Request:
    return Request(
        state.url or source.url,
        Purpose.FEED,
        Validators(state.etag, state.last_modified, state.body_hash),
        source.allow_private,
    )


def _succeeded(
    source: Source,
    state: SourceState,
    answer: Fetched | NotModified,
    feed: Feed | None,
    listing: Listing | None,
    now: datetime,
) -> SourceState:
    state = replace(
        state,
        etag=answer.validators.etag,
        last_modified=answer.validators.last_modified,
        body_hash=answer.validators.body_hash,
        format=feed.format if feed is not None else state.format,
        repairs=feed.repairs if feed is not None else state.repairs,
    )
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
    if isinstance(error, FetchError):
        return Health.BLOCKED if error.status in REFUSALS else Health.FAILING
    return Health.NOT_A_FEED


def _too_old(waiting: Waiting, article: Article, now: datetime, max_age: timedelta) -> str | None:
    """Return why nobody is told, or None: old news is stored and shown, never alerted."""
    told_at = waiting.entry.published or article.published
    if told_at is None and waiting.baseline:
        return "no alert: undated, and it stood in the source's first poll"
    age = now - (told_at or waiting.first_seen)
    if age > max_age:
        return f"no alert: {age.days} days old, alerts.max_age is {max_age}"
    return None
