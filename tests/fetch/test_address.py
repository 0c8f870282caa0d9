"""Addresses that are refused, and the connection to the one that was checked."""

import asyncio
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

import httpcore
import pytest

from monitor.fetch.address import CheckedBackend, RefusedAddressError, refusal

REFUSED = (
    "0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1 "
    "172.31.255.255 192.0.0.8 192.0.0.170 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 "
    "198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 "
    ":: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1 "
    "2001:db8::1 2002:7f00:1::1 3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%2 fec0::1 ff02::1 4000::1 "
)
PUBLIC = (
    "1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.0.1.1 198.17.0.1 198.20.0.1 "
    "223.255.255.255 2001:200::1 2606:4700::1111 2a00:1450:4001::1 2400:cb00::1 "
)


@pytest.mark.parametrize("text", REFUSED.split())
def test_what_is_not_public_is_refused(text: str) -> None:
    assert refusal(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC.split())
def test_what_is_public_is_allowed(text: str) -> None:
    assert refusal(ip_address(text)) is None


def lookup(*found: str) -> tuple[CheckedBackend, list[str]]:
    """Return a backend for which loopback is public, and a log of what it looked up."""
    asked: list[str] = []

    async def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return (found[0],) if len(asked) == 1 else found[1:]

    def refuse(address: IPv4Address | IPv6Address) -> str | None:
        return None if address == IPv4Address("127.0.0.1") else refusal(address)

    return CheckedBackend(resolve, refuse), asked


async def connected(backend: CheckedBackend, host: str) -> str:
    """Return where a connection ended up."""
    done = asyncio.Event()

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.transport.abort()
        done.set()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        stream = await backend.connect_tcp(host, port, 5.0)
        peer = stream.get_extra_info("server_addr")
        await stream.aclose()
        await done.wait()
    assert isinstance(peer, tuple)
    return str(peer[0])


def test_a_name_is_looked_up_once_so_it_cannot_be_rebound() -> None:
    backend, asked = lookup("127.0.0.1", "10.0.0.1")
    assert asyncio.run(connected(backend, "rebound.test")) == "127.0.0.1"
    assert asked == ["rebound.test"]


@pytest.mark.parametrize("private", ["10.0.0.1", "::ffff:127.0.0.1", "fe80::1%1", "127.0.0.2"])
def test_a_name_at_a_private_address_is_refused(private: str) -> None:
    backend, _ = lookup(private)
    with pytest.raises(RefusedAddressError, match=r"a\.test is at"):
        asyncio.run(backend.connect_tcp("a.test", 80))


def test_of_several_addresses_the_public_one_is_taken() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return ("10.0.0.1", "127.0.0.1", "::1")

    def refuse(address: IPv4Address | IPv6Address) -> str | None:
        return None if address == IPv4Address("127.0.0.1") else "private"

    backend = CheckedBackend(resolve, refuse)
    assert asyncio.run(connected(backend, "a.test")) == "127.0.0.1"


def test_an_address_that_does_not_answer_gives_way_to_the_next() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return ("127.0.0.9", "127.0.0.1")  # nobody listens at the first

    assert asyncio.run(connected(CheckedBackend(resolve, lambda _: None), "a.test")) == "127.0.0.1"


@pytest.mark.parametrize("found", [(), ("not an address",)])
def test_a_useless_lookup_is_a_failed_connection(found: tuple[str, ...]) -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return found

    with pytest.raises(httpcore.ConnectError):
        asyncio.run(CheckedBackend(resolve, refusal).connect_tcp("a.test", 80))


def test_a_lookup_that_hangs_is_a_timeout() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        return ()

    with pytest.raises(httpcore.ConnectTimeout):
        asyncio.run(CheckedBackend(resolve, refusal).connect_tcp("a.test", 80, 0.05))
