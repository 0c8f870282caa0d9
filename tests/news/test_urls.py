"""Two spellings of one article's address are one; two articles stay two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.news.urls import absolute, normalise

ARTICLE = "https://gazette.test/tech/2026/lab-closes"


@pytest.mark.parametrize(
    "spelling",
    [
        "http://gazette.test/tech/2026/lab-closes",
        "https://www.gazette.test/tech/2026/lab-closes/",
        "https://m.gazette.test/tech/2026/lab-closes",
        "https://amp.gazette.test/tech/2026/lab-closes",
        "https://gazette.test/tech/2026/lab-closes/amp/",
        "https://gazette.test/amp/tech/2026/lab-closes",
        "https://gazette.test/tech/2026/lab-closes?amp=1",
        "https://GAZETTE.test:443/tech//2026/lab%2Dcloses#comments",
        "https://gazette.test/tech/2026/lab-closes?utm_source=rss&utm_medium=feed&fbclid=x",
        "https://gazette.test/tech/2026/lab-closes/index.html",
        " https://gazette.test/tech/2026/lab-closes\n",
    ],
)
def test_one_article_has_one_identity(spelling: str) -> None:
    assert normalise(spelling) == ARTICLE


@pytest.mark.parametrize(
    "other",
    [
        "https://gazette.test/tech/2026/lab-opens",
        "https://gazette.test/tech/2026/lab-closes?id=7",
        "https://gazette.test/tech/2026/lab-closes?page=2",
        "https://news.gazette.test/tech/2026/lab-closes",
        "https://gazette.test:8080/tech/2026/lab-closes",
        "https://gazette.test/tech/2026/Lab-closes",
        "https://gazette.test/tech/2026/amplifier",
    ],
)
def test_another_article_has_another(other: str) -> None:
    assert normalise(other) != ARTICLE


def test_the_order_of_parameters_does_not_matter() -> None:
    assert normalise("https://a.test/?b=2&a=1") == normalise("https://a.test?a=1&b=2")


def test_a_short_host_keeps_its_name() -> None:
    assert normalise("https://m.test/x") == "https://m.test/x"


@given(st.text(max_size=80), st.text(max_size=40))
def test_normalising_twice_changes_nothing_more(path: str, query: str) -> None:
    once = normalise(f"https://a.test/{path}?{query}")
    assert normalise(once) == once


@given(st.text(max_size=100))
def test_no_text_makes_it_fail(text: str) -> None:
    normalise(text)
    absolute("https://a.test/x/", text)
    absolute(text, "y")


@pytest.mark.parametrize(
    ("href", "meant"),
    [
        ("/y", "https://a.test/y"),
        ("y?z=1", "https://a.test/x/y?z=1"),
        ("//b.test/y", "https://b.test/y"),
        (" https://b.test/\ny ", "https://b.test/y"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("mailto:a@b.test", None),
        ("data:text/html,x", None),
        ("", None),
        ("https://[bad", None),
        ("https://a.test:port/", None),
    ],
)
def test_links_are_made_absolute_or_refused(href: str, meant: str | None) -> None:
    assert absolute("https://a.test/x/", href) == meant
