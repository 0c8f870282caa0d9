"""httpx request -> httpx response, over connections that survive cancellation.

httpcore's pool loses a slot for ever when a request is cancelled at the wrong moment, and slows
down with every idle connection. One host is asked one thing at a time here, so a pool is more
than is needed: a request takes the idle connection of its origin or opens one, and gives it back.
"""

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import httpcore
import httpx

from monitor.fetch.address import CheckedBackend, Refusal, Resolve, Resolver, refusal

IDLE = 10  # connections kept open
KEPT_FOR = 15.0  # seconds
REPEATABLE = frozenset({"GET", "HEAD"})

# Most specific first, as httpx's own transport translates them.
TRANSLATED: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    (httpcore.ConnectTimeout, httpx.ConnectTimeout),
    (httpcore.ReadTimeout, httpx.ReadTimeout),
    (httpcore.WriteTimeout, httpx.WriteTimeout),
    (httpcore.TimeoutException, httpx.ReadTimeout),
    (httpcore.ConnectError, httpx.ConnectError),
    (httpcore.WriteError, httpx.WriteError),
    (httpcore.NetworkError, httpx.ReadError),
    (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol),
    (httpcore.LocalProtocolError, httpx.LocalProtocolError),
    (httpcore.ProtocolError, httpx.RemoteProtocolError),
    (OSError, httpx.ReadError),  # ssl.SSLError among them: httpcore lets it through while reading
    (UnicodeError, httpx.ConnectError),  # a host name that no certificate can hold
)
ALL_TRANSLATED = tuple(found for found, _ in TRANSLATED)


class _Key(NamedTuple):
    guarded: bool
    scheme: bytes
    host: bytes
    port: int


class Connections(httpx.AsyncBaseTransport):
    """Sends over HTTP/1.1; keeps few connections, raises ``httpx.TransportError`` alone.

    A request with the extension ``guarded`` reaches public addresses only. A request that may be
    sent twice does so once when a kept connection turns out dead; any other gets a fresh one,
    since nobody could say whether it had arrived.
    """

    def __init__(
        self,
        tls: ssl.SSLContext,
        resolve: Resolve | None = None,
        refuse: Refusal = refusal,
    ) -> None:
        self._tls = tls
        resolve = resolve or Resolver()
        self._keep = IDLE
        self._backends = {
            True: CheckedBackend(resolve, refuse),
            False: CheckedBackend(resolve, lambda _: None),
        }
        self._idle: OrderedDict[_Key, httpcore.AsyncHTTPConnection] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the connection is given back when the response is closed."""
        url = request.url
        port = url.port or (443 if url.scheme == "https" else 80)
        key = _Key(bool(request.extensions.get("guarded")), url.raw_scheme, url.raw_host, port)
        sent = httpcore.Request(
            request.method,
            httpcore.URL(scheme=key.scheme, host=key.host, port=port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=dict(request.extensions),
        )
        with _translated():
            connection, response = await self._send(key, sent, request.method in REPEATABLE)
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(self, key, connection, response),
            extensions=response.extensions,
        )

    async def give_back(self, key: _Key, connection: httpcore.AsyncHTTPConnection) -> None:
        """Keep a connection for the next request to its origin, or close it."""
        if not connection.is_idle() or key in self._idle:
            await connection.aclose()
            return
        self._idle[key] = connection
        if len(self._idle) > self._keep:
            _, oldest = self._idle.popitem(last=False)
            await oldest.aclose()

    async def aclose(self) -> None:
        """Close what is idle, and keep nothing from now on."""
        self._keep = 0
        while self._idle:
            _, connection = self._idle.popitem()
            await connection.aclose()

    async def _send(
        self, key: _Key, request: httpcore.Request, repeatable: bool
    ) -> tuple[httpcore.AsyncHTTPConnection, httpcore.Response]:
        if repeatable and (kept := await self._take(key)) is not None:
            try:
                return kept, await _ask(kept, request)
            except (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError):
                pass  # it was dead already
        origin = httpcore.Origin(key.scheme, key.host, key.port)
        fresh = httpcore.AsyncHTTPConnection(
            origin,
            ssl_context=self._tls,
            keepalive_expiry=KEPT_FOR,
            network_backend=self._backends[key.guarded],
        )
        return fresh, await _ask(fresh, request)

    async def _take(self, key: _Key) -> httpcore.AsyncHTTPConnection | None:
        connection = self._idle.pop(key, None)
        if connection is not None and connection.has_expired():
            await connection.aclose()
            return None
        return connection


class _Body(httpx.AsyncByteStream):
    """The body of an answer, as it was sent."""

    def __init__(
        self,
        connections: Connections,
        key: _Key,
        connection: httpcore.AsyncHTTPConnection,
        response: httpcore.Response,
    ) -> None:
        self._connections = connections
        self._key = key
        self._connection = connection
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _translated():
            async for part in self._response.aiter_stream():
                yield part

    async def aclose(self) -> None:
        """Give the connection back, or close it when the answer was not read to its end."""
        with _translated():
            try:
                await self._response.aclose()
            except BaseException:
                await self._connection.aclose()
                raise
            await self._connections.give_back(self._key, self._connection)


async def _ask(
    connection: httpcore.AsyncHTTPConnection, request: httpcore.Request
) -> httpcore.Response:
    """Send on a connection that is closed whatever goes wrong, cancellation included."""
    try:
        return await connection.handle_async_request(request)
    except BaseException:
        await connection.aclose()
        raise


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except ALL_TRANSLATED as error:
        for found, said in TRANSLATED:
            if isinstance(error, found):
                raise said(str(error)) from error
        raise
