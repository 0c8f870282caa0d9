"""Page and feed item become one article: the fuller of both, and a teaser known as one."""

import time
from datetime import UTC, datetime

import pytest

from monitor.errors import UnreadableError
from monitor.news import pipeline
from monitor.news.article import read_text
from monitor.news.model import Entry, Page

URL = "https://g.test/lab"
LEAD = (
    "The council will repaint eleven bridges before the summer, an engineer told the newspaper on "
    "Monday morning, and traffic will be led around the works"
)
REST = (
    "Most of the money comes from a fund for old iron, which the province set up nine years ago. "
    "The first bridge closes in April; the last is to be open again by the first of September."
)


def page(*paragraphs: str, free: str = "") -> Page:
    stated = f'<script type="application/ld+json">{free}</script>' if free else ""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f"<head><title>Bridges</title>{stated}</head>"
    return Page(URL, f"<html>{head}<body><article>{text}</article></body></html>".encode())


def entry(summary: str = "", content: str = "") -> Entry:
    return Entry("1", URL, "Bridges", summary, content)


OPEN = '{"@type": "NewsArticle", "isAccessibleForFree": true}'


@pytest.mark.parametrize(
    ("read", "listed", "free"),
    [
        (page(LEAD + "."), entry(LEAD + "…"), False),
        (page(LEAD + "."), entry(f"{LEAD} [...] Read more"), False),
        (page(LEAD + "."), entry(LEAD + "."), None),
        (page(LEAD + ".", REST), entry(LEAD + "…"), None),
        (page(LEAD + ".", free=OPEN), entry(LEAD + "…"), True),
        (page(LEAD + "."), entry(), None),
    ],
)
def test_a_page_that_gives_no_more_than_a_cut_summary_is_a_teaser(
    read: Page, listed: Entry, free: bool | None
) -> None:
    assert pipeline.read(read, listed).free is free


def test_the_feed_s_text_is_taken_where_it_is_fuller() -> None:
    article = pipeline.read(page(LEAD + "."), entry(content=f"<p>{LEAD}.</p><p>{REST}</p>"))
    assert article.blocks[-1].text == REST
    assert pipeline.read(page(LEAD + ".", REST), entry(LEAD)).blocks[-1].text == REST


@pytest.mark.parametrize(
    "text", ["word " * 200_000, "a\n" * 200_000, ". " * 5_000_000, "好。" * 1_000_000]
)
def test_a_text_longer_than_any_article_is_refused_before_it_costs_time(text: str) -> None:
    begun = time.process_time()
    with pytest.raises(UnreadableError, match="too long for an article"):
        pipeline.clean(read_text(text))
    assert time.process_time() - begun < 3.0


def test_a_feed_s_text_longer_than_any_article_gives_way_to_the_page() -> None:
    endless = entry(content=f"<p>{REST}</p>" * 5_000)
    assert pipeline.read(page(LEAD + ".", REST), endless).blocks[-1].text == REST
    with pytest.raises(UnreadableError, match=r"characters, at most 500,000 are read"):
        pipeline.read(None, endless)


def test_the_source_s_language_says_what_the_numbers_of_a_date_mean() -> None:
    html = f"<div class=date>01/07/2018 09:00</div><article><p>{LEAD}.</p><p>{REST}</p></article>"
    article = pipeline.read(Page(URL, html.encode()), entry(), "vi")
    assert article.published == datetime(2018, 7, 1, 2, tzinfo=UTC)
