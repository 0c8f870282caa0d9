"""address -> answer: one request, its whole body, and where a redirect leads."""

from contextlib import suppress
from dataclasses import dataclass

import httpx

from monitor.errors import FetchError
from monitor.fetch.body import BodyError, Inflater, UnwantedError, coding_of, too_large
from monitor.fetch.reasons import is_refusal, is_silence, masked, reason_of

CONNECT = 10.0  # seconds for a connection; all else is bounded by the total deadline
SILENCE = 30.0  # seconds without a byte
TIMEOUT = httpx.Timeout(SILENCE, connect=CONNECT)
REDIRECTS = 5
MOVED = frozenset({301, 302, 303, 307, 308})
MOVED_FOR_GOOD = frozenset({301, 308})
READ = frozenset({200, 203})  # whose body is the page
NO_TEXT = ("audio/", "font/", "image/", "video/")
DRAINED = 16_384  # bytes of other answers' bodies read so that the connection can stay open


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said; ``body`` is inflated, and empty unless the status is 200 or 203."""

    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def redirects(self) -> bool:
        """Whether the page is elsewhere."""
        return self.status in MOVED


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost; with ``cut`` a longer body ends at the limit."""

    body: int
    cut: bool = False


class Trip:
    """The way of one request over its redirects, within one budget of seconds."""

    def __init__(self, asked: str, seconds: float) -> None:
        self.asked = asked
        self.url = parse(asked)
        self.seconds = seconds
        self.left = seconds
        self.moved_to: str | None = None
        self._hops = 0
        self._for_good = True

    def follow(self, answer: Answer) -> None:
        """Go where a redirect leads; raises ``FetchError`` on a bad or the sixth one.

        The user and password of the address go along to the same origin only.
        """
        self._hops += 1
        if self._hops > REDIRECTS:
            raise self.error(f"more than {REDIRECTS} redirects", permanent=True)
        target = self._target(answer).copy_with(userinfo=b"", fragment=None)
        self._for_good = self._for_good and answer.status in MOVED_FOR_GOOD
        secret = self.url.userinfo
        if secret and _origin(target) == _origin(self.url):
            target = target.copy_with(userinfo=secret)
        self.url = target
        if self._for_good and not parse(self.asked).userinfo:
            self.moved_to = self.public_url

    @property
    def public_url(self) -> str:
        """Where the trip is, without user and password."""
        return str(self.url.copy_with(userinfo=b"", fragment=None))

    def error(
        self,
        reason: str,
        *,
        permanent: bool = False,
        status: int | None = None,
        unreached: bool = False,
    ) -> FetchError:
        """Return the failure of this trip, naming where it is when that is not where it began."""
        if self._hops:
            reason = f"{reason} (redirected to {masked(str(self.url))})"
        return FetchError(
            masked(self.asked), reason, permanent=permanent, status=status, unreached=unreached
        )

    def _target(self, answer: Answer) -> httpx.URL:
        text = answer.headers.get("Location", "").strip()
        if not text:
            raise self.error("redirected to nowhere", status=answer.status)
        try:
            target = self.url.join(text)
            web = _is_web(target)
        except (httpx.InvalidURL, ValueError) as error:
            raise self.error("redirected to an impossible address", permanent=True) from error
        if not web:
            raise self.error("redirected to something that is no web page", permanent=True)
        return target


def parse(address: str) -> httpx.URL:
    """Return an http or https address as a value; raises ``FetchError`` on any other."""
    try:
        url = httpx.URL(address)
        web = _is_web(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise _unusable(address) from error
    if not web:
        raise _unusable(address)
    return url.copy_with(fragment=None) if url.fragment else url


async def exchange(
    client: httpx.AsyncClient,
    trip: Trip,
    headers: list[tuple[bytes, bytes]],
    *,
    guarded: bool,
    limits: Limits,
) -> Answer:
    """Ask once, where the trip stands; redirects are not followed, time is not measured.

    Raises ``FetchError``. The body is taken as it comes and inflated here, so that it is cut at
    the limit before it fills the memory.
    """
    try:
        request = client.build_request(
            "GET", trip.url, headers=headers, timeout=TIMEOUT, extensions={"guarded": guarded}
        )
        reply = await client.send(request, stream=True)
        try:
            body = await _read(reply, limits)
        finally:
            await reply.aclose()
    except BodyError as error:
        raise trip.error(str(error), permanent=isinstance(error, UnwantedError)) from error
    except httpx.InvalidURL as error:  # the client looks ahead to where it is sent
        raise trip.error("redirected to an impossible address", permanent=True) from error
    except httpx.HTTPError as error:
        raise trip.error(
            reason_of(error), permanent=is_refusal(error), unreached=is_silence(error)
        ) from error
    return Answer(reply.status_code, reply.headers, body)


async def _read(reply: httpx.Response, limits: Limits) -> bytes:
    if reply.status_code not in READ:
        return await _drain(reply)
    _check(reply.headers, limits)
    coding = coding_of(reply.headers.get("Content-Encoding"))
    inflater = Inflater(coding, limits.body, cut=limits.cut)
    async for chunk in reply.aiter_raw():
        inflater.feed(chunk)
        if inflater.full:
            break
    return inflater.finish()


def _check(headers: httpx.Headers, limits: Limits) -> None:
    """Raise ``UnwantedError`` for what is not worth reading."""
    kind = headers.get("Content-Type", "").strip().lower()
    if kind.startswith(NO_TEXT):
        raise UnwantedError(f"not a page but {kind.partition('/')[0]}")
    if not limits.cut and (_length(headers) or 0) > limits.body:
        raise too_large(limits.body)


async def _drain(reply: httpx.Response) -> bytes:
    length = _length(reply.headers)
    if reply.status_code == 304 or (length is not None and length <= DRAINED):
        with suppress(httpx.TransportError):
            async for _ in reply.aiter_raw():
                pass
    return b""


def _length(headers: httpx.Headers) -> int | None:
    text = headers.get("Content-Length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _is_web(url: httpx.URL) -> bool:
    """Say whether it can be asked for over HTTP; raises ``ValueError`` on an impossible host."""
    port = 80 if url.port is None else url.port
    return url.scheme in {"http", "https"} and bool(url.host) and 0 < port < 65_536


def _unusable(address: str) -> FetchError:
    return FetchError(masked(address), "not a usable http or https address", permanent=True)
