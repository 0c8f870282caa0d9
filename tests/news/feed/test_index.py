"""Indexes of other people's news give addresses that can be asked for."""

import json
from datetime import UTC, datetime

import pytest

from monitor.errors import UnreadableError
from monitor.news.feed.index import read_index
from monitor.news.model import Page

ASKED = "https://index.test/search?q=lab"


def answer(value: object) -> Page:
    return Page(ASKED, json.dumps(value).encode(), "application/json")


def test_hacker_news_gives_stories_with_an_address_of_their_own() -> None:
    page = answer(
        {
            "hits": [
                {
                    "objectID": "1",
                    "title": "A lab &amp; its garden",
                    "url": "https://a.test/lab",
                    "created_at": "2026-11-24T10:15:00Z",
                },
                {"objectID": "2", "title": "Ask: where are labs?", "url": None},
                "nonsense",
            ]
        }
    )
    (entry,) = read_index(page).entries
    assert (entry.url, entry.title) == ("https://a.test/lab", "A lab & its garden")
    assert entry.published == datetime(2026, 11, 24, 10, 15, tzinfo=UTC)


def test_gdelt_gives_the_time_at_which_it_saw_an_article() -> None:
    page = answer(
        {
            "articles": [
                {"url": "https://b.test/1", "title": "Lab opens", "seendate": "20261124T101500Z"},
                {"url": "javascript:alert(1)", "title": "x", "seendate": "20261124T101500Z"},
                {"url": "https://b.test/2", "title": None, "seendate": "soon"},
            ]
        }
    )
    first, second = read_index(page).entries
    assert first.published == datetime(2026, 11, 24, 10, 15, tzinfo=UTC)
    assert (second.title, second.published) == ("", None)


def test_links_through_a_counter_are_followed_to_what_they_name() -> None:
    page = Page(
        ASKED,
        b"""<rss version="2.0"><channel><title>lab - Bing News</title><item><title>Lab opens</title>
        <link>http://www.bing.com/news/apiclick.aspx?ref=x&amp;url=https%3a%2f%2fc.test%2f1%3fa%3d2&amp;c=3</link>
        <description>A teaser of the index.</description></item>
        <item><title>No address</title><link>http://www.bing.com/news/apiclick.aspx?ref=x</link></item>
        </channel></rss>""",
        "text/xml",
    )
    (entry,) = read_index(page).entries
    assert entry.url == "https://c.test/1?a=2"
    assert entry.summary == ""


@pytest.mark.parametrize("body", [b"{}", b'{"hits": 3}', b"{nonsense", b"", b"[1]", b"{" * 9999])
def test_what_is_no_index_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_index(Page(ASKED, body, "application/json"))
