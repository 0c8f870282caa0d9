"""Why something was flagged, why it was not, and why it was never seen."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from click.testing import CliRunner, Result

from monitor.cli import monitor
from monitor.cli.unknown import Causes, beginning
from monitor.news.source import Gap, Health, Source, SourceState
from monitor.store.records import SourceRow
from monitor.store.trail import Neighbours

Ask = Callable[..., Result]
BEGAN = datetime(2026, 3, 1, 8, tzinfo=UTC)
WELL = SourceState(first_polled_at=BEGAN, last_polled_at=BEGAN, last_success_at=BEGAN)
WIRE = Source("Wire", "https://feeds.wire.co.uk/tech/rss")


def causes(url: str, *states: SourceState | None, near: tuple[Neighbours, ...] = ()) -> list[str]:
    """Return what is told of an address beside the source Wire in one state."""
    known = [SourceRow("Wire", WIRE.url, True, state, 9, 0, 0, 0) for state in states if state]
    rows = {row.name: row for row in known}
    return Causes(url, "config.toml", (WIRE,) if states else (), rows, near).told()


def test_an_article_left_alone_says_what_it_held_and_what_it_lacked(
    ask: Ask, newsroom: Any
) -> None:
    output = ask("why", newsroom.root + "/quiet").output
    missing = next(line for line in output.splitlines() if "missing:" in line)
    for part in ("a place in China", "an organisation from outside", "a place of research"):
        assert part in missing


def test_a_keyword_topic_says_which_of_its_words_are_missing(worked: Any, newsroom: Any) -> None:
    text = worked.config.read_text("utf-8")
    query = 'query = "(bridge* OR tunnel*) AND toll* NOT paint*"'
    name = 'name = "foreign-ai-labs-in-china"'
    worked.config.write_text(text.replace(name, f"{name}\n{query}"), encoding="utf-8")
    arguments = ["why", newsroom.root + "/quiet", "--config", str(worked.config)]
    output = CliRunner().invoke(monitor, arguments).output
    assert "there:   one of 'bridge*', 'tunnel*' (bridge*)" in output
    assert "missing: 'toll*'" in output


def test_a_topic_that_never_judged_it_and_what_the_owner_says_are_told(
    ask: Ask, worked: Any, newsroom: Any
) -> None:
    ask("label", newsroom.root + "/quiet", "no", "--note", "bridges")
    text = worked.config.read_text("utf-8")
    more = text + '\n[[topic]]\nname = "bridges"\nquery = "bridge*"\n'
    worked.config.write_text(more, encoding="utf-8")
    output = ask("why", newsroom.root + "/quiet").output
    assert "JUDGED bridges: never" in output
    assert "JUDGED foreign-ai-labs-in-china: not flagged" in output
    (label,) = (line for line in output.splitlines() if line.startswith("LABEL"))
    assert label.startswith("LABEL no of foreign-ai-labs-in-china, 20")
    assert label.endswith("by the owner: bridges")


def test_the_alert_of_a_story_is_told_from_its_follow_ups(ask: Ask, newsroom: Any) -> None:
    title = "Amazon closes Shanghai AI lab, 1,240 jobs go"
    newsroom.publish_feed("/feed", [("/more", title, format_datetime(datetime.now(UTC)))])
    newsroom.publish(
        "/more",
        f"<article><h1>{title}</h1><p>Amazon closes its artificial intelligence research lab in "
        "Shanghai, and 1,240 people lose their jobs there, the company said.</p></article>",
    )
    ask("once", "--all")
    output = ask("why", newsroom.root + "/more").output
    sent = [line.strip() for line in output.splitlines() if "console to" in line]
    assert [line.partition(",")[0] for line in sent] == ["the story", "follow-up"]


def test_an_unread_entry_says_why(newsroom: Any, office: Any) -> None:
    now = "Mon, 02 Mar 2026 10:00:00 +0100"
    newsroom.publish_feed("/feed", [("/secret", "Secret", now)])
    newsroom.publish("/robots.txt", "User-agent: *\nDisallow: /secret\n", "text/plain")
    config = ["--config", str(office.config)]
    CliRunner().invoke(monitor, ["once", *config])
    result = CliRunner().invoke(monitor, ["why", newsroom.root + "/secret", *config])
    assert result.exit_code == 0
    assert "robots.txt asks not to fetch this page" in result.output


@pytest.mark.parametrize(
    ("url", "state", "told"),
    [
        ("https://wire.co.uk/x", None, "has not been polled yet"),
        ("https://wire.co.uk/x", SourceState(last_polled_at=BEGAN, last_error="503"), "503"),
        (
            "https://www.wire.co.uk/x",
            SourceState(
                first_polled_at=BEGAN,
                last_polled_at=BEGAN,
                last_success_at=BEGAN,
                failures=4,
                failing_since=BEGAN,
                last_error="no such host",
            ),
            "it fails since 2026-03-01 08:00 UTC (no such host)",
        ),
        (
            "https://wire.co.uk/2026/03/02/x",
            SourceState(
                first_polled_at=BEGAN,
                last_polled_at=BEGAN,
                last_success_at=BEGAN,
                gap=Gap(BEGAN, BEGAN + timedelta(days=2), 12),
            ),
            "up to 12 items went by unseen",
        ),
        ("https://wire.co.uk/2025-11-30/x", WELL, "bears the date 2025-11-30"),
        (
            "https://wire.co.uk/x",
            SourceState(
                first_polled_at=BEGAN,
                last_polled_at=BEGAN,
                last_success_at=BEGAN,
                health=Health.FROZEN,
                health_reason="nothing new for 9 days",
            ),
            "nothing new for 9 days",
        ),
        ("https://wire.co.uk/x", WELL, "read without trouble"),
    ],
)
def test_an_address_never_seen_gets_the_likeliest_cause(
    url: str, state: SourceState | None, told: str
) -> None:
    (cause,) = causes(url, state)
    assert cause.startswith("Wire: ")
    assert told in cause


def test_a_site_without_a_source_is_told_how_to_get_one() -> None:
    assert "monitor sources add elsewhere.test" in causes("https://m.elsewhere.test/x")[0]


def test_a_feeds_own_address_is_known_as_such() -> None:
    assert causes(WIRE.url, WELL) == ["it is the address of Wire's feed, and not of an article"]


@pytest.mark.parametrize("url", ["nonsense", "ftp://wire.co.uk/x", "https://[::1", ""])
def test_what_is_no_address_is_said_to_be_none(url: str) -> None:
    assert causes(url, WELL) == [f"{url} is no http or https address"]


def test_a_feed_on_another_host_is_known_by_what_it_named() -> None:
    other = Neighbours("Wire", 4, BEGAN, BEGAN, 3, "robots.txt asks not to fetch this page")
    (cause,) = causes("https://paper.test/x", WELL, near=(other,))
    assert "3 of 4 from this host could not be read (robots.txt" in cause
    gone = Neighbours("Gone", 4, BEGAN, BEGAN, 0, None)
    assert "no longer in config.toml" in causes("https://paper.test/x", WELL, near=(gone,))[0]


def test_of_several_sources_on_one_host_the_nearest_by_path_is_asked() -> None:
    shop = Source("Shop", "https://wire.co.uk/shop/rss")
    rows = {s.name: SourceRow(s.name, s.url, True, WELL, 9, 0, 0, 0) for s in (WIRE, shop)}
    told = Causes("https://wire.co.uk/tech/x", "config.toml", (shop, WIRE), rows, ()).told()
    assert [cause.split(":")[0] for cause in told] == ["Wire"]


def test_neighbours_begin_as_the_address_does() -> None:
    assert beginning("http://www.wire.co.uk:80/a?b=1") == "https://wire.co.uk/"


def test_an_article_read_from_its_feed_alone_says_so(newsroom: Any, office: Any) -> None:
    text = "The council has repainted eleven bridges before the summer, an engineer said on Monday."
    newsroom.publish(
        "/feed",
        f"<rss version='2.0'><channel><title>G</title><item><title>Bridges</title>"
        f"<link>{newsroom.root}/gone</link><description>{text}</description></item></channel></rss>",
        "application/rss+xml",
    )
    config = ["--config", str(office.config)]
    CliRunner().invoke(monitor, ["once", *config])
    output = CliRunner().invoke(monitor, ["why", newsroom.root + "/gone", *config]).output
    assert "read from the feed alone: there is no such page" in output
    assert "READ" in output
