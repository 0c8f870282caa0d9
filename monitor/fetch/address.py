"""host -> connection, to the very address that was checked, and to no private one unasked."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from threading import Thread

import httpcore

SocketOption = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
Refusal = Callable[[IPv4Address | IPv6Address], str | None]

ATTEMPTS = 4  # addresses of one host that are tried
RESOLVERS = 8  # lookups at once

# The special-purpose registries of IANA. ``ipaddress.is_global`` of Python 3.11 lets pass
# 192.88.99.0/24, 2002::/16, 64:ff9b:1::/48, fec0::/10 and multicast, hence an own list.
REFUSED: tuple[tuple[IPv4Network | IPv6Network, str], ...] = tuple(
    (ip_network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "an unspecified address"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "behind carrier-grade NAT"),
        ("127.0.0.0/8", "this machine (loopback)"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "an address for documentation"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "an address for benchmarks"),
        ("198.51.100.0/24", "an address for documentation"),
        ("203.0.113.0/24", "an address for documentation"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
        ("::/128", "an unspecified address"),
        ("::1/128", "this machine (loopback)"),
        ("::ffff:0:0/96", "an IPv4-mapped address"),
        ("::/96", "an IPv4-compatible address"),
        ("64:ff9b::/96", "a NAT64 address"),
        ("64:ff9b:1::/48", "a NAT64 address"),
        ("2001::/32", "a Teredo address"),
        ("2001::/23", "a reserved address"),
        ("2001:db8::/32", "an address for documentation"),
        ("2002::/16", "a 6to4 address"),
        ("3fff::/20", "an address for documentation"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a site-local address"),
        ("ff00::/8", "a multicast address"),
    )
)
GLOBAL_UNICAST = IPv6Network("2000::/3")  # all of IPv6 that is given out


class RefusedAddressError(httpcore.ConnectError):
    """A host has no address but such as must not be reached."""


def refusal(address: IPv4Address | IPv6Address) -> str | None:
    """Return what forbids connecting to an address, None when it is public."""
    for network, kind in REFUSED:
        if address.version == network.version and address in network:
            return kind
    if isinstance(address, IPv6Address) and address not in GLOBAL_UNICAST:
        return "a reserved address"
    return None


class Resolver:
    """Asks the system's resolver, which blocks, on few threads of its own.

    They are daemons: a lookup that hangs keeps neither the articles' threads nor the exit waiting.
    """

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(RESOLVERS)

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """Return the addresses of a host in the system's order; raises ``OSError``."""
        await self._free.acquire()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[tuple[str, ...]] = loop.create_future()

        def tell(found: tuple[str, ...] | OSError | UnicodeError) -> None:
            self._free.release()
            if answer.cancelled():
                return
            if isinstance(found, tuple):
                answer.set_result(found)
            else:
                answer.set_exception(found)

        def look_up() -> None:
            found = _addresses_of(host, port)
            with suppress(RuntimeError):  # the loop ended meanwhile
                loop.call_soon_threadsafe(tell, found)

        Thread(target=look_up, name="resolve", daemon=True).start()
        return await answer


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Resolves once, drops what is refused, connects to the very address it checked.

    Raises ``RefusedAddressError`` when nothing is left.
    """

    def __init__(self, resolve: Resolve, refuse: Refusal) -> None:
        self._resolve = resolve
        self._refuse = refuse
        self._plain = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that answers, each within its share of the time."""
        addresses = (await self._addresses(host, port, timeout))[:ATTEMPTS]
        share = None if timeout is None else timeout / len(addresses)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in addresses:
            try:
                stream = await self._plain.connect_tcp(
                    str(address), port, share, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = failure or error
            else:
                return _Connected(stream)
        raise failure or httpcore.ConnectError("no address")

    async def _addresses(
        self,
        host: str,
        port: int,
        timeout: float | None,  # noqa: ASYNC109
    ) -> list[IPv4Address | IPv6Address]:
        try:
            async with asyncio.timeout(timeout):
                literal = _literal(host)
                texts = [literal] if literal else await self._resolve(host, port)
                found = [ip_address(text) for text in texts]
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except (OSError, ValueError) as error:  # an impossible name is a UnicodeError
            raise httpcore.ConnectError(str(error)) from error
        if not found:
            raise httpcore.ConnectError("no address")
        public = [address for address in found if self._refuse(address) is None]
        if not public:
            named = str(found[0]) if _literal(host) else f"{host} is at {found[0]}"
            raise RefusedAddressError(f"{named}, which is {self._refuse(found[0])}")
        return public


class _Connected(httpcore.AsyncNetworkStream):
    """A connection that a cancelled handshake does not leave open."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        try:
            return await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            await self._stream.aclose()
            raise

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _literal(host: str) -> str | None:
    try:
        return str(ip_address(host.strip("[]")))
    except ValueError:
        return None


def _addresses_of(host: str, port: int) -> tuple[str, ...] | OSError | UnicodeError:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        return error
    return tuple(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))
