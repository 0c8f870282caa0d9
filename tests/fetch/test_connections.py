"""Connections: TLS, reuse, cancellation, and what may be sent twice."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import trustme

from monitor.errors import FetchError
from monitor.fetch import Fetched, NotModified, Purpose, Request, Validators
from monitor.fetch.http import HttpFetcher, open_client
from tests.conftest import Listen

pytestmark = pytest.mark.anyio

Serve = Callable[..., Awaitable[int]]
OK = b"HTTP/1.1 200 ok\r\nContent-Length: 1\r\n\r\nx"


async def resolve(host: str, port: int) -> Sequence[str]:
    return ("127.0.0.1",)


def server_tls(
    authority: trustme.CA,
    name: str = "a.test",
    not_before: datetime | None = None,
    not_after: datetime | None = None,
) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued = authority.issue_cert(name, not_before=not_before, not_after=not_after)
    issued.configure_cert(context)
    return context


def client_tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


async def get(url: str, tls: ssl.SSLContext) -> Fetched:
    async with open_client("", tls=tls, resolve=resolve) as client:
        fetcher = HttpFetcher(client, pause=timedelta(milliseconds=1))
        got = await fetcher.get(Request(url, Purpose.FEED, allow_private=True))
    assert isinstance(got, Fetched)
    return got


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


async def test_a_good_certificate_is_trusted(serve: Serve, authority: trustme.CA) -> None:
    port = await serve(lambda *_: OK, server_tls(authority))
    got = await get(f"https://a.test:{port}/", client_tls(authority))
    assert got.page.body == b"x"


async def test_http_may_lead_to_https(serve: Serve, authority: trustme.CA) -> None:
    secure = await serve(lambda *_: OK, server_tls(authority))
    move = f"HTTP/1.1 301 so\r\nLocation: https://a.test:{secure}/\r\nContent-Length: 0\r\n\r\n"
    port = await serve(lambda *_: move.encode())
    got = await get(f"http://a.test:{port}/", client_tls(authority))
    assert got.moved_to == f"https://a.test:{secure}/"


YESTERDAY = datetime.now(UTC) - timedelta(days=1)
TOMORROW = datetime.now(UTC) + timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "since", "until", "reason"),
    [
        ("b.test", None, None, "for another name"),
        ("a.test", None, YESTERDAY, "has expired"),
        ("a.test", TOMORROW, None, "not valid yet"),
    ],
)
async def test_a_wrong_certificate_is_named(
    serve: Serve,
    authority: trustme.CA,
    name: str,
    since: datetime | None,
    until: datetime | None,
    reason: str,
) -> None:
    port = await serve(lambda *_: OK, server_tls(authority, name, since, until))
    with pytest.raises(FetchError, match=reason) as caught:
        await get(f"https://a.test:{port}/", client_tls(authority))
    assert not caught.value.permanent


async def test_an_unknown_authority_is_not_trusted(serve: Serve, authority: trustme.CA) -> None:
    port = await serve(lambda *_: OK, server_tls(trustme.CA()))
    with pytest.raises(FetchError, match=r"unknown authority|not trusted|can't be verified"):
        await get(f"https://a.test:{port}/", client_tls(authority))


async def test_tls_that_is_cut_in_the_middle_is_an_error(
    serve: Serve, authority: trustme.CA
) -> None:
    async def cut() -> AsyncIterator[bytes]:
        yield b"HTTP/1.1 200 ok\r\nContent-Length: 99\r\n\r\nhalf"

    port = await serve(lambda *_: cut(), server_tls(authority))
    with pytest.raises(FetchError, match=r"cut short|lost") as caught:
        await get(f"https://a.test:{port}/", client_tls(authority))
    assert not caught.value.permanent


async def test_a_server_without_tls_is_named(listen: Listen, authority: trustme.CA) -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 bad\r\n\r\n")
        await writer.drain()
        await reader.read(10_000)

    port = await listen(greet)
    with pytest.raises(FetchError, match="does not speak TLS"):
        await get(f"https://a.test:{port}/", client_tls(authority))


async def test_a_connection_is_kept_and_a_dead_one_replaced(listen: Listen) -> None:
    opened, answered = 0, 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal opened, answered
        opened += 1
        for _ in range(2):  # then it hangs up on a connection that looked alive
            await reader.readuntil(b"\r\n\r\n")
            answered += 1
            writer.write(OK)
            await writer.drain()
        await reader.read(1)

    url = f"http://127.0.0.1:{await listen(talk)}/"
    async with open_client("") as client:
        for _ in range(5):
            assert (await client.get(url)).content == b"x"
    assert (opened, answered) == (3, 5)


async def test_redirects_and_304_stay_on_one_connection(listen: Listen) -> None:
    opened = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal opened
        opened += 1
        said = (
            b"HTTP/1.1 302 so\r\nLocation: /b\r\nContent-Length: 5\r\n\r\nmoved",
            b'HTTP/1.1 304 same\r\nETag: "1"\r\n\r\n',
            b"HTTP/1.1 404 no\r\nContent-Length: 2\r\n\r\nno",
            OK,
        )
        for answer in said:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
        await reader.read()

    url = f"http://127.0.0.1:{await listen(talk)}/"
    async with open_client("") as client:
        fetcher = HttpFetcher(client, pause=timedelta(milliseconds=1))
        asked = Request(url, Purpose.FEED, Validators('"1"'), allow_private=True)
        assert isinstance(await fetcher.get(asked), NotModified)
        with pytest.raises(FetchError):
            await fetcher.get(asked)
        assert isinstance(await fetcher.get(asked), Fetched)
    assert opened == 1


async def test_what_may_not_be_sent_twice_gets_a_fresh_connection(listen: Listen) -> None:
    opened = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal opened
        opened += 1
        while await reader.read(10_000):
            writer.write(OK)
            await writer.drain()

    url = f"http://127.0.0.1:{await listen(talk)}/"
    async with open_client("") as client:
        await client.get(url)
        await client.post(url, content=b"once")
        await client.post(url, content=b"once")
        await client.get(url)
    assert opened == 3


async def test_a_storm_of_cancellations_leaves_no_connection_open(listen: Listen) -> None:
    opened, now_open = 0, 0
    calm = asyncio.Event()
    calm.set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal opened, now_open
        opened += 1
        now_open += 1
        calm.clear()
        try:
            while await reader.read(10_000):
                writer.write(OK)
        finally:
            now_open -= 1
            if not now_open:
                calm.set()

    url = f"http://127.0.0.1:{await listen(talk)}/"
    async with open_client("") as client:
        for number in range(150):
            asked = asyncio.create_task(client.get(url))
            for _ in range(number % 30):
                await asyncio.sleep(0)
            asked.cancel()
            await asyncio.gather(asked, return_exceptions=True)
        assert (await client.get(url)).content == b"x"
    await asyncio.wait_for(calm.wait(), 10)
    assert opened > 1


async def test_a_handshake_that_is_given_up_leaves_no_connection_open(
    listen: Listen, authority: trustme.CA
) -> None:
    closed = asyncio.Event()

    async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(10_000):
            pass
        closed.set()

    url = f"https://a.test:{await listen(mute)}/"
    async with open_client("", tls=client_tls(authority), resolve=resolve) as client:
        fetcher = HttpFetcher(client, deadline=timedelta(milliseconds=200))
        with pytest.raises(FetchError, match=r"within 0\.2 s"):
            await fetcher.get(Request(url, Purpose.FEED, allow_private=True))
        await asyncio.wait_for(closed.wait(), 10)


@pytest.mark.parametrize(
    "host",
    "127.0.0.1 127.1 localhost 2130706433 0x7f.1 0177.0.0.1 0x7f000001 [::1] [::ffff:127.0.0.1] [::ffff:7f00:1]"
    " [64:ff9b::7f00:1] [2002:7f00:1::]".split(),
)
async def test_this_machine_is_refused_unless_allowed(serve: Serve, host: str) -> None:
    asked: list[str] = []

    def answer(path: str, headers: Mapping[str, str]) -> bytes:
        asked.append(path)
        return OK

    port = await serve(answer)
    async with open_client("") as client:
        fetcher = HttpFetcher(client)
        with pytest.raises(FetchError, match=r"refused|not a usable") as caught:
            await fetcher.get(Request(f"http://{host}:{port}/", Purpose.FEED))
    assert caught.value.permanent
    assert not asked


async def test_no_proxy_of_the_environment_is_used(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = await serve(lambda *_: OK)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert (await get(f"http://a.test:{port}/", ssl.create_default_context())).page.body == b"x"


async def test_a_refused_connection_is_named() -> None:
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    async with open_client("") as client:
        with pytest.raises(FetchError, match="refused"):
            await HttpFetcher(client).get(Request(url, Purpose.FEED, allow_private=True))
        with pytest.raises(httpx.ConnectError):
            await client.post(url)
