"""robots.txt (RFC 9309) -> whether an article page may be asked for, and how slowly.

A file that is not there (4xx) allows everything. One that can't be reached (5xx, no network)
forbids everything for now: the page is tried again later, and an older copy stays in force.
"""

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from protego import Protego

from monitor.errors import FetchError
from monitor.fetch.reasons import masked

AGENT = "topic-monitor"
SIZE = 512_000  # bytes that are read; RFC 9309 2.5 asks for 500 KiB at least
FRESH = 24 * 3600.0  # seconds a copy is used (RFC 9309 2.4)
STALE = 30 * 24 * 3600.0  # seconds a copy is used while no newer one can be reached (2.3.1.4)
AGAIN = 600.0  # seconds until an unreachable file is tried again
KEPT = 1_000  # files
MOST_SITEMAPS = 50
LONGEST_DELAY = 10.0  # seconds of Crawl-delay that are honoured
NAME = re.compile(r"[ \t]*user[ -]?agent[ \t]*:?[ \t]*([^#]*)", re.IGNORECASE)
PRODUCT = re.compile(r"[A-Za-z_-]+")

Read = Callable[[], Awaitable[bytes | None]]


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to this program; ``file`` is None where there is none."""

    file: Protego | None
    read_at: float
    check_at: float
    unreachable: FetchError | None = None  # why nothing may be asked for now


class Robots:
    """Remembers what robots.txt said, per origin, in bounded memory."""

    def __init__(self, *, kept: int = KEPT, clock: Callable[[], float] = time.monotonic) -> None:
        self._kept = kept
        self._clock = clock
        self._rules: OrderedDict[tuple[str, bool], Rules] = OrderedDict()

    async def sitemaps(self, origin: tuple[str, bool], read: Read) -> tuple[str, ...]:
        """Return the addresses of sitemaps that the file names; raises ``FetchError``."""
        rules = await self._current(origin, read)
        if rules.unreachable is not None:
            raise _unread(origin[0], rules.unreachable)
        return () if rules.file is None else tuple(rules.file.sitemaps)[:MOST_SITEMAPS]

    async def delay(self, origin: tuple[str, bool], read: Read, url: str) -> float:
        """Return the seconds between requests that the site asks for, 0 when it doesn't.

        ``read`` returns the file, None when there is none, and raises ``FetchError`` when that
        can't be said. Raises ``FetchError``: for good when the page is disallowed, for now when
        the file can't be reached.
        """
        rules = await self._current(origin, read)
        if rules.unreachable is not None:
            left = timedelta(seconds=max(rules.check_at - self._clock(), 0.0))
            raise _unread(url, rules.unreachable, left)
        if rules.file is None:
            return 0.0
        if not rules.file.can_fetch(url, AGENT):
            raise FetchError(masked(url), "robots.txt asks not to fetch this page", permanent=True)
        return min(max(rules.file.crawl_delay(AGENT) or 0.0, 0.0), LONGEST_DELAY)

    def __len__(self) -> int:
        return len(self._rules)

    async def _current(self, origin: tuple[str, bool], read: Read) -> Rules:
        known = self._rules.get(origin)
        if known is None or self._clock() >= known.check_at:
            known = self._rules[origin] = await self._asked(known, read)
            if len(self._rules) > self._kept:
                self._rules.popitem(last=False)
        self._rules.move_to_end(origin)
        return known

    async def _asked(self, known: Rules | None, read: Read) -> Rules:
        try:
            body = await read()
        except FetchError as error:
            now = self._clock()
            if known is not None and not known.unreachable and now - known.read_at < STALE:
                return Rules(known.file, known.read_at, now + AGAIN)
            return Rules(None, now, now + AGAIN, unreachable=error)
        file = None if body is None else await asyncio.to_thread(parse_robots, body)
        now = self._clock()
        return Rules(file, now, now + FRESH)


def _unread(url: str, fault: FetchError, left: timedelta | None = None) -> FetchError:
    reason = f"robots.txt can't be read: {fault.reason}"
    return FetchError(masked(url), reason, retry_after=left, unreached=fault.unreached)


def parse_robots(body: bytes) -> Protego:
    """Return the rules; never raises.

    Groups for other programs are folded into one: a file that names thousands of them before
    thousands of rules would otherwise take their product of memory.
    """
    lines = body.decode("utf-8-sig", "replace").splitlines()
    return Protego.parse("\n".join(map(_folded, lines)))


def _folded(line: str) -> str:
    found = NAME.match(line)
    if found is None:
        return line
    name = found[1].strip()
    if name == "*":
        return "User-agent: *"
    product = PRODUCT.match(name)
    ours = product is not None and product[0].lower() == AGENT
    return f"User-agent: {AGENT if ours else 'other'}"
