"""Runs cycles on time and stops cleanly; the only file that knows apscheduler.

The scheduler's jobs only enqueue. Work runs in tasks of the daemon's own, which it drains when
it stops: apscheduler would cancel running coroutines at once, and a send that is cancelled is a
send that may have arrived.
"""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.app import App
from monitor.config import Config, load
from monitor.errors import ConfigError, Problem, StoreError
from monitor.news.source import Source
from monitor.store import Due

TICK = 1.0  # seconds between two looks at the schedule
OUTBOX_TICK = 1.0
MAINTENANCE = 3600.0
SOURCES_AT_ONCE = 64  # few of them ask at a time: the fetcher has its own limit
LEASE = timedelta(minutes=30)  # a source comes back by itself if this process dies in its cycle
DRAIN = 8.0  # seconds given to work in flight; systemd and people wait ten
STORE_PAUSE = 30.0  # seconds between tries while the disk is full or locked

log = structlog.get_logger()


@dataclass(slots=True)
class Daemon:
    """Leases due sources, runs their cycles, sends what is promised, until it is told to stop."""

    app: App
    clock: Callable[[], datetime]
    late: set[int] = field(default_factory=set)  # signals that came since the one before ended
    _running: set[asyncio.Task[None]] = field(default_factory=set)
    _at_work: set[str] = field(default_factory=set)  # sources whose cycle runs
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _next: Config | None = None  # the configuration to go on with, once work in flight is done
    _sending: bool = False
    _store_rests_until: float = 0.0

    async def serve(self) -> Config | None:
        """Run until SIGTERM, SIGINT, SIGHUP or ``stop``, then finish what is under way.

        Returns the configuration to go on with after SIGHUP, None to end. A file that is refused
        then is logged whole, and this configuration stays in force.
        """
        loop = asyncio.get_running_loop()
        handlers = {signal.SIGTERM: self.stop, signal.SIGINT: self.stop, signal.SIGHUP: self.reload}
        for number, handler in handlers.items():
            loop.add_signal_handler(number, handler)
        came = sorted(self.late)  # a hang-up first: an end has the last word
        self.late.clear()
        for late in came:
            handlers[signal.Signals(late)]()
        scheduler = AsyncIOScheduler(
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        scheduler.add_job(self._tick, "interval", seconds=TICK)
        scheduler.add_job(self._send_tick, "interval", seconds=OUTBOX_TICK)
        scheduler.add_job(self._maintain, "interval", seconds=MAINTENANCE)
        scheduler.start()
        tell_service_manager("READY=1")
        log.info("watching", sources=len(self.app.config.sources), pid=os.getpid())
        try:
            await self._stopping.wait()
        finally:
            tell_service_manager("STOPPING=1")
            scheduler.shutdown(wait=False)
            await self._drain()
            for number in handlers:
                if self._next is None:
                    loop.remove_signal_handler(number)
                else:  # until the next one serves: by default each of them ends the process
                    loop.add_signal_handler(number, self.late.add, number)
        return self._next

    def stop(self) -> None:
        """Take nothing new; ``serve`` returns when work in flight is done."""
        self._next = None
        self._stopping.set()

    def reload(self) -> None:
        """Read the configuration anew; only a good one ends this one, and none what ends for good."""
        if self._stopping.is_set():
            self.late.add(signal.SIGHUP)
            return
        current = self.app.config
        found = _read_anew(current)
        if isinstance(found, ConfigError):
            log.error("configuration refused; the old one stays", problems=str(found))
            return
        log.info("configuration read anew", file=current.file)
        self._next = found
        self._stopping.set()

    async def _tick(self) -> None:
        free = SOURCES_AT_ONCE - len(self._at_work)
        if free <= 0 or self._resting():
            return
        now, at_work = self.clock(), frozenset(self._at_work)
        try:
            dues = await self.app.store(
                lambda s: s.lease_due_sources(now, now + LEASE, free, at_work)
            )
        except StoreError as error:
            self._rest(error)
            return
        tell_service_manager("WATCHDOG=1")
        for due in dues:
            source = self.app.sources.get(due.name)
            busy = due.state is None and len(self._at_work) >= SOURCES_AT_ONCE
            if source is not None and not busy:
                self._at_work.add(due.name)
                self._start(self._cycle(source, due))

    async def _cycle(self, source: Source, due: Due) -> None:
        try:
            await self.app.cycle.run(source, due)
        except StoreError as error:
            self._rest(error)
        finally:
            self._at_work.discard(due.name)

    async def _send_tick(self) -> None:
        if not self._sending and not self._resting():
            self._sending = True
            self._start(self._send())

    async def _send(self) -> None:
        try:
            await self.app.outbox.send_due()
        except StoreError as error:
            self._rest(error)
        finally:
            self._sending = False

    async def _maintain(self) -> None:
        if not self._resting():
            self._start(self._checkpoint())

    async def _checkpoint(self) -> None:
        try:
            await self.app.store(lambda s: s.checkpoint())
        except StoreError as error:
            self._rest(error)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.critical("a fault of this program", error=repr(error), exc_info=error)

    def _resting(self) -> bool:
        return asyncio.get_running_loop().time() < self._store_rests_until

    def _rest(self, error: StoreError) -> None:
        """The database can't be written: nothing acknowledged is lost, try again in a while."""
        self._store_rests_until = asyncio.get_running_loop().time() + STORE_PAUSE
        log.error("database refused; next try in 30 seconds", reason=str(error))

    async def _drain(self) -> None:
        self.app.outbox.stop()
        if self._running:
            log.info("finishing what is under way", tasks=len(self._running))
            await asyncio.wait(self._running, timeout=DRAIN)
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.gather(*self._running, return_exceptions=True)


def _read_anew(current: Config) -> Config | ConfigError:
    try:
        found = load(Path(current.file), secrets=True)
    except ConfigError as error:
        return error
    if found.database == current.database:
        return found
    moved = Problem("database", f"another one than {current.database} needs a restart")
    return ConfigError(current.file, (moved,))


def tell_service_manager(message: str) -> None:
    """Tell systemd (Type=notify) how we are; never raises, silent where nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.connect("\0" + address[1:] if address.startswith("@") else address)
        line.sendall(message.encode())
