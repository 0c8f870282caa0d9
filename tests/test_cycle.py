"""From a feed to an alert over real HTTP and SQLite, with what goes wrong on the way."""

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from monitor.app import App, opened
from monitor.config import load
from monitor.cycle import Report
from monitor.store.records import records
from monitor.store.trail import trail

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
TODAY = format_datetime(NOW - timedelta(hours=1))

LAB = "Amazon shuts its AI lab in Shanghai"
LAB_PAGE = f"""<html><head><title>{LAB}</title></head><body><article><h1>{LAB}</h1>
<p>Amazon Web Services is closing its artificial intelligence research lab in Shanghai, people
who know the plan said on Thursday.</p>
<p>The lab, which opened in 2018, worked on machine learning, and about a dozen researchers will
be offered posts in other countries, a spokesperson for the company said.</p>
</article></body></html>"""

QUIET = "City council paints its bridges"
QUIET_PAGE = f"""<html><head><title>{QUIET}</title></head><body><article><h1>{QUIET}</h1>
<p>The council will repaint eleven bridges before the summer, and traffic will be led around the
works, an engineer told the newspaper on Monday morning.</p></article></body></html>"""


class Clock:
    """A time that the test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def rounds(office: Any, *steps: Callable[[Clock], None]) -> list[Report]:
    """Run a cycle and the outbox after each step; the clock moves only when a step says so."""
    clock = Clock()

    async def work() -> list[Report]:
        reports = []
        async with opened(load(office.config), clock) as app:
            for step in steps:
                step(clock)
                reports.append(await one(app))
        return reports

    async def one(app: App) -> Report:
        report = await app.cycle.run(app.sources["Gazette"])
        await app.outbox.send_due()
        return report

    return asyncio.run(work())


def stay(_clock: Clock) -> None:
    """Change nothing."""


def in_an_hour(clock: Clock) -> None:
    clock.now += timedelta(hours=1)


def publish_lab(newsroom: Any, date: str = TODAY) -> None:
    newsroom.publish_feed("/feed", [("/lab", LAB, date), ("/quiet", QUIET, date)])
    newsroom.publish("/lab", LAB_PAGE)
    newsroom.publish("/quiet", QUIET_PAGE)


def test_a_flagged_article_becomes_one_alert(
    newsroom: Any, office: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    publish_lab(newsroom)
    (report,) = rounds(office, stay)
    assert (report.new, report.read, report.flagged, report.error) == (2, 2, 1, None)
    shown = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert LAB in shown
    assert "Amazon" in shown
    assert "Shanghai" in shown
    with records(office.database) as asked:
        (story,) = asked.stories(topic=None, since=None, limit=9)
        assert (story.organisations, story.events) == (("Amazon",), ("closure",))
        assert asked.totals().deliveries == {"sent": 1}


def test_a_second_round_alerts_nothing_again(
    newsroom: Any, office: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    publish_lab(newsroom)
    _, second = rounds(office, stay, lambda _: publish_lab(newsroom))
    assert (second.new, second.read) == (0, 0)
    assert capsys.readouterr().out.count(newsroom.root + "/lab") >= 1
    with records(office.database) as asked:
        assert asked.totals().deliveries == {"sent": 1}


def test_a_restart_alerts_nothing_again(newsroom: Any, office: Any) -> None:
    publish_lab(newsroom)
    rounds(office, stay)
    rounds(office, stay)
    with records(office.database) as asked:
        assert asked.totals().deliveries == {"sent": 1}


def test_old_news_is_stored_and_shown_and_not_alerted(newsroom: Any, office: Any) -> None:
    publish_lab(newsroom, format_datetime(NOW - timedelta(days=30)))
    (report,) = rounds(office, stay)
    assert report.flagged == 1
    with records(office.database) as asked:
        (story,) = asked.stories(topic=None, since=None, limit=9)
        assert asked.totals().deliveries == {}
    assert story.alerts == "no alert: 30 days old, alerts.max_age is 2 days"


def test_undated_news_of_a_first_poll_is_not_alerted_and_that_of_a_later_one_is(
    newsroom: Any, office: Any
) -> None:
    newsroom.publish_feed("/feed", [("/quiet", QUIET, "")])
    newsroom.publish("/quiet", QUIET_PAGE)
    rounds(office, stay, lambda _: publish_lab(newsroom, ""))
    with records(office.database) as asked:
        assert asked.totals().deliveries == {"sent": 1}


def test_an_undated_story_that_stood_in_the_first_poll_says_why_nobody_was_told(
    newsroom: Any, office: Any
) -> None:
    publish_lab(newsroom, "")
    rounds(office, stay)
    with records(office.database) as asked:
        (story,) = asked.stories(topic=None, since=None, limit=9)
        assert asked.totals().deliveries == {}
    assert story.alerts == "no alert: undated, and it stood in the source's first poll"


def test_a_page_that_fails_is_read_later_and_not_lost_to_a_304(newsroom: Any, office: Any) -> None:
    publish_lab(newsroom)
    newsroom.pages["/lab"].status = 503

    def mend(clock: Clock) -> None:
        clock.now += timedelta(hours=1)
        newsroom.pages["/lab"].status = 200

    first, second = rounds(office, stay, mend)
    assert (first.read, first.unread, first.flagged) == (1, 1, 0)
    assert (second.new, second.read, second.flagged) == (0, 1, 1)


def test_a_page_that_is_gone_is_judged_by_what_the_feed_says(newsroom: Any, office: Any) -> None:
    newsroom.publish(
        "/feed",
        f"""<rss version="2.0"><channel><title>Gazette</title><item><title>{LAB}</title>
        <link>{newsroom.root}/gone</link><pubDate>{TODAY}</pubDate>
        <description>Amazon is closing its artificial intelligence research lab in Shanghai, and
        a dozen researchers will be offered posts elsewhere.</description></item></channel></rss>""",
        "application/rss+xml",
    )
    (report,) = rounds(office, stay)
    assert (report.read, report.flagged) == (1, 1)


def test_a_feed_that_is_a_web_page_is_one_plain_error_on_the_source(
    newsroom: Any, office: Any
) -> None:
    newsroom.publish("/feed", QUIET_PAGE)
    (report,) = rounds(office, stay)
    assert report.error is not None
    assert "HTML" in report.error
    assert "\n" not in report.error
    with records(office.database) as asked:
        (source,) = asked.sources()
        assert (source.state.failures, source.state.last_error) == (1, report.error)


def test_an_article_without_text_is_asked_for_once_more_and_ends_in_a_row_that_says_so(
    newsroom: Any, office: Any
) -> None:
    newsroom.publish_feed("/feed", [("/empty", "", TODAY), ("/quiet", QUIET, TODAY)])
    newsroom.publish("/empty", "<html><body><script>go()</script></body></html>")
    newsroom.publish("/quiet", QUIET_PAGE)
    first, second = rounds(office, stay, in_an_hour)
    assert (first.read, second.read) == (1, 0)
    assert newsroom.asked.count("/empty") == 2
    with records(office.database) as asked:
        (seen,) = trail(asked, newsroom.root + "/empty").sightings
    assert seen.state == "unread"
    assert seen.reason


def test_the_web_is_asked_as_its_owner_wishes(newsroom: Any, office: Any) -> None:
    newsroom.publish("/robots.txt", "User-agent: *\nDisallow: /lab\n", "text/plain")
    publish_lab(newsroom)
    rounds(office, stay)
    assert "/quiet" in newsroom.asked
    assert "/lab" not in newsroom.asked


def test_a_page_without_a_feed_is_read_as_a_source(newsroom: Any, office: Any) -> None:
    text = office.config.read_text("utf-8")
    office.config.write_text(
        text.replace("allow_private = true", 'allow_private = true\nkind = "page"', 1),
        encoding="utf-8",
    )
    links = "".join(
        f'<li><h3><a href="/{number}/lab">{LAB}, says witness {number}</a></h3></li>'
        for number in range(4)
    )
    newsroom.publish("/feed", f"<html><body><ul>{links}</ul></body></html>")
    for number in range(4):
        newsroom.publish(f"/{number}/lab", LAB_PAGE.replace("a dozen", f"{number + 12}"))
    (report,) = rounds(office, stay)
    assert (report.new, report.read, report.flagged) == (4, 4, 4)


def test_an_article_that_sends_its_readers_on_is_read_where_they_go(
    newsroom: Any, office: Any
) -> None:
    publish_lab(newsroom)
    newsroom.publish("/lab", '<meta http-equiv="refresh" content="0; url=/really">')
    newsroom.publish("/really", LAB_PAGE)
    (report,) = rounds(office, stay)
    assert (report.read, report.flagged) == (2, 1)


def test_an_article_that_scripts_make_is_read_in_its_amp_version(
    newsroom: Any, office: Any
) -> None:
    publish_lab(newsroom)
    empty = '<head><link rel="amphtml" href="/lab/amp"></head><script>go()</script>'
    newsroom.publish("/lab", empty)
    newsroom.publish("/lab/amp", LAB_PAGE)
    (report,) = rounds(office, stay)
    assert (report.read, report.flagged) == (2, 1)


def test_a_server_that_says_not_modified_when_it_is_is_caught_within_a_day(
    newsroom: Any, office: Any
) -> None:
    publish_lab(newsroom)
    newsroom.pages["/feed"].headers = (("ETag", '"for ever"'),)
    newsroom.stubborn.add("/feed")

    def another(clock: Clock) -> None:
        clock.now += timedelta(hours=1)
        newsroom.publish_feed("/feed", [("/quiet", QUIET, TODAY), ("/late", "Late news", TODAY)])
        newsroom.pages["/feed"].headers = (("ETag", '"for ever"'),)
        newsroom.publish("/late", QUIET_PAGE.replace("eleven", "twelve"))

    def tomorrow(clock: Clock) -> None:
        clock.now += timedelta(hours=24)

    _, second, third = rounds(office, stay, another, tomorrow)
    assert (second.new, third.new) == (0, 1)
    with records(office.database) as asked:
        (source,) = asked.sources()
    assert source.state.validators_lie


def test_a_permanent_redirect_is_taken_over_after_three_equal_answers(
    newsroom: Any, office: Any
) -> None:
    publish_lab(newsroom)
    newsroom.pages["/new"] = newsroom.pages["/feed"]
    newsroom.publish("/feed", "moved")
    newsroom.pages["/feed"].status = 301
    newsroom.pages["/feed"].headers = (("Location", "/new"),)
    rounds(office, *([in_an_hour] * 4))
    assert newsroom.asked.count("/feed") == 3
    with records(office.database) as asked:
        (source,) = asked.sources()
    assert source.state.url == newsroom.root + "/new"


def test_a_host_that_asks_to_be_left_alone_is_no_outage(
    newsroom: Any, office: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom.publish("/gateway/busy", "slow down")
    newsroom.pages["/gateway/busy"].status = 429
    newsroom.pages["/gateway/busy"].headers = (("Retry-After", "3600"),)
    beside = "".join(
        f'[[source]]\nname = "Paper {number}"\nurl = "{newsroom.root}/gateway/busy?{number}"\n'
        "allow_private = true\n"
        for number in range(6)
    )
    text = office.config.read_text("utf-8").replace("/feed", "/gateway/busy")
    office.config.write_text(text + beside, encoding="utf-8")

    async def work() -> None:
        async with opened(load(office.config), Clock()) as app:
            for source in app.sources.values():
                await app.cycle.run(source)
            await app.outbox.send_due()

    asyncio.run(work())
    assert newsroom.asked == ["/gateway/busy"]
    assert "No source can be reached" not in capsys.readouterr().out
    with records(office.database) as asked:
        states = [row.state for row in asked.sources()]
    again = [state.next_poll_at for state in states]
    assert all(at is not None and at >= NOW + timedelta(minutes=59) for at in again)


def test_when_nothing_can_be_reached_the_owner_hears_it_once_and_no_source_is_blamed(
    newsroom: Any, office: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"Paper {number}" for number in range(3)]
    dead = "".join(
        f'[[source]]\nname = "{name}"\nurl = "http://127.0.0.1:1/{name[-1]}"\nallow_private = true\n'
        for name in names
    )
    text = office.config.read_text("utf-8").replace(newsroom.root, "http://127.0.0.1:1")
    office.config.write_text(text + dead, encoding="utf-8")

    async def work() -> None:
        clock = Clock()
        async with opened(load(office.config), clock) as app:
            for _ in range(5):
                for source in app.sources.values():
                    await app.cycle.run(source)
                await app.outbox.send_due()
                clock.now += timedelta(minutes=7)

    asyncio.run(work())
    assert capsys.readouterr().out.count("No source can be reached") == 1
    with records(office.database) as asked:
        states = [row.state for row in asked.sources()]
    assert max(state.failures for state in states) == 1
    assert {state.health for state in states} == {"never polled"}
