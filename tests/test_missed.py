"""Gaps are looked up where else a source lists its news, and indexes say what nobody brought."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from monitor.app import opened
from monitor.config import load
from monitor.store.records import records

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
LAB = "Amazon shuts its AI lab in Shanghai"
LAB_PAGE = f"""<html><head><title>{LAB}</title></head><body><article><h1>{LAB}</h1>
<p>Amazon Web Services is closing its artificial intelligence research lab in Shanghai, people
who know the plan said on Thursday.</p>
<p>The lab, which opened in 2018, worked on machine learning, and about a dozen researchers will
be offered posts in other countries, a spokesperson for the company said.</p>
</article></body></html>"""
NOTE = """<article><h1>City council paints its bridges</h1><p>The council will repaint eleven
bridges before the summer, an engineer told the newspaper on Monday morning.</p></article>"""


class Clock:
    """A time that the test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def run(office: Any, *steps: tuple[str, Callable[[Clock], None]]) -> None:
    """Run a cycle of the named source after each step, and the outbox."""
    clock = Clock()

    async def work() -> None:
        async with opened(load(office.config), clock) as app:
            for name, step in steps:
                step(clock)
                await app.cycle.run(app.sources[name])
                await app.outbox.send_due()

    asyncio.run(work())


def publish_notes(newsroom: Any, first: int, count: int, newest: datetime) -> None:
    """List so many notes, an hour apart, the newest first."""
    items = []
    for number in range(first, first + count):
        at = newest - timedelta(hours=first + count - 1 - number)
        items.append((f"/note/{number}", f"Note number {number}", format_datetime(at)))
        newsroom.publish(f"/note/{number}", NOTE.replace("eleven", f"{number} of the"))
    newsroom.publish_feed("/feed", items[::-1])


def sitemap(newsroom: Any, first: int, count: int, newest: datetime) -> str:
    rows = "".join(
        f"<url><loc>{newsroom.root}/note/{number}</loc><news:news>"
        f"<news:title>Note number {number}</news:title><news:publication_date>"
        f"{(newest - timedelta(hours=first + count - 1 - number)).isoformat()}"
        "</news:publication_date></news:news></url>"
        for number in range(first, first + count)
    )
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{rows}</urlset>'
    )


def roll_by(newsroom: Any) -> Callable[[Clock], None]:
    def step(clock: Clock) -> None:
        clock.now += timedelta(hours=20)
        publish_notes(newsroom, 20, 6, clock.now)

    return step


def listed_at_first(newsroom: Any) -> Callable[[Clock], None]:
    return lambda clock: publish_notes(newsroom, 0, 6, clock.now)


def test_what_rolled_by_between_two_polls_is_found_in_the_sitemap_that_robots_txt_names(
    newsroom: Any, office: Any, capsys: Any
) -> None:
    map_address = f"{newsroom.root}/news-sitemap.xml"
    newsroom.publish("/robots.txt", f"Sitemap: {map_address}\n", "text/plain")
    for number in range(6, 20):
        newsroom.publish(f"/note/{number}", NOTE.replace("eleven", f"{number} of the"))
    newest = NOW + timedelta(hours=20)
    newsroom.publish("/news-sitemap.xml", sitemap(newsroom, 3, 23, newest), "text/xml")
    run(office, ("Gazette", listed_at_first(newsroom)), ("Gazette", roll_by(newsroom)))
    with records(office.database) as asked:
        (source,) = asked.sources()
    assert source.state.health == "gaps"
    assert "14 of them found in its archive" in source.state.health_reason
    assert source.entries == 26
    assert "unseen between 2026-03-01 08:00 and 23:00 UTC" in capsys.readouterr().out


def test_an_index_of_sitemaps_leads_to_its_newest(newsroom: Any, office: Any) -> None:
    index = f"{newsroom.root}/news-sitemaps.xml"
    newsroom.publish("/robots.txt", f"Sitemap: {index}\n", "text/plain")
    parts = "".join(
        f"<sitemap><loc>{newsroom.root}/{name}.xml</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in (("gone", "2026-01-01"), ("march", "2026-03-02"), ("empty", "2026-02-01"))
    )
    newsroom.publish("/news-sitemaps.xml", f"<sitemapindex>{parts}</sitemapindex>", "text/xml")
    newest = NOW + timedelta(hours=20)
    newsroom.publish(
        "/march.xml", sitemap(newsroom, 6, 14, newest - timedelta(hours=6)), "text/xml"
    )
    newsroom.publish("/empty.xml", "<urlset/>", "text/xml")
    run(office, ("Gazette", listed_at_first(newsroom)), ("Gazette", roll_by(newsroom)))
    with records(office.database) as asked:
        (source,) = asked.sources()
    assert "14 of them found in its archive" in source.state.health_reason
    assert "/gone.xml" not in newsroom.asked


def test_an_archive_may_be_a_page_that_lists_articles(newsroom: Any, office: Any) -> None:
    text = office.config.read_text("utf-8")
    archive = f'allow_private = true\narchive = "{newsroom.root}/archive"'
    office.config.write_text(text.replace("allow_private = true", archive, 1), encoding="utf-8")
    links = "".join(
        f'<li><h3><a href="/note/{number}">Note number {number} of the newspaper</a></h3></li>'
        for number in range(4, 24)
    )
    newsroom.publish("/archive", f"<html><body><ul>{links}</ul></body></html>")
    run(office, ("Gazette", listed_at_first(newsroom)), ("Gazette", roll_by(newsroom)))
    with records(office.database) as asked:
        (source,) = asked.sources()
    assert "14 of them found in its archive" in source.state.health_reason


def test_a_gap_without_an_archive_is_said_all_the_same(newsroom: Any, office: Any) -> None:
    run(office, ("Gazette", listed_at_first(newsroom)), ("Gazette", roll_by(newsroom)))
    with records(office.database) as asked:
        (source,) = asked.sources()
    assert source.state.health == "gaps"
    assert "found" not in source.state.health_reason
    assert source.state.gap is not None
    assert source.state.gap.unseen >= 14


def ask_index(newsroom: Any, office: Any) -> None:
    text = office.config.read_text("utf-8")
    index = (
        f'[[source]]\nname = "Index"\nkind = "index"\nurl = "{newsroom.root}/search"\n'
        "allow_private = true\n"
    )
    office.config.write_text(text + index, encoding="utf-8")
    date = NOW.isoformat()
    hits = [
        {"url": f"{newsroom.root}/lab", "title": LAB, "created_at": date},
        {"url": f"{newsroom.root}/note/3", "title": "Note number 3", "created_at": date},
    ]
    newsroom.publish("/search", json.dumps({"hits": hits}), "application/json")
    newsroom.publish("/lab", LAB_PAGE)


def stay(_clock: Clock) -> None:
    """Change nothing."""


def test_what_only_the_index_had_is_judged_stored_and_told_with_its_cause(
    newsroom: Any, office: Any, capsys: Any
) -> None:
    ask_index(newsroom, office)
    run(office, ("Gazette", listed_at_first(newsroom)), ("Index", stay))
    told = " ".join(capsys.readouterr().out.split())
    assert "Found elsewhere, not by you: 1 story" in told
    assert "Gazette is watched and did not list it" in told
    assert newsroom.asked.count("/note/3") == 1
    with records(office.database) as asked:
        (story,) = asked.stories(topic=None, since=None, limit=9)
        (state,) = [row.state for row in asked.sources() if row.name == "Index"]
    assert story.title == LAB
    assert state.interval == timedelta(days=1)


def test_what_a_source_had_is_not_told_again(newsroom: Any, office: Any, capsys: Any) -> None:
    ask_index(newsroom, office)
    newsroom.publish_feed("/feed", [("/lab", LAB, format_datetime(NOW))])
    run(office, ("Gazette", stay), ("Index", stay), ("Index", stay))
    assert "Found elsewhere" not in capsys.readouterr().out
