"""One at a time per host, in order, with a pause; and robots.txt."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import timedelta
from itertools import pairwise

import pytest

from monitor.errors import FetchError
from monitor.fetch import Fetched, Purpose, Request
from monitor.fetch.http import HttpFetcher, open_client
from monitor.fetch.politeness import HostRestsError, Politeness

pytestmark = pytest.mark.anyio

Serve = Callable[[Callable[[str, Mapping[str, str]], bytes | AsyncIterator[bytes]]], Awaitable[int]]
OK = b"HTTP/1.1 200 ok\r\nContent-Length: 1\r\n\r\nx"
BUSY = b"HTTP/1.1 429 busy\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n"


async def test_one_host_is_asked_one_thing_at_a_time_in_order() -> None:
    polite, inside, order = Politeness(0.005), 0, []

    async def visit(number: int) -> None:
        nonlocal inside
        async with polite.turn("a.test"):
            inside += 1
            assert inside == 1
            order.append((number, time.monotonic()))
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(visit(number) for number in range(5)))
    assert [number for number, _ in order] == [0, 1, 2, 3, 4]
    gaps = [later - sooner for (_, sooner), (_, later) in pairwise(order)]
    assert min(gaps) >= 0.0049


async def test_hosts_do_not_wait_for_each_other() -> None:
    polite = Politeness(3600.0)
    async with polite.turn("a.test"), polite.turn("b.test"):
        assert len(polite) == 2


async def test_who_is_cancelled_while_waiting_gives_way() -> None:
    polite = Politeness(0.0)

    async def visit() -> bool:
        async with polite.turn("a.test"):
            return True

    async with polite.turn("a.test"):
        first, second = asyncio.create_task(visit()), asyncio.create_task(visit())
        await asyncio.sleep(0)
        first.cancel()
    assert await second
    assert first.cancelled() or first.cancelling()
    await asyncio.gather(first, return_exceptions=True)


async def test_a_host_that_asked_for_rest_turns_everybody_away_at_once() -> None:
    polite = Politeness(0.0)

    async def visit() -> None:
        async with polite.turn("a.test"):
            await asyncio.sleep(0)  # the others queue up meanwhile
            polite.rest("a.test", "", 600.0)

    told = await asyncio.gather(*(visit() for _ in range(3)), return_exceptions=True)
    assert told[0] is None
    assert all(isinstance(error, HostRestsError) and error.seconds > 500 for error in told[1:])


async def test_hosts_at_rest_are_forgotten() -> None:
    now = 0.0
    polite = Politeness(1.0, lanes=10, clock=lambda: now)
    for number in range(100):
        async with polite.turn(f"{number}.test"):
            now += 2.0
    assert len(polite) <= 10


async def test_memory_stays_bounded_even_when_all_hosts_want_rest() -> None:
    polite = Politeness(1.0, lanes=10)
    for number in range(100):
        polite.rest(f"{number}.test", "", 1000.0 - number)
    assert len(polite) <= 10


async def fetch(
    port: int, *paths: str, purpose: Purpose = Purpose.ARTICLE
) -> list[Fetched | FetchError]:
    """Fetch one after another with one fetcher; what fails is returned."""
    outcomes: list[Fetched | FetchError] = []
    async with open_client("") as client:
        fetcher = HttpFetcher(
            client, pause=timedelta(milliseconds=1), deadline=timedelta(seconds=5)
        )
        for path in paths:
            url = f"http://127.0.0.1:{port}{path}"
            try:
                got = await fetcher.get(Request(url, purpose, allow_private=True))
            except FetchError as error:
                outcomes.append(error)
            else:
                assert isinstance(got, Fetched)
                outcomes.append(got)
    return outcomes


def robots(text: str, asked: list[str]) -> Callable[[str, Mapping[str, str]], bytes]:
    def answer(path: str, headers: Mapping[str, str]) -> bytes:
        asked.append(path)
        if path != "/robots.txt":
            return OK
        body = text.encode()
        return b"HTTP/1.1 200 ok\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)

    return answer


async def test_robots_txt_is_asked_once_and_obeyed(serve: Serve) -> None:
    asked: list[str] = []
    text = "\ufeffUser-agent: *\nDisallow: /private/\nAllow: /private/open\n"
    port = await serve(robots(text, asked))
    allowed, refused, opened = await fetch(port, "/a", "/private/b?token=hush", "/private/open")
    assert isinstance(allowed, Fetched)
    assert isinstance(refused, FetchError)
    assert refused.permanent
    assert "robots.txt" in refused.reason
    assert "hush" not in str(refused)
    assert isinstance(opened, Fetched)
    assert asked == ["/robots.txt", "/a", "/private/open"]


async def test_feeds_are_not_robots_business(serve: Serve) -> None:
    asked: list[str] = []
    port = await serve(robots("User-agent: *\nDisallow: /\n", asked))
    (got,) = await fetch(port, "/feed", purpose=Purpose.FEED)
    assert isinstance(got, Fetched)
    assert asked == ["/feed"]


async def test_the_group_with_our_name_wins(serve: Serve) -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: Topic-Monitor/2\nDisallow: /no\n"
    port = await serve(robots(text, []))
    yes, no = await fetch(port, "/yes", "/no")
    assert isinstance(yes, Fetched)
    assert isinstance(no, FetchError)


@pytest.mark.parametrize("status", [b"301", b"302"])
async def test_a_redirect_is_held_to_robots_txt_too(serve: Serve, status: bytes) -> None:
    def answer(path: str, headers: Mapping[str, str]) -> bytes:
        if path == "/open":
            return b"HTTP/1.1 %b so\r\nLocation: /shut\r\nContent-Length: 0\r\n\r\n" % status
        return robots("User-agent: *\nDisallow: /shut\n", [])(path, headers)

    (got,) = await fetch(await serve(answer), "/open")
    assert isinstance(got, FetchError)
    assert "robots.txt" in got.reason


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False)])
async def test_a_missing_robots_txt_allows_and_a_failing_one_postpones(
    serve: Serve, status: int, allowed: bool
) -> None:
    asked: list[str] = []

    def answer(path: str, headers: Mapping[str, str]) -> bytes:
        asked.append(path)
        said = b"HTTP/1.1 %d no\r\nContent-Length: 0\r\n\r\n" % status
        return said if path == "/robots.txt" else OK

    one, two = await fetch(await serve(answer), "/1", "/2")
    assert isinstance(one, Fetched) == isinstance(two, Fetched) == allowed
    assert asked.count("/robots.txt") == 1
    if isinstance(one, FetchError):
        assert not one.permanent
        assert one.retry_after


async def test_a_429_pauses_its_part_of_the_host_and_a_second_one_the_whole(serve: Serve) -> None:
    asked: list[str] = []

    def answer(path: str, headers: Mapping[str, str]) -> bytes:
        asked.append(path)
        return OK if path.startswith("/c/") else BUSY

    paths = ("/a/1", "/a/2", "/c/1", "/b/1", "/c/2")
    told = await fetch(await serve(answer), *paths, purpose=Purpose.FEED)
    assert asked == ["/a/1", "/c/1", "/b/1"]
    assert isinstance(told[2], Fetched)
    for refused in (told[1], told[4]):
        assert isinstance(refused, FetchError)
        assert refused.retry_after is not None
        assert timedelta(minutes=59) < refused.retry_after <= timedelta(hours=1)
        assert "left alone" in refused.reason


async def test_two_fetches_at_one_host_never_overlap(serve: Serve) -> None:
    under_way, most = 0, 0

    async def slow() -> AsyncIterator[bytes]:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        for byte in OK:
            yield bytes([byte])
        under_way -= 1

    port = await serve(lambda *_: slow())
    async with open_client("") as client:
        fetcher = HttpFetcher(client, pause=timedelta(milliseconds=1))
        url = f"http://127.0.0.1:{port}/"
        asked = Request(url, Purpose.FEED, allow_private=True)
        await asyncio.gather(*(fetcher.get(asked) for _ in range(8)))
    assert most == 1


async def test_the_sitemaps_that_robots_txt_names_are_found(serve: Serve) -> None:
    asked: list[str] = []

    def answer(path: str, headers: Mapping[str, str]) -> bytes:
        asked.append(path)
        body = b"User-agent: *\nDisallow: /\nSitemap: https://a.test/news.xml\n"
        return b"HTTP/1.1 200 ok\r\nContent-Length: %d\r\n\r\n" % len(body) + body

    port = await serve(answer)
    async with open_client("") as client:
        fetcher = HttpFetcher(client, pause=timedelta(milliseconds=1))
        for _ in range(2):
            found = await fetcher.sitemaps(f"http://127.0.0.1:{port}/feed", allow_private=True)
            assert found == ("https://a.test/news.xml",)
        guarded = await fetcher.sitemaps(f"http://127.0.0.1:{port}/feed", allow_private=False)
        assert guarded == ()
    assert asked == ["/robots.txt"]
