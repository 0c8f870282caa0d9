"""A source that is an index of sitemaps is followed to what it lists, over real HTTP."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.app import opened
from monitor.config import load
from monitor.cycle import Report
from monitor.store.records import records

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
NOTE = """<article><h1>City council paints bridge {0}</h1><p>The council will repaint bridge {0}
before the summer, an engineer told the newspaper on Monday morning.</p></article>"""

Step = Callable[[], None]


def run(office: Any, *steps: Step) -> list[Report]:
    """Run a cycle of the source after each step, an hour apart."""
    now = [NOW]

    async def work() -> list[Report]:
        reports = []
        async with opened(load(office.config), lambda: now[0]) as app:
            for step in steps:
                step()
                reports.append(await app.cycle.run(app.sources["Gazette"]))
                now[0] += timedelta(hours=1)
        return reports

    return asyncio.run(work())


def publish(newsroom: Any, sitemap: str, *notes: int, changed: str = "2026-03-01") -> Step:
    """List notes in a sitemap of the index at /feed."""

    def step() -> None:
        rows = []
        for number in notes:
            address = newsroom.publish(f"/note/{number}", NOTE.format(number))
            rows.append(f"<url><loc>{address}</loc><lastmod>2026-03-01</lastmod></url>")
        newsroom.publish(sitemap, f"<urlset>{''.join(rows)}</urlset>", "text/xml")
        listed = (f"{newsroom.root}{sitemap}", changed), (f"{newsroom.root}/old.xml", "2020-01-01")
        parts = "".join(
            f"<sitemap><loc>{address}</loc><lastmod>{day}</lastmod></sitemap>"
            for address, day in listed
        )
        newsroom.publish("/feed", f"<sitemapindex>{parts}</sitemapindex>", "text/xml")

    return step


def test_what_its_sitemaps_list_is_read_though_the_index_stays_the_same(
    newsroom: Any, office: Any
) -> None:
    first, second = run(
        office, publish(newsroom, "/now.xml", 1, 2), publish(newsroom, "/now.xml", 1, 2, 3)
    )
    assert (first.new, first.read, first.error) == (2, 2, None)
    assert (second.new, second.read) == (1, 1)
    with records(office.database) as asked:
        (source,) = asked.sources()
    assert (source.state.format, source.state.health) == ("sitemap-index", "fine")


def test_sitemaps_that_say_they_are_unchanged_are_not_asked_again(
    newsroom: Any, office: Any
) -> None:
    old = publish(newsroom, "/now.xml", 1, changed="2026-02-01")
    run(office, old, old)
    assert newsroom.asked.count("/feed") == 2
    assert newsroom.asked.count("/now.xml") == 1


def test_an_index_of_which_no_sitemap_can_be_had_has_failed(newsroom: Any, office: Any) -> None:
    def lost() -> None:
        publish(newsroom, "/now.xml", 1)()
        del newsroom.pages["/now.xml"]

    (report,) = run(office, lost)
    assert report.error is not None
    assert "404" in report.error


def test_an_index_within_an_index_is_followed_and_a_circle_of_them_ends(
    newsroom: Any, office: Any
) -> None:
    def nested() -> None:
        publish(newsroom, "/now.xml", 1, 2)()
        newsroom.pages["/years.xml"] = newsroom.pages["/feed"]
        part = f"<sitemap><loc>{newsroom.root}/years.xml</loc></sitemap>"
        newsroom.publish("/feed", f"<sitemapindex>{part}</sitemapindex>", "text/xml")

    def circle() -> None:
        part = f"<sitemap><loc>{newsroom.root}/feed</loc></sitemap>"
        newsroom.publish("/feed", f"<sitemapindex>{part}</sitemapindex>", "text/xml")

    first, second = run(office, nested, circle)
    assert (first.new, first.read, first.error) == (2, 2, None)
    assert second.error is not None
    assert "within each other" in second.error
