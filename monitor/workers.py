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
from concurrent.futures import TimeoutError as OverrunError
from contextlib import asynccontextmanager
from functools import cache, partial
from typing import TypeVar

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
LIFETIME = 2000  # readings, after which a process is replaced: parsers leak

Value = TypeVar("Value")


class Workers:
    """Reads feeds and pages in processes of its own; raises ``UnreadableError`` alone."""

    def __init__(
        self, pool: ProcessPool, topics: tuple[TopicDefinition, ...], deadline: float
    ) -> None:
        self._pool = pool
        self._topics = topics
        self._deadline = deadline

    async def read_feed(self, page: Page) -> Feed:
        """Return what a feed lists."""
        return await self._run(read_feed, page)

    async def read_source(self, page: Page, source: Source) -> Feed:
        """Return what a source lists, read after its kind."""
        return await self._run(read_source, page, source)

    async def read(self, page: Page | None, entry: Entry, language: str | None) -> Reading:
        """Return the article that page and entry hold, judged against every topic."""
        return await self._run(_read, page, entry, language, self._topics)

    async def _run(self, work: Callable[..., Value], *values: object) -> Value:
        # in a thread: the first call starts the processes, which takes a while
        schedule = partial(self._pool.schedule, work, args=values, timeout=self._deadline)
        future = await asyncio.to_thread(schedule)
        try:
            return await asyncio.wrap_future(future)
        except OverrunError as error:
            raise UnreadableError(f"not read within {self._deadline:g} s") from error
        except (ProcessExpired, MemoryError) as error:
            raise UnreadableError("reading it broke the process that did") from error
        except RecursionError as error:
            raise UnreadableError("nested too deeply") from error


@asynccontextmanager
async def opened_workers(
    topics: Sequence[TopicDefinition], deadline: float = DEADLINE
) -> AsyncIterator[Workers]:
    """Start the processes when the first page comes; end them with the block."""
    pool = ProcessPool(
        max_workers=max(1, min(4, os.cpu_count() or 1)),
        max_tasks=LIFETIME,
        initializer=_bound,
        context=multiprocessing.get_context("spawn"),
    )
    try:
        yield Workers(pool, tuple(topics), deadline)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        await asyncio.to_thread(pool.join)


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
