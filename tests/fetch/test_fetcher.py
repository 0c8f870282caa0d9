"""The fetcher against servers that answer well, badly and not at all."""

import asyncio
import gzip
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address

import pytest

from monitor.errors import FetchError
from monitor.fetch import Fetched, NotModified, Purpose, Request, Validators
from monitor.fetch.address import refusal
from monitor.fetch.http import HttpFetcher, open_client

pytestmark = pytest.mark.anyio

Headers = Mapping[str, str]
Serve = Callable[[Callable[[str, Headers], bytes | AsyncIterator[bytes]]], Awaitable[int]]
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NAMES = {"inside.test": "10.1.2.3", "rebound.test": "127.0.0.1"}


def reply(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    named = {"Content-Length": str(len(body))}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} said", *(f"{name}: {value}" for name, value in named.items())]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


async def resolve(host: str, port: int) -> Sequence[str]:
    return (NAMES.get(host, "127.0.0.1"),)


def only_this_machine(address: IPv4Address | IPv6Address) -> str | None:
    """Stand in for 'public': tests have no public server."""
    return None if address.is_loopback else refusal(address)


async def get(
    port: int,
    path: str = "/",
    *,
    host: str = "127.0.0.1",
    purpose: Purpose = Purpose.FEED,
    known: Validators | None = None,
    deadline: float = 20.0,
    largest: int = 1_000_000,
) -> Fetched | NotModified:
    async with open_client("me@example.org", "1.2.3", resolve=resolve) as client:
        fetcher = HttpFetcher(
            client,
            pause=timedelta(milliseconds=1),
            deadline=timedelta(seconds=deadline),
            largest=largest,
            clock=lambda: NOW,
        )
        asked = Request(f"http://{host}:{port}{path}", purpose, known or Validators(), True)
        return await fetcher.get(asked)


async def failure(port: int, path: str = "/", **how: float) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await get(port, path, deadline=how.get("deadline", 20.0), largest=100_000)
    assert "\n" not in str(caught.value)
    return caught.value


async def test_a_page_comes_with_its_validators_and_freshness(serve: Serve) -> None:
    asked: list[Headers] = []

    def answer(path: str, headers: Headers) -> bytes:
        asked.append(headers)
        return reply(
            200,
            b"<rss/>",
            ETag='W/"a\xe9"',
            Last_Modified="Tue, 24 Nov 2026 11:00:00 GMT",
            Content_Type="text/xml; charset=gbk",
            Cache_Control="public, max-age=600",
            Age="60",
        )

    port = await serve(answer)
    got = await get(port, "/feed?x=1")
    assert isinstance(got, Fetched)
    assert got.page.url == f"http://127.0.0.1:{port}/feed?x=1"
    assert (got.page.body, got.page.content_type) == (b"<rss/>", "text/xml; charset=gbk")
    assert got.page.fetched_at == NOW
    assert got.validators.etag == 'W/"a\xe9"'
    assert got.validators.body_hash == sha256(b"<rss/>").hexdigest()
    assert got.fresh_for == timedelta(minutes=9)
    assert asked[0]["user-agent"] == "topic-monitor/1.2.3 (+me@example.org)"
    assert asked[0]["accept-encoding"] == "gzip"
    assert "if-none-match" not in asked[0]


async def test_a_304_keeps_what_it_leaves_out(serve: Serve) -> None:
    asked: list[Headers] = []

    def answer(path: str, headers: Headers) -> bytes:
        asked.append(headers)
        return b'HTTP/1.1 304 same\r\nETag: "new"\r\n\r\n'

    known = Validators('"ol\xe9d"', "Mon, 23 Nov 2026 11:00:00 GMT", "ab")
    got = await get(await serve(answer), known=known)
    assert got == NotModified(Validators('"new"', known.last_modified, "ab"))
    assert asked[0]["if-none-match"] == '"ol\xe9d"'
    assert asked[0]["if-modified-since"] == "Mon, 23 Nov 2026 11:00:00 GMT"


async def test_a_bare_304_keeps_everything(serve: Serve) -> None:
    known = Validators('"old"', "Mon, 23 Nov 2026 11:00:00 GMT", "ab")
    got = await get(await serve(lambda *_: b"HTTP/1.1 304 same\r\n\r\n"), known=known)
    assert got == NotModified(known)


async def test_the_same_bytes_are_not_modified_whatever_the_etag_says(serve: Serve) -> None:
    known = Validators('"1"', None, sha256(b"same").hexdigest())
    got = await get(await serve(lambda *_: reply(200, b"same", ETag='"2"')), known=known)
    assert got == NotModified(Validators('"2"', None, known.body_hash))


async def test_other_bytes_under_the_same_etag_are_a_new_page(serve: Serve) -> None:
    known = Validators('"1"', None, sha256(b"old").hexdigest())
    got = await get(await serve(lambda *_: reply(200, b"new", ETag='"1"')), known=known)
    assert isinstance(got, Fetched)
    assert got.page.body == b"new"


async def test_a_304_with_a_body_leaves_the_connection_usable(serve: Serve) -> None:
    known = Validators('"1"', None, "ab")
    said = b"HTTP/1.1 304 same\r\nContent-Length: 5\r\n\r\n<rss>"
    port = await serve(lambda *_: said)
    async with open_client("", resolve=resolve) as client:
        fetcher = HttpFetcher(client, pause=timedelta(milliseconds=1))
        asked = Request(f"http://127.0.0.1:{port}/", Purpose.FEED, known, True)
        assert [await fetcher.get(asked) for _ in range(3)] == [NotModified(known)] * 3


async def test_a_challenge_is_named_and_asked_again_no_sooner_than_a_refusal(serve: Serve) -> None:
    said = reply(503, b"<html>", cf_mitigated="challenge")
    error = await failure(await serve(lambda *_: said))
    assert (error.reason, error.status) == ("a challenge that asks for a human", 403)


async def test_a_304_that_nobody_asked_for_is_an_error(serve: Serve) -> None:
    error = await failure(await serve(lambda *_: b"HTTP/1.1 304 same\r\n\r\n"))
    assert error.status == 304


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "raw deflate", "identity"])
async def test_what_servers_call_compressed_is_read(serve: Serve, coding: str) -> None:
    text = b"news " * 1000
    raw = zlib.compressobj(wbits=-15)
    body = {
        "deflate": zlib.compress(text),
        "raw deflate": raw.compress(text) + raw.flush(),
        "identity": text,
    }.get(coding, gzip.compress(text))
    said = reply(200, body, Content_Encoding=coding.removeprefix("raw "))
    got = await get(await serve(lambda *_: said))
    assert isinstance(got, Fetched)
    assert got.page.body == text


async def test_what_says_that_it_is_too_large_is_not_read(serve: Serve) -> None:
    async def head() -> AsyncIterator[bytes]:
        yield b"HTTP/1.1 200 ok\r\nContent-Length: 100001\r\n\r\n"
        await asyncio.Event().wait()

    error = await failure(await serve(lambda *_: head()))
    assert error.reason == "larger than 100,000 bytes"


async def test_a_film_is_not_read(serve: Serve) -> None:
    error = await failure(await serve(lambda *_: reply(200, b"x", Content_Type="video/mp4")))
    assert error.reason == "not a page but video"
    assert error.permanent


async def test_a_bomb_is_cut_at_the_limit(serve: Serve) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    error = await failure(await serve(lambda *_: reply(200, bomb, Content_Encoding="gzip")))
    assert error.reason == "larger than 100,000 bytes"
    assert error.permanent


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (reply(200, b"x", Content_Encoding="br"), "not asked for (br)"),
        (reply(200, b"x", Content_Encoding="gzip, gzip"), "more than once"),
        (reply(200, b"plain text", Content_Encoding="gzip"), "damaged"),
        (reply(200, gzip.compress(b"abc" * 99)[:-4], Content_Encoding="gzip"), "cut short"),
        (reply(200, b"short", Content_Length="9", Connection="close"), "cut short"),
        (reply(200, b"x", Content_Length="-1"), "not valid HTTP"),
        (b"HTTP/1.1 200 ok\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", "not valid HTTP"),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "not valid HTTP"),
        (b"HTTP/1.1 200 ok\r\nX: " + b"y" * 300_000 + b"\r\n\r\n", "headers are too long"),
        (b"HTTP/1.1 200 ok\r\n" + b"X: y\r\n" * 100_000 + b"\r\n", "headers are too long"),
        (b"", "closed the connection without an answer"),
        (b"HTTP/1.1 100 wait\r\n\r\n" * 1000, "closed the connection without an answer"),
    ],
)
async def test_a_broken_answer_is_named(serve: Serve, said: bytes, reason: str) -> None:
    async def whole() -> AsyncIterator[bytes]:
        yield said

    error = await failure(await serve(lambda *_: whole()))
    assert reason in error.reason


@pytest.mark.parametrize(
    "start", [b"", b"HTTP/1.1 200 ok\r\nX: ", b"HTTP/1.1 200 ok\r\nContent-Length: 99999\r\n\r\n"]
)
async def test_a_drip_ends_at_the_total_deadline(serve: Serve, start: bytes) -> None:
    async def drip() -> AsyncIterator[bytes]:
        yield start or b"H"
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.Event().wait(), 0.02)
            yield b"a"

    port = await serve(lambda *_: drip())
    began = time.monotonic()
    error = await failure(port, deadline=0.3)
    assert time.monotonic() - began < 5
    # A server that speaks no HTTP may be found out before.
    assert "within 0.3 s" in error.reason or (not start and "not valid" in error.reason)
    assert not error.permanent


async def test_every_redirect_eats_from_the_same_deadline(serve: Serve) -> None:
    asked: list[str] = []

    async def slow(path: str) -> AsyncIterator[bytes]:
        asked.append(path)
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), 0.2)
        yield reply(302, Location="/again")

    error = await failure(await serve(lambda path, _: slow(path)), deadline=0.5)
    assert "within 0.5 s" in error.reason
    assert "/again" in error.reason
    assert 1 < len(asked) <= 3


async def test_redirects_are_followed_and_lasting_ones_told(serve: Serve) -> None:
    ways = {"/1": (301, "/2"), "/2": (308, "http://other.test:PORT/3"), "/3": (302, "4")}

    def answer(path: str, headers: Headers) -> bytes:
        if path not in ways:
            return reply(200, b"here")
        status, target = ways[path]
        return reply(status, b"moved", Location=target.replace("PORT", str(port)))

    port = await serve(answer)
    got = await get(port, "/1")
    assert isinstance(got, Fetched)
    assert got.page.url == f"http://other.test:{port}/4"
    assert got.moved_to == f"http://other.test:{port}/3"


async def test_a_passing_redirect_moves_nothing(serve: Serve) -> None:
    ways = {"/1": (302, "/2"), "/2": (301, "/3")}
    port = await serve(
        lambda path, _: (
            reply(ways[path][0], Location=ways[path][1]) if path in ways else reply(200, b"x")
        )
    )
    got = await get(port, "/1")
    assert got.moved_to is None


async def test_a_redirect_loop_ends_after_five(serve: Serve) -> None:
    asked: list[str] = []

    def answer(path: str, headers: Headers) -> bytes:
        asked.append(path)
        return reply(301, Location="/again")

    error = await failure(await serve(answer))
    assert "more than 5 redirects" in error.reason
    assert error.permanent
    assert len(asked) == 6


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://a.test/", "javascript:alert(1)", "http://", "", "//]["],
)
async def test_a_redirect_out_of_the_web_is_refused(serve: Serve, target: str) -> None:
    error = await failure(await serve(lambda *_: reply(302, Location=target)))
    assert "redirect" in error.reason


@pytest.mark.parametrize(
    "target",
    ["http://inside.test/", "http://169.254.169.254/latest/", "http://[::ffff:10.0.0.1]/"],
)
async def test_a_redirect_to_a_private_address_is_refused(serve: Serve, target: str) -> None:
    port = await serve(lambda *_: reply(302, Location=target))
    async with open_client("", resolve=resolve, refuse=only_this_machine) as client:
        fetcher = HttpFetcher(client, pause=timedelta(milliseconds=1))
        with pytest.raises(FetchError, match="refused") as caught:
            await fetcher.get(Request(f"http://127.0.0.1:{port}/", Purpose.FEED))
    assert caught.value.permanent
    assert "redirected to http" in caught.value.reason


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(401, True), (403, True), (404, True), (410, True), (451, True), (408, False), (500, False)],
)
async def test_a_status_says_whether_to_ask_again(
    serve: Serve, status: int, permanent: bool
) -> None:
    error = await failure(await serve(lambda *_: reply(status, b"no")))
    assert (error.status, error.permanent) == (status, permanent)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Tue, 24 Nov 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("999999999", timedelta(days=1)),
        ("Tue, 24 Nov 2020 12:10:00 GMT", None),
        ("soon", None),
    ],
)
async def test_retry_after_is_passed_on(serve: Serve, value: str, wait: timedelta | None) -> None:
    error = await failure(await serve(lambda *_: reply(503, Retry_After=value)))
    assert error.retry_after == wait
    assert not error.permanent


async def test_credentials_stay_at_their_origin_and_out_of_what_is_told(serve: Serve) -> None:
    asked: dict[str, Headers] = {}

    def answer(path: str, headers: Headers) -> bytes:
        asked[path] = headers
        ways = {"/1": "/2", "/2": f"http://other.test:{port}/3"}
        return reply(301, Location=ways[path]) if path in ways else reply(200, b"x")

    port = await serve(answer)
    got = await get(port, "/1", host="me:hush@127.0.0.1")
    assert isinstance(got, Fetched)
    assert "authorization" in asked["/1"]
    assert "authorization" in asked["/2"]
    assert "authorization" not in asked["/3"]
    assert "hush" not in repr(got)
    assert got.moved_to is None


async def test_no_text_of_an_error_holds_a_secret(serve: Serve) -> None:
    port = await serve(lambda *_: reply(302, Location="http://a:hush@other.test:1/?token=hush"))
    with pytest.raises(FetchError) as caught:
        await get(port, "/?api_key=hush&q=news", host="me:hush@127.0.0.1")
    assert "hush" not in str(caught.value)
    assert "q=news" in str(caught.value)


async def test_cookies_are_not_kept(serve: Serve) -> None:
    asked: list[Headers] = []

    def answer(path: str, headers: Headers) -> bytes:
        asked.append(headers)
        if path == "/":
            return reply(302, Location="/b", Set_Cookie="id=1; Path=/")
        return reply(200, b"x", Set_Cookie="id=2; Path=/")

    await get(await serve(answer))
    assert len(asked) == 2
    assert not any("cookie" in headers for headers in asked)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "ftp://a/",
        "http://",
        "http://a:99999999/",
        "http://\ud800/",
        "http://xn--a/",
    ],
)
async def test_an_unusable_address_is_a_fetch_error(url: str) -> None:
    async with open_client("") as client:
        with pytest.raises(FetchError) as caught:
            await HttpFetcher(client).get(Request(url, Purpose.FEED))
    assert caught.value.permanent
