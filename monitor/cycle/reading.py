"""read: GET the page of each waiting entry, judge it, record it in one transaction."""

import asyncio
import contextlib
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from monitor.alert.compose import compose, compose_update
from monitor.alert.health import HealthDesk
from monitor.alert.message import Alert
from monitor.alert.routes import Router
from monitor.cycle.report import Reader, Report
from monitor.errors import FetchError, UnreadableError
from monitor.fetch import Fetched, Fetcher, Purpose, Request
from monitor.news.article.versions import other_versions
from monitor.news.model import Article, Entry, Link, Page, Reading, Verdict
from monitor.news.source import Source, SourceKind
from monitor.news.source.health import after_reading, span_words
from monitor.store import Promised, Waiting
from monitor.store.thread import StoreThread

PAGES_AT_ONCE = 4  # of one source; the fetcher keeps one at a time per host
BATCH = 200
TRIES = 3  # readings of a page before the feed's own text has to do
FIRST_PAUSE = timedelta(minutes=10)
EMPTY_PAUSE = timedelta(minutes=30)  # before a page without text is asked for again, once
OTHER_VERSIONS = 2  # of such a page that are tried at once

log = structlog.get_logger()


class Articles:
    """Reads what one source's entries lead to; what fails is a row, not an exception."""

    def __init__(
        self,
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
        self._max_age = max_age
        self._clock = clock
        self._desk = desk

    async def read(self, source: Source, report: Report) -> Report:
        """Read what waits, at most a batch; returns the report with what came of it."""
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
        yields = [(one.article.length, one.article.language) for one in read]
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


def _too_old(waiting: Waiting, article: Article, now: datetime, max_age: timedelta) -> str | None:
    """Return why nobody is told, or None: old news is stored and shown, never alerted."""
    told_at = waiting.entry.published or article.published
    if told_at is None and waiting.baseline:
        return "no alert: undated, and it stood in the source's first poll"
    age = now - (told_at or waiting.first_seen)
    if age > max_age:
        return f"no alert: {span_words(age)} old, alerts.max_age is {span_words(max_age)}"
    return None
