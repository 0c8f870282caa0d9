"""url -> page over HTTP/1.1, conditionally, politely, within bounded time and size."""

import asyncio
import hashlib
import ssl
import time
import urllib.request
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse
from http.cookiejar import CookieJar

import httpx

from monitor import __version__
from monitor.errors import FetchError
from monitor.fetch import Fetched, NotModified, Purpose, Request
from monitor.fetch.address import Refusal, Resolve, refusal
from monitor.fetch.connections import Connections
from monitor.fetch.exchange import READ, Answer, Limits, Trip, exchange
from monitor.fetch.headers import conditional, fresh_for, retry_after, validators_of
from monitor.fetch.politeness import HostRestsError, Politeness
from monitor.fetch.reasons import masked
from monitor.fetch.robots import AGENT, SIZE, Read, Robots
from monitor.news.article.versions import refresh_target
from monitor.news.model import Page

AT_ONCE = 32  # requests under way, over all hosts
LARGEST = 10 * 1_048_576  # bytes of a page, inflated
ROBOTS_DEADLINE = 20.0  # seconds
BUSY = timedelta(minutes=1)  # a host is left alone after a 429 that names no time
# 4xx that may pass by themselves; all others are about the address or about us.
PASSING = frozenset({408, 421, 423, 425, 429})
ACCEPT = {
    Purpose.FEED: b"application/rss+xml, application/atom+xml, application/feed+json, "
    b"application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
    Purpose.ARTICLE: b"text/html, application/xhtml+xml, */*;q=0.5",
}
MEANING = {
    401: "it asks for a password (401)",
    402: "it asks for payment (402)",
    403: "it refuses us (403)",
    404: "there is no such page (404)",
    410: "the page is gone for good (410)",
    429: "it asks us to slow down (429)",
    451: "it is withheld for legal reasons (451)",
    503: "the server is not available now (503)",
}


class _NoCookies(CookieJar):
    """Takes no cookie; a policy that refuses all would first read them, with every answer."""

    def extract_cookies(self, response: HTTPResponse, request: urllib.request.Request) -> None:
        pass


def open_client(
    contact: str,
    version: str = __version__,
    *,
    tls: ssl.SSLContext | None = None,
    resolve: Resolve | None = None,
    refuse: Refusal = refusal,
) -> httpx.AsyncClient:
    """Return the one client of the process; it is closed by ``async with``.

    No proxy, no environment, no cookies, no redirects, gzip alone, HTTP/1.1. A request with the
    extension ``{"guarded": True}`` reaches public addresses only; others, to what the owner
    configured, reach any. ``tls``, ``resolve`` and ``refuse`` stand in for certifi's authorities, the system's resolver
    and the refused addresses.
    """
    told = "".join(char for char in contact if " " <= char <= "~").strip()
    agent = f"{AGENT}/{version} (+{told})" if told else f"{AGENT}/{version}"
    tls = tls or httpx.create_ssl_context(trust_env=False)
    return httpx.AsyncClient(
        transport=Connections(tls, resolve, refuse),
        headers={"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "gzip"},
        cookies=_NoCookies(),
        follow_redirects=False,
        trust_env=False,
    )


class HttpFetcher:
    """Fetches pages with a client of ``open_client``; see ``Fetcher`` for what is promised.

    ``deadline`` is the time for connecting, asking and reading over all redirects; waiting for a
    turn at a host is not in it. robots.txt speaks for article pages alone.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        *,
        pause: timedelta = timedelta(seconds=1),
        deadline: timedelta = timedelta(seconds=60),
        largest: int = LARGEST,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client = client
        self._deadline = deadline.total_seconds()
        self._limits = Limits(largest)
        self._clock = clock
        self._politeness = Politeness(pause.total_seconds())
        self._robots = Robots()
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def get(self, request: Request) -> Fetched | NotModified:
        """Return the page, or that it is unchanged; raises ``FetchError`` and nothing else.

        An article that sends its readers on at once, in its markup, is followed there, once.
        """
        answer = await self._get(request)
        if request.purpose is Purpose.ARTICLE and isinstance(answer, Fetched):
            target = refresh_target(answer.page)
            if target is not None:
                return await self._get(replace(request, url=target))
        return answer

    async def sitemaps(self, url: str, *, allow_private: bool) -> tuple[str, ...]:
        """Return the sitemaps that the site's robots.txt names; raises ``FetchError``."""
        trip = Trip(url, ROBOTS_DEADLINE)
        async with self._turn(trip):
            return await self._robots.sitemaps(*self._rules_of(trip, guarded=not allow_private))

    async def _get(self, request: Request) -> Fetched | NotModified:
        trip = Trip(request.url, self._deadline)
        answer = None
        while answer is None:
            async with self._turn(trip):
                answer = await self._at_host(_host(trip.url), request, trip)
        if answer.status == 304:
            return self._unchanged(request, trip, answer)
        return self._page(request, trip, answer)

    @asynccontextmanager
    async def _turn(self, trip: Trip) -> AsyncIterator[None]:
        try:
            async with self._politeness.turn(_host(trip.url), _prefix(trip.url)):
                yield
        except HostRestsError as error:
            raise _resting(trip, error) from error

    async def _at_host(self, host: str, request: Request, trip: Trip) -> Answer | None:
        """Return the last answer, None when a redirect leads to another host."""
        guarded = not request.allow_private
        headers = [(b"Accept", ACCEPT[request.purpose]), *conditional(request.validators)]
        while _host(trip.url) == host:
            if request.purpose is Purpose.ARTICLE:
                await self._ask_robots(trip, guarded)
            answer = await self._within(trip, headers, guarded, self._limits)
            if not answer.redirects:
                self._refuse(trip, answer)
                return answer
            trip.follow(answer)
        return None

    async def _ask_robots(self, trip: Trip, guarded: bool) -> None:
        delay = await self._robots.delay(*self._rules_of(trip, guarded=guarded), trip.public_url)
        self._politeness.widen(_host(trip.url), delay)

    def _rules_of(self, trip: Trip, *, guarded: bool) -> tuple[tuple[str, bool], Read]:
        """Return whose robots.txt speaks where the trip stands, and how it is read."""
        origin = f"{trip.url.scheme}://{trip.url.netloc.decode('ascii')}"

        async def read() -> bytes | None:
            return await self._read_robots(f"{origin}/robots.txt", guarded)

        return (origin, guarded), read

    async def _read_robots(self, address: str, guarded: bool) -> bytes | None:
        """Return robots.txt, None when there is none; other hosts' turns are not awaited."""
        trip, limits = Trip(address, ROBOTS_DEADLINE), Limits(SIZE, cut=True)
        try:
            while (answer := await self._within(trip, [], guarded, limits)).redirects:
                trip.follow(answer)
            self._refuse(trip, answer)
        except FetchError as error:
            if error.permanent:
                return None
            raise
        return answer.body

    async def _within(
        self, trip: Trip, headers: list[tuple[bytes, bytes]], guarded: bool, limits: Limits
    ) -> Answer:
        """Ask within what is left of the trip's time; cancelling is safe with ``Connections``."""
        async with self._slots:
            began = time.monotonic()
            try:
                async with asyncio.timeout(trip.left):
                    return await exchange(
                        self._client,
                        trip,
                        headers,
                        guarded=guarded,
                        limits=limits,
                    )
            except TimeoutError as error:
                reason = f"no whole answer within {trip.seconds:g} s"
                raise trip.error(reason, unreached=True) from error
            finally:
                trip.left -= time.monotonic() - began

    def _refuse(self, trip: Trip, answer: Answer) -> None:
        """Raise ``FetchError`` unless the answer is a page or 'not modified'."""
        if answer.status in READ or answer.status == 304:
            return
        status = answer.status
        if answer.headers.get("cf-mitigated") == "challenge":
            raise trip.error("a challenge that asks for a human", permanent=True, status=403)
        reason = MEANING.get(status, f"the server answered with status {status}")
        error = trip.error(
            reason, permanent=400 <= status < 500 and status not in PASSING, status=status
        )
        error.retry_after = retry_after(answer.headers, self._clock())
        if status in {429, 503}:
            rest = error.retry_after or (BUSY if status == 429 else timedelta())
            self._politeness.rest(_host(trip.url), _prefix(trip.url), rest.total_seconds())
        raise error

    def _unchanged(self, request: Request, trip: Trip, answer: Answer) -> NotModified:
        """Return what a 304 means: its validators win, what it leaves out stays."""
        known, now = request.validators, self._clock()
        if not (known.etag or known.last_modified):
            raise trip.error("the server says 'not modified' to who never asked", status=304)
        told = validators_of(answer.headers, known.body_hash)
        kept = type(known)(
            told.etag or known.etag, told.last_modified or known.last_modified, known.body_hash
        )
        return NotModified(kept, trip.moved_to, fresh_for(answer.headers, now))

    def _page(self, request: Request, trip: Trip, answer: Answer) -> Fetched | NotModified:
        now, headers = self._clock(), answer.headers
        validators = validators_of(headers, hashlib.sha256(answer.body).hexdigest())
        fresh = fresh_for(headers, now)
        if validators.body_hash == request.validators.body_hash:
            return NotModified(validators, trip.moved_to, fresh)
        page = Page(trip.public_url, answer.body, headers.get("Content-Type"), now)
        return Fetched(page, validators, trip.moved_to, fresh)


def _host(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii").rstrip(".").lower()


def _prefix(url: httpx.URL) -> str:
    """Return the first part of the path: hosts of many publishers put one below each."""
    return url.path.lstrip("/").partition("/")[0]


def _resting(trip: Trip, error: HostRestsError) -> FetchError:
    left = timedelta(seconds=round(error.seconds))
    return FetchError(
        masked(trip.asked), f"the host asked to be left alone for {left}", retry_after=left
    )
