"""A page names and tells other stories around its own; none of what they say is the article's."""

from monitor.news.article import read_article
from monitor.news.model import Page

OWN = (
    "The ferry company will lengthen the pier at Almada by twelve metres before next summer.",
    "Work starts in January, and the boats will berth on the other side of the basin until then.",
)
OTHERS = (
    (
        "Copper hits a ten-year high",
        "Traders in London paid more for a tonne of copper than at any time since 2016, and sold tin.",
    ),
    (
        "The baker who sleeps by day",
        "At midnight the lights go on in the last bakery of the valley, and forty villages wait.",
    ),
    (
        "A tram line divides a town",
        "The council wants rails through the old market, and the market does not want the council.",
    ),
)
PARAGRAPHS = "".join(f"<p>{each}</p>" for each in OWN)


def article(body: str) -> tuple[str, ...]:
    html = f"<html><head><title>A longer pier | Ledger</title></head><body>{body}</body></html>"
    read = read_article(Page("https://ledger.example/1", html.encode(), "text/html"))
    return tuple(block.text for block in read.blocks)


def test_the_next_article_of_an_endless_page_is_another_story() -> None:
    title, text = OTHERS[0]
    long = "".join(f"<p>{text} {more}</p>" for _, more in OTHERS)
    first = (
        f"<article class=post><h1>A longer pier</h1><div class=body>{PARAGRAPHS}</div></article>"
    )
    second = (
        f'<article class="post next"><header><h2><a href=/2>{title}</a></h2></header>'
        f"<div class=body>{long}</div></article>"
    )
    assert article(f"<div class=loop>{first}{second}</div>") == OWN


def test_paragraphs_that_begin_with_a_link_to_their_story_are_teasers() -> None:
    teasers = "".join(f"<p><a href=/x><b>{title}</b></a><br>{text}</p>" for title, text in OTHERS)
    story = f"<div id=story>{OWN[0]}<br><br>{OWN[1]}<br><br></div>"
    assert article(f"<h1>A longer pier</h1>{story}<div id=more>{teasers}</div>") == OWN


def test_cards_of_a_headline_and_a_teaser_are_other_stories() -> None:
    cards = "".join(
        f"<li class=card><h3><a href=/x>{title}</a></h3><div class=card-sum>{text}</div></li>"
        for title, text in OTHERS
    )
    body = f"<h1>A longer pier</h1><div id=detail>{PARAGRAPHS}</div><ul class=flow>{cards}</ul>"
    assert article(body) == OWN


def test_text_below_two_links_to_other_stories_is_still_the_article() -> None:
    links = "".join(f"<li><a href=/x>{title}</a></li>" for title, _ in OTHERS[:2])
    body = (
        f"<h1>A longer pier</h1><p class=lead>{OWN[0]}</p>"
        f"<div class=content><ul class=relate>{links}</ul><div class=text><p>{OWN[1]}</p></div></div>"
    )
    assert article(body) == OWN


def test_a_last_line_that_a_scraper_also_put_first_is_read_in_both_places() -> None:
    last = "Coffee was good, parking was not."
    scraped = (OWN[1], last, OWN[0] + OWN[1], last)
    html = "".join(f"<p>{each}</p>" for each in scraped)
    links = "<br>".join(f"<a href=/x>{title}</a>" for title, _ in OTHERS)
    body = (
        f"<div class=menu>Home</div><div class=main><h1>A longer pier</h1><div class=au>Clara Whitfield</div><div class=au>Intern Writer</div>"
        f"<div class=content>{html}</div><div class=rel>{links}</div></div>"
        "<div class=f>2026 Ledger. All rights reserved. Terms of use.</div>"
    )
    assert article(body) == scraped
