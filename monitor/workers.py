"""Hostile bytes -> values, in processes that can be killed.

A page of 28 kB can hold an HTML parser for seconds, and no thread can be stopped. Here each
reading has its time and its process a bounded memory; a process that overruns is killed and
replaced, and only that one page is lost.
"""

import asyncio
import multiprocessing
import os
import resource
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import BrokenExecutor
from concurrent.futures import TimeoutError as OverrunError
from contextlib import asynccontextmanager
from functools import cache, partial
from threading import Thread
from typing import Any, TypeVar

import structlog
from pebble import ProcessExpired, ProcessPool

from monitor.errors import UnreadableError
from monitor.news import pipeline
from monitor.news.feed import read_feed
from monitor.news.feed.index import read_index
from monitor.news.feed.listing import read_listing
from monitor.news.model import Entry, Feed, Page, Reading
from monitor.news.source import Source, SourceKind
from monitor.news.topic import Topic, TopicDefinition, compile_topic

DEADLINE = 20.0  # seconds for one page; the slowest real ones of the benchmarks take under one
MEMORY = 2 * 1024**3  # bytes of address space for one process
SILENCE = 60.0  # seconds in which a pool that lives ends some reading: a start takes less
ATTEMPTS = 2  # pools that are asked for one page
LIFETIME = 2000  # readings, after which a process is replaced: parsers leak

Value = TypeVar("Value")
log = structlog.get_logger()


class Workers:
    """Reads feeds and pages in processes of its own; raises ``UnreadableError`` alone.

    Where the processes end while they have nothing to do, or nothing comes out of them any more,
    new ones take their place, and what they were to read is read once more.
    """

    def __init__(self, topics: tuple[TopicDefinition, ...], deadline: float) -> None:
        self._topics = topics
        self.deadline = deadline
        self.silence = SILENCE
        self._pool = _new_pool()
        self._awaited: set[asyncio.Future[Any]] = set()
        self._finished = 0

    async def read_feed(self, page: Page) -> Feed:
        """Return what a feed lists."""
        return await self._run(read_feed, page)

    async def read_source(self, page: Page, source: Source) -> Feed:
        """Return what a source lists, read after its kind."""
        return await self._run(read_source, page, source)

    async def read(self, page: Page | None, entry: Entry, language: str | None) -> Reading:
        """Return the article that page and entry hold, judged against every topic."""
        return await self._run(_read, page, entry, language, self._topics)

    async def aclose(self) -> None:
        """End the processes."""
        await asyncio.to_thread(_end, self._pool)

    async def _run(self, work: Callable[..., Value], *values: object) -> Value:
        for _ in range(ATTEMPTS):
            pool = self._pool
            ended = await self._ended(pool, partial(work, *values))
            if ended is not None and not isinstance(ended.exception(), BrokenExecutor):
                return _result(ended, self.deadline)
            self._renew(pool)
        raise UnreadableError("reading it broke all processes that tried")

    async def _ended(
        self, pool: ProcessPool, work: Callable[[], Value]
    ) -> asyncio.Future[Value] | None:
        """Wait until a piece of work has ended; None where the pool is broken."""
        # in a thread: the first call starts the processes, which takes a while
        schedule = partial(pool.schedule, work, timeout=self.deadline)
        try:
            future: asyncio.Future[Value] = asyncio.wrap_future(await asyncio.to_thread(schedule))
        except RuntimeError:  # so the pool says that it is broken
            return None
        self._awaited.add(future)
        try:
            while not future.done():
                finished = self._finished
                await asyncio.wait({future}, timeout=self.silence)
                if not future.done() and finished == self._finished:
                    return None
            self._finished += 1
        finally:
            self._awaited.discard(future)
        return None if future.cancelled() else future

    def _renew(self, broken: ProcessPool) -> None:
        """Put a new pool in the place of a broken one; whoever waits for that goes to the new one."""
        if self._pool is not broken:
            return
        log.error("the processes that read pages came to an end; new ones take their place")
        self._pool = _new_pool()
        for future in self._awaited:
            future.cancel()
        Thread(target=_end, args=(broken,), name="end of a pool", daemon=True).start()


@asynccontextmanager
async def opened_workers(
    topics: Sequence[TopicDefinition], deadline: float = DEADLINE
) -> AsyncIterator[Workers]:
    """Start the processes when the first page comes; end them with the block."""
    workers = Workers(tuple(topics), deadline)
    try:
        yield workers
    finally:
        await workers.aclose()


def _new_pool() -> ProcessPool:
    return ProcessPool(
        max_workers=max(1, min(4, os.cpu_count() or 1)),
        max_tasks=LIFETIME,
        initializer=_bound,
        context=multiprocessing.get_context("spawn"),
    )


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def _result(ended: asyncio.Future[Value], deadline: float) -> Value:
    try:
        return ended.result()
    except OverrunError as error:
        raise UnreadableError(f"not read within {deadline:g} s") from error
    except (ProcessExpired, MemoryError) as error:
        raise UnreadableError("reading it broke the process that did") from error
    except RecursionError as error:
        raise UnreadableError("nested too deeply") from error


def read_source(page: Page, source: Source) -> Feed:
    """Return what a source lists, read after its kind; raises ``UnreadableError``."""
    match source.kind:
        case SourceKind.INDEX:
            return read_index(page)
        case SourceKind.PAGE:
            return read_listing(page, source.select)
        case SourceKind.FEED | SourceKind.SITEMAP:
            return read_feed(page)


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)  # answering and sending come first


def _read(
    page: Page | None, entry: Entry, language: str | None, topics: tuple[TopicDefinition, ...]
) -> Reading:
    article = pipeline.read(page, entry, language)
    return pipeline.judge(article, tuple(_compiled(definition) for definition in topics))


@cache
def _compiled(definition: TopicDefinition) -> Topic:
    return compile_topic(definition)
