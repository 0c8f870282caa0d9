"""The feeds of a site are found where it names them, and where sites keep them."""

from monitor.news.feed.discovery import feed_links, likely_feeds
from monitor.news.model import Page

URL = "https://g.test/tech/"


def links(body: str) -> tuple[str, ...]:
    return feed_links(Page(URL, body.encode()))


def test_the_head_comes_before_the_text_and_comments_last() -> None:
    body = """<html><head>
    <link rel="alternate" type="application/rss+xml" href="/comments/feed">
    <link rel="alternate stylesheet" type="text/css" href="/style.css">
    <link rel="alternate" hreflang="de" href="/de/">
    <link rel="alternate" type="application/atom+xml; charset=utf-8" href="atom.xml"></head>
    <body><a href="/rss/all.xml">everything</a><a href="/about">RSS</a><a href="/feedback">x</a>
    """
    assert links(body) == (
        "https://g.test/tech/atom.xml",
        "https://g.test/rss/all.xml",
        "https://g.test/about",
        "https://g.test/comments/feed",
    )


def test_a_page_that_names_none_has_none() -> None:
    assert links("<html><body><a href='/feedback'>Tell us</a></body></html>") == ()
    assert links("") == ()


def test_usual_places_are_tried_below_the_page_first() -> None:
    found = likely_feeds(URL)
    assert found[:3] == (
        "https://g.test/tech/feed",
        "https://g.test/tech/rss",
        "https://g.test/feed",
    )
    assert len(set(found)) == len(found)
