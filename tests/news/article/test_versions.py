"""A page may stand elsewhere too, or send its readers on."""

import time

import pytest

from monitor.news.article.versions import other_versions, refresh_target
from monitor.news.model import Page

HERE = "https://a.test/story?id=1"


def page(head: str) -> Page:
    return Page(HERE, f"<!doctype html><head>{head}</head><body>x</body>".encode())


@pytest.mark.parametrize(
    ("markup", "target"),
    [
        ('<meta http-equiv="refresh" content="0; url=/next">', "https://a.test/next"),
        ("<META content='2;URL=\"https://b.test/?a=1&amp;b=2\"' HTTP-EQUIV=Refresh>", "https://b.test/?a=1&b=2"),
        ('<meta http-equiv=refresh content="300;url=/again">', None),
        ('<meta http-equiv="refresh" content="0">', None),
        ('<meta http-equiv="refresh" content="0;url=javascript:go()">', None),
        ('<meta http-equiv="refresh" content="0;url=?id=1">', None),
        ('<meta http-equiv="content-type" content="0;url=/next">', None),
        ("", None),
    ],
)  # fmt: skip
def test_a_page_that_sends_its_readers_on_at_once_is_known(markup: str, target: str | None) -> None:
    assert refresh_target(page(markup)) == target


def test_amp_comes_before_canonical_and_the_page_itself_not_at_all() -> None:
    head = """<link rel="canonical" href="https://www.a.test/story"><link href=/amp/story rel=amphtml>
    <link rel="alternate" href="/print"><link rel="canonical" href="/second">"""
    assert other_versions(page(head)) == ("https://a.test/amp/story", "https://www.a.test/story")
    assert other_versions(page(f'<link rel="canonical" href="{HERE}#top">')) == ()


@pytest.mark.parametrize("piece", ["<meta ", "<meta a=", '<link rel="', "<", "a=b ", "<link a "])
def test_no_page_holds_the_reading_up(piece: str) -> None:
    hostile = Page(HERE, b"http-equiv" + piece.encode() * 200_000)
    began = time.process_time()
    refresh_target(hostile)
    other_versions(hostile)
    assert time.process_time() - began < 0.5
