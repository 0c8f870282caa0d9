"""A page that breaks its reader is lost alone: the pool goes on, and so does the event loop."""

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import Callable

import pytest

from monitor.errors import UnreadableError
from monitor.news.model import Entry, Page
from monitor.workers import MEMORY, opened_workers

GOOD = Page(
    "https://g.test/feed",
    b"<rss><channel><title>Gazette</title><item><title>T</title><guid>1</guid></item></channel></rss>",
)
NEVER = 3600  # seconds
START = 30.0  # in which a process surely imports what it needs


BREAKERS: tuple[tuple[Callable[..., object], tuple[object, ...], str], ...] = (
    (signal.raise_signal, (signal.SIGSEGV,), "broke the process"),
    (os._exit, (137,), "broke the process"),  # as the kernel's out-of-memory killer leaves it
    (bytearray, (2 * MEMORY,), "broke the process"),
    (time.sleep, (NEVER,), "not read within 1 s"),
)


def test_only_the_page_that_breaks_its_process_is_lost() -> None:
    async def run() -> None:
        async with opened_workers(()) as workers:
            workers.deadline = START
            assert (await workers.read_feed(GOOD)).title == "Gazette"
            for work, values, words in BREAKERS:
                workers.deadline = 1.0
                with pytest.raises(UnreadableError, match=words):
                    await workers._run(work, *values)
                workers.deadline = START
                feeds = await asyncio.gather(*(workers.read_feed(GOOD) for _ in range(4)))
                assert [feed.title for feed in feeds] == ["Gazette"] * 4

    asyncio.run(run())


@pytest.mark.parametrize(
    ("fate", "silence"),
    [(signal.SIGKILL, START), (signal.SIGSTOP, 3.0)],  # seconds until the second is noticed
)
def test_processes_that_end_while_they_wait_are_replaced(
    fate: signal.Signals, silence: float
) -> None:
    async def run() -> None:
        async with opened_workers((), START) as workers:
            assert (await workers.read_feed(GOOD)).title == "Gazette"
            for process in multiprocessing.active_children():
                os.kill(process.pid or 0, fate)
            workers.silence = silence
            begun = asyncio.create_task(workers.read_feed(GOOD))
            await asyncio.wait({begun}, timeout=2.0)
            workers.silence = START
            feeds = await asyncio.gather(begun, *(workers.read_feed(GOOD) for _ in range(4)))
            assert [feed.title for feed in feeds] == ["Gazette"] * 5

    asyncio.run(run())


def test_errors_come_out_of_the_process_as_they_were_raised() -> None:
    challenge = Page("https://g.test/feed", b"<html><title>Just a moment...</title></html>")

    async def run() -> None:
        async with opened_workers(()) as workers:
            with pytest.raises(UnreadableError, match="a challenge") as refused:
                await workers.read_feed(challenge)
            assert refused.value.blocked
            with pytest.raises(UnreadableError, match="line 1, column 7"):
                await workers.read_feed(Page("https://g.test/feed", b'{"a": }'))

    asyncio.run(run())


def test_an_article_is_read_and_judged_in_a_process() -> None:
    entry = Entry("1", "https://g.test/1", "T", "<p>What the feed itself says of the matter.</p>")

    async def run() -> str:
        async with opened_workers(()) as workers:
            return (await workers.read(None, entry, "en")).article.blocks[0].text

    assert asyncio.run(run()) == "What the feed itself says of the matter."
