"""Each host is asked one thing at a time, with a pause between, in the order of asking.

A host that asks to be left alone is, but only below the part of the site that said so: a feed
service's or a gateway's host serves many publishers, and one of them must not silence the rest.
When two parts say so, the whole host rests.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

LANES = 4_096  # hosts remembered; those at rest go first
PATIENCE = 45.0  # seconds a request waits for a host that asked to be left alone


class HostRestsError(Exception):
    """A host has asked to be left alone for longer than a request should wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"for {seconds:.0f} s")
        self.seconds = seconds


@dataclass(slots=True)
class Lane:
    """The queue before one host."""

    gap: float  # seconds between the end of a request and the next
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    free_at: float = 0.0
    rests: dict[str, float] = field(default_factory=dict)  # part of the site -> until

    @property
    def until(self) -> float:
        """When nothing of the host has to wait any more."""
        return max(self.free_at, *self.rests.values(), 0.0)


class Politeness:
    """Hands out turns at hosts: first come, first served; a waiter may be cancelled."""

    def __init__(
        self,
        pause: float,
        *,
        patience: float = PATIENCE,
        lanes: int = LANES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pause = pause
        self._patience = patience
        self._limit = lanes
        self._clock = clock
        self._lanes: dict[str, Lane] = {}

    @asynccontextmanager
    async def turn(self, host: str, part: str = "") -> AsyncIterator[None]:
        """Wait for the host, hold it within the block; raises ``HostRestsError`` at once."""
        lane = self._lane(host)
        self._check(lane, part)
        lane.users += 1
        try:
            async with lane.lock:
                self._check(lane, part)
                while (wait := self._wait(lane, part)) > 0:
                    await asyncio.sleep(wait)
                    self._check(lane, part)
                try:
                    yield
                finally:
                    lane.free_at = max(lane.free_at, self._clock() + lane.gap)
        finally:
            lane.users -= 1

    def rest(self, host: str, part: str, seconds: float) -> None:
        """Leave a part of a host alone for a while: it said so (Retry-After)."""
        lane, now = self._lane(host), self._clock()
        lane.rests = {name: until for name, until in lane.rests.items() if until > now}
        if lane.rests and part not in lane.rests:
            lane.free_at = max(lane.free_at, now + seconds)
        lane.rests[part] = max(lane.rests.get(part, 0.0), now + seconds)

    def widen(self, host: str, seconds: float) -> None:
        """Pause at least so long between two requests to a host (Crawl-delay)."""
        self._lane(host).gap = max(self._pause, seconds)

    def __len__(self) -> int:
        return len(self._lanes)

    def _wait(self, lane: Lane, part: str) -> float:
        return max(lane.free_at, lane.rests.get(part, 0.0)) - self._clock()

    def _check(self, lane: Lane, part: str) -> None:
        left = self._wait(lane, part)
        if left > max(self._patience, lane.gap):
            raise HostRestsError(left)

    def _lane(self, host: str) -> Lane:
        lane = self._lanes.get(host)
        if lane is None:
            if len(self._lanes) >= self._limit:
                self._forget()
            lane = self._lanes[host] = Lane(self._pause)
        return lane

    def _forget(self) -> None:
        """Drop lanes at rest; when all have to wait, the half that may go on soonest."""
        now = self._clock()
        unused = [name for name, lane in self._lanes.items() if not lane.users]
        done = [name for name in unused if self._lanes[name].until <= now]
        if not done:
            unused.sort(key=lambda name: self._lanes[name].until)
            done = unused[: len(unused) // 2 + 1]
        for name in done:
            del self._lanes[name]
