"""Of an index, the sitemaps worth following are told by name, date and number."""

from datetime import UTC, datetime

import pytest

from monitor.news.feed import read_feed
from monitor.news.feed.sitemap import MOST_FOLLOWED, merged, promising
from monitor.news.model import Feed, Page

SINCE = datetime(2026, 11, 3, 12, tzinfo=UTC)


def index(*sitemaps: tuple[str, str]) -> Feed:
    rows = "".join(
        f"<sitemap><loc>https://g.test/{name}.xml</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in sitemaps
    )
    return read_feed(Page("https://g.test/i.xml", f"<sitemapindex>{rows}</sitemapindex>".encode()))


def names(addresses: tuple[str, ...]) -> list[str]:
    return [address.rpartition("/")[2].removesuffix(".xml") for address in addresses]


@pytest.mark.parametrize(
    ("sitemaps", "chosen"),
    [
        ([("a", "2026-01-01"), ("b", "2026-11-03"), ("c", "2026-11-02")], ["b", "c"]),
        ([("posts-1", ""), ("posts-12", ""), ("posts-9", "")], ["posts-12", "posts-9"]),
        ([("2026-09", ""), ("2026-11", ""), ("2025-12", "")], ["2026-11", "2026-09"]),
        ([("category", "2026-11-04"), ("post", "2026-11-03"), ("author", "")], ["post", "category"]),
        ([("news", ""), ("2026-11", "2026-11-03")], ["news"]),
        ([], []),
    ],
)  # fmt: skip
def test_the_newest_sitemaps_of_articles_come_first(
    sitemaps: list[tuple[str, str]], chosen: list[str]
) -> None:
    assert names(promising(index(*sitemaps))) == chosen


def test_what_has_not_changed_since_is_left_alone() -> None:
    listed = index(("old", "2026-11-01"), ("day", "2026-11-03"))
    assert names(promising(listed, SINCE)) == ["day"]
    assert names(promising(index(("old", "2026-11-01"), ("undated", "")), SINCE)) == ["undated"]


def test_sitemaps_are_merged_the_newest_first_and_within_a_bound() -> None:
    def sitemap(first: int, count: int) -> Feed:
        rows = "".join(
            f"<url><loc>https://g.test/{n}</loc><lastmod>2026-01-01T00:{n // 60:02d}:{n % 60:02d}Z</lastmod></url>"
            for n in range(first, first + count)
        )
        return read_feed(Page("https://g.test/s.xml", f"<urlset>{rows}</urlset>".encode()))

    feed = merged(index(), [sitemap(0, 400), sitemap(300, 400)])
    assert (feed.format, feed.listed, len(feed.entries)) == ("sitemap-index", 700, MOST_FOLLOWED)
    assert feed.entries[0].url == "https://g.test/699"
