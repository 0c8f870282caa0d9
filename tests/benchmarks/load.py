"""What polling costs: python tests/benchmarks/load.py [--sources N] [--seconds N] [--polls N].

A server on loopback answers for as many hosts as there are sources (127.0.0.0/8), nearly always
with 304. Two figures: the CPU of one poll that brings nothing (fetch, decide, record: all of the
process's threads), and what the daemon takes, as a process of its own, while every source is
polled each quarter of an hour: its share of one core, and its memory with all its children.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import IO

from monitor.app import opened
from monitor.config import load
from monitor.log import configure
from monitor.news.source import Health, SourceState
from monitor.store import Poll
from monitor.store.sqlite import SQLiteStore

EVERY = timedelta(minutes=15)
WARMING = 5.0  # seconds of the daemon that do not count
CPU_FLOOR, CPU_GOAL = 3.0, 1.0  # ms of one poll
SHARE_FLOOR, SHARE_GOAL = 0.25, 0.10  # of a core
MEMORY_GOAL = 300  # MB
NOT_MODIFIED = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\nCache-Control: max-age=60\r\n\r\n'
TICKS = os.sysconf("SC_CLK_TCK")


class Publisher(asyncio.Protocol):
    """Answers 304 to whoever asks, and counts."""

    def __init__(self, counter: "Synchronized[int]") -> None:
        self._counter = counter
        self._head = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._head += data
        while b"\r\n\r\n" in self._head:
            _, _, self._head = self._head.partition(b"\r\n\r\n")
            self._counter.value += 1
            self._transport.write(NOT_MODIFIED)


def publish(port: int, counter: "Synchronized[int]") -> None:
    """Serve until the process is ended."""

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Publisher(counter), "0.0.0.0", port)
        async with server:
            await server.serve_forever()

    asyncio.run(serve())


@contextmanager
def publisher(port: int) -> Iterator["Synchronized[int]"]:
    """Run the server in a process of its own; yields the number of its answers so far."""
    context = multiprocessing.get_context("spawn")
    counter = context.Value("l", 0)
    process = context.Process(target=publish, args=(port, counter), daemon=True)
    process.start()
    time.sleep(1.5)
    try:
        yield counter
    finally:
        process.terminate()
        process.join()


def newsroom(folder: Path, sources: int, port: int) -> Path:
    """Write a configuration with so many hosts, and a database in which each was polled before."""
    path, database = folder / "config.toml", folder / "monitor.db"
    tables = [
        f'database = "{database}"\n[fetch]\npause = "1s"\n',
        '[[topic]]\nname = "foreign-ai-labs-in-china"\n',
        '[[channel]]\nname = "console"\nkind = "console"\n',
    ]
    for number in range(sources):
        host = f"127.{1 + number // 60_000}.{number // 250 % 240}.{1 + number % 250}"
        tables.append(
            f'[[source]]\nname = "Source {number}"\nurl = "http://{host}:{port}/feed"\n'
            'every = "15m"\nallow_private = true\n'
        )
    path.write_text("".join(tables), encoding="utf-8")
    _poll_all(path, database)
    return path


def _poll_all(path: Path, database: Path) -> None:
    """Spread the sources evenly over the quarter of an hour that they wait."""
    now, dice = datetime.now(UTC), random.Random(7)
    config = load(path)
    store = SQLiteStore(database)
    store.sync_sources(config.sources, now)
    store._db.execute("PRAGMA synchronous = off")
    polled = SourceState(
        first_polled_at=now,
        last_polled_at=now,
        last_success_at=now,
        etag='"1"',
        interval=EVERY,
        health=Health.FINE,
        health_since=now,
    )
    for source in config.sources:
        due = now + timedelta(seconds=dice.random() * EVERY.total_seconds())
        store.record_poll(source.name, Poll(replace(polled, next_poll_at=due), (), now))
    store.close()


def one_poll(path: Path, polls: int) -> float:
    """Return the milliseconds of CPU that one poll takes when nothing is new, leased as it is."""
    config = load(path)
    configure(verbose=True)

    later = datetime.now(UTC) + EVERY

    async def work() -> float:
        async with opened(config, lambda: datetime.now(UTC)) as app:

            async def round_of_twenty() -> None:
                dues = await app.store(lambda s: s.lease_due_sources(later, later + EVERY, 20))
                await asyncio.gather(*(app.cycle.run(app.sources[d.name], d) for d in dues))

            for _ in range(3):
                await round_of_twenty()
            began, rounds = time.process_time(), polls // 20
            for _ in range(rounds):
                await round_of_twenty()
            return (time.process_time() - began) * 1000 / (20 * rounds)

    return asyncio.run(work())


def daemon(path: Path, seconds: float, counter: "Synchronized[int]") -> tuple[float, float, float]:
    """Return the daemon's share of a core, its memory in MB, and its polls a second."""
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor", "run", "--config", str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    log = os.fdopen(os.dup(process.stderr.fileno()), "rb")
    for line in log:
        if b"watching" in line:
            break
    _drain_aside(log)
    try:
        time.sleep(WARMING)
        cpu, answers, began = _cpu(process.pid), counter.value, time.monotonic()
        time.sleep(seconds)
        spent = time.monotonic() - began
        polls = counter.value - answers
        return (_cpu(process.pid) - cpu) / spent, _memory(process.pid), polls / spent
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _drain_aside(log: IO[bytes]) -> None:
    threading.Thread(target=lambda: list(log), daemon=True).start()


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(pid: int) -> float:
    """Return resident MB of a process and all below it."""
    kilobytes = 0
    for one in (pid, *_children(pid)):
        status = Path(f"/proc/{one}/status").read_text("ascii")
        kilobytes += int(status.partition("VmRSS:")[2].split()[0])
    return kilobytes / 1024


def _children(pid: int) -> Sequence[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [int(child) for child in found]


def main() -> None:
    """Print both figures as JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--polls", type=int, default=2_000)
    parser.add_argument("--port", type=int, default=18_364)
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    with tempfile.TemporaryDirectory() as folder, publisher(options.port) as counter:
        path = newsroom(Path(folder), options.sources, options.port)
        if options.seconds:
            share, memory, rate = daemon(path, options.seconds, counter)
            told = {"sources": options.sources, "share_of_a_core": round(share, 3)}
            told |= {"floor": SHARE_FLOOR, "goal": SHARE_GOAL, "memory_mb": round(memory)}
            told |= {"memory_goal": MEMORY_GOAL, "polls_per_second": round(rate, 2)}
            print(json.dumps(told))
        if options.polls:
            cpu = one_poll(path, options.polls)
            print(
                json.dumps(
                    {"cpu_ms_of_a_poll": round(cpu, 3), "floor": CPU_FLOOR, "goal": CPU_GOAL}
                )
            )


if __name__ == "__main__":
    main()
