"""robots.txt over time: what is remembered, for how long, and hostile files."""

import asyncio
import time

import pytest

from monitor.errors import FetchError
from monitor.fetch.robots import AGENT, FRESH, STALE, Robots, parse_robots

ORIGIN = ("https://a.test", True)


class Site:
    """A robots.txt that changes, at a clock that is set."""

    def __init__(self, body: bytes | FetchError | None) -> None:
        self.body = body
        self.asked = 0
        self.now = 1000.0
        self.robots = Robots(kept=3, clock=lambda: self.now)

    async def read(self) -> bytes | None:
        self.asked += 1
        if isinstance(self.body, FetchError):
            raise self.body
        return self.body

    def delay(self, path: str = "/x", origin: tuple[str, bool] = ORIGIN) -> float:
        return asyncio.run(self.robots.delay(origin, self.read, f"https://a.test{path}"))


def test_a_copy_is_used_for_a_day() -> None:
    site = Site(b"User-agent: *\nDisallow:\n")
    site.delay()
    site.now += FRESH - 1
    site.delay()
    assert site.asked == 1
    site.now += 2
    site.delay()
    assert site.asked == 2


def test_an_old_copy_stays_in_force_while_the_site_fails() -> None:
    site = Site(b"User-agent: *\nDisallow: /no\n")
    site.delay()
    site.body = FetchError("", "down")
    site.now += FRESH
    site.delay()
    with pytest.raises(FetchError, match="asks not to"):
        site.delay("/no")
    site.now += STALE
    with pytest.raises(FetchError, match="can't be read: down"):
        site.delay()


@pytest.mark.parametrize("unreached", [True, False])
def test_a_file_that_no_server_answered_for_may_be_our_own_line(unreached: bool) -> None:
    site = Site(FetchError("", "down", unreached=unreached))
    with pytest.raises(FetchError) as caught:
        site.delay()
    assert caught.value.unreached is unreached


def test_an_unreachable_file_is_tried_again_after_a_while() -> None:
    site = Site(FetchError("", "down"))
    for _ in range(3):
        with pytest.raises(FetchError, match="down"):
            site.delay()
    assert site.asked == 1
    site.body = None
    site.now += 601
    assert site.delay() == 0.0


def test_memory_is_bounded_and_the_least_used_goes_first() -> None:
    site = Site(None)
    for number in range(5):
        site.delay(origin=(f"https://{number}.test", True))
        site.delay(origin=("https://0.test", True))
    assert len(site.robots) == 3
    assert site.asked == 5


@pytest.mark.parametrize(
    ("line", "seconds"), [("3", 3.0), ("0.5", 0.5), ("86400", 10.0), ("-5", 0.0), ("nan", 0.0)]
)
def test_crawl_delay_is_honoured_up_to_a_bound(line: str, seconds: float) -> None:
    assert Site(f"User-agent: *\nCrawl-delay: {line}\n".encode()).delay() == seconds


def test_thousands_of_names_before_thousands_of_rules_stay_cheap() -> None:
    names = b"".join(b"User-agent: bot%d\n" % number for number in range(10_000))
    rules = b"".join(b"Disallow: /%d\n" % number for number in range(10_000))
    began = time.process_time()
    file = parse_robots(names + rules + b"User-agent: *\nDisallow: /no\n")
    assert not file.can_fetch("https://a.test/no", AGENT)
    assert file.can_fetch("https://a.test/5", AGENT)
    assert time.process_time() - began < 5


def test_wildcards_cannot_be_made_slow() -> None:
    file = parse_robots(b"User-agent: *\nDisallow: /" + b"*a" * 200 + b"b$\n")
    began = time.process_time()
    assert file.can_fetch("https://a.test/" + "a" * 5000, AGENT)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("body", [b"", b"\x00\xff\xfe", b"<html>not found</html>", b":\n" * 1000])
def test_nonsense_allows_everything(body: bytes) -> None:
    assert Site(body).delay() == 0.0
