"""A page becomes its article: text in, furniture out, metadata beside it."""

from datetime import UTC, datetime

import pytest

from monitor.errors import UnreadableError
from monitor.news.article import read_article, read_fragment
from monitor.news.model import Article, BlockKind, Entry, Page, Removal

SENTENCES = (
    "The harbour office counted every ferry that left the pier before noon, and wrote it down.",
    "Nobody had asked for the list, but when the storm came it was the only one that existed.",
    "By the evening three boats were missing from it, and the mayor called off the festival.",
    "Two of them had sheltered behind the island, as their crews told a local radio station later.",
    "The third came home under tow, with forty passengers who sang as they stepped ashore.",
)
PARAGRAPHS = "".join(
    f"<p>{sentence} {other}</p>" for sentence in SENTENCES for other in SENTENCES[:2]
)


def read(body: str, head: str = "<title>Ferries</title>", entry: Entry | None = None) -> Article:
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    return read_article(Page("https://news.example.org/1", html.encode(), "text/html"), entry)


def texts(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


def test_furniture_around_the_text_goes_and_is_told() -> None:
    tail = "<div class=related><h3>Related</h3><ul><li><a href=/a>Another story of the sea</a></li></ul></div>"
    article = read(f"<main><h1>Ferries</h1><article>{PARAGRAPHS}</article>{tail}</main>")
    assert len(article.blocks) == 10
    assert "Another story of the sea" in {gone.text for gone in article.removed}
    assert {gone.reason for gone in article.removed} == {Removal.BOILERPLATE}


def test_comments_longer_than_the_article_are_none_of_it() -> None:
    remarks = "".join(
        f"<li class=comment><p>{one} {SENTENCES[at % 5]} I wonder what it cost.</p></li>"
        for at, one in enumerate(SENTENCES * 6)
    )
    body = f"<div>{''.join(f'<p>{one}</p>' for one in SENTENCES[:4])}</div>"
    read_texts = texts(read(f"{body}<ol class=commentlist>{remarks}</ol>"))
    assert read_texts == list(SENTENCES[:4])


def test_a_page_that_is_nothing_but_comments_is_read() -> None:
    assert len(read(f"<div class=comments>{PARAGRAPHS}</div>").blocks) == 10


def test_the_headline_is_no_block_however_it_is_written() -> None:
    article = read(f"<h1>“Ferries”</h1><div>{PARAGRAPHS}</div>")
    assert not any("Ferries" in text for text in texts(article))


def test_cells_of_a_row_are_one_block() -> None:
    table = "<table><tr><th>Boat</th><th>Left</th></tr><tr><td>Alba</td><td>9:40</td></tr></table>"
    rows = [one for one in read_fragment(table, "").blocks if one.kind is BlockKind.TABLE_ROW]
    assert [row.text for row in rows] == ["Boat | Left", "Alba | 9:40"]


def test_a_table_that_lays_out_the_page_holds_paragraphs() -> None:
    lines = "<br><br>".join(SENTENCES)
    blocks = read_fragment(f"<table><tr><td>{lines}</td></tr></table>", "").blocks
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.PARAGRAPH, sentence) for sentence in SENTENCES
    ]


def test_a_page_in_gbk_that_says_so_only_in_its_head_is_read() -> None:
    text = "港务局记录了中午之前离开码头的每一艘渡船，没有人要求他们这样做，但风暴来临之后，这份名单成了唯一的依据。"
    html = f"<html><head><meta charset=gb2312><title>渡船</title></head><body>{f'<p>{text}</p>' * 1}<p>{text[::-1]}</p></body></html>"
    article = read_article(Page("https://news.example.cn/1", html.encode("gb18030")))
    assert text in texts(article)


def test_an_empty_shell_is_read_from_its_json_ld() -> None:
    body = "\\n".join(SENTENCES)
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Ferries","articleBody":"{body}"}}</script>'
    assert texts(read("<div id=root></div>", head)) == list(SENTENCES)


def test_markup_in_json_ld_is_not_shown() -> None:
    body = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    head = (
        f'<script type="application/ld+json">{{"@type":"Article","articleBody":"{body}"}}</script>'
    )
    assert texts(read("<div id=root></div>", head)) == list(SENTENCES)


def test_json_ld_does_not_replace_what_was_read() -> None:
    head = '<script type="application/ld+json">{"@type":"Article","articleBody":"A summary of two lines, no more."}</script>'
    assert len(read(f"<div>{PARAGRAPHS}</div>", head).blocks) == 10


def test_the_lines_above_the_text_tell_author_date_and_source() -> None:
    lines = "<h1>Ferries</h1><p>By Ann Lee</p><p>18 November 2026, 09:40 GMT</p><p>来源：新华网记者 王</p>"
    article = read(f"<div>{lines}</div><div>{PARAGRAPHS}</div>")
    assert article.byline == "Ann Lee"
    assert article.published == datetime(2026, 11, 18, 9, 40, tzinfo=UTC)
    assert article.via == "新华网"


def test_a_time_without_zone_is_that_of_the_pages_language() -> None:
    for language, hour in (("ko", 0), ("en", 9)):
        page = f"<html lang={language}><body><p>2026-11-18 09:40</p><div>{PARAGRAPHS}</div></html>"
        told = read_article(Page("https://news.example.org/1", page.encode(), "text/html"))
        assert told.published == datetime(2026, 11, 18, hour, 40, tzinfo=UTC)


def test_a_credit_below_the_text_is_read_and_other_lines_are_not() -> None:
    for line, outlet in (
        ("<p>(Theo Reuters)</p>", "Reuters"),
        ("<p>Fuente: EFE</p>", "EFE"),
        ("<p>（来源：澎湃新闻）</p>", "澎湃新闻"),
        ("<ul><li><a href=/x>A pier is closed (Video)</a></li></ul>", None),
    ):
        assert read(f"<div>{PARAGRAPHS}{line}</div>").via == outlet, line


def test_the_feed_fills_what_the_page_leaves_open() -> None:
    entry = Entry(
        "1", None, "From the feed", author="Bo", published=datetime(2026, 1, 1, tzinfo=UTC)
    )
    article = read(f"<div>{PARAGRAPHS}</div>", head="", entry=entry)
    assert (article.title, article.byline, article.published) == (
        "From the feed",
        "Bo",
        entry.published,
    )


@pytest.mark.parametrize("tag", ["noscript", "NOSCRIPT"])
def test_what_a_page_shows_without_scripts_is_read_where_it_is_all_there_is(tag: str) -> None:
    shell = f"<div id=app></div><{tag}><div class=post>{PARAGRAPHS}</div></{tag}>"
    assert len(read(shell).blocks) == 10


def test_what_asks_to_turn_scripts_on_is_no_text_beside_an_article() -> None:
    asking = "<noscript>You need to turn scripts on to run this app, please do.</noscript>"
    assert len(read(PARAGRAPHS + asking).blocks) == 10


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<noscript>You need to turn scripts on to run this app.</noscript>", "no article text"),
        ("<div id=root></div><script>go()</script>", "only scripts"),
        ("<h1>Just a moment...</h1>", "human"),
        ("<p>We use cookies.</p><a>Consent</a>", "consent"),
    ],
)
def test_a_page_without_its_article_says_why(body: str, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        read(body)


def test_a_brief_item_of_news_is_read_to_its_end() -> None:
    brief = (
        "Bus drivers have called off a strike that was to begin on Monday, after an offer of 4.1 per cent.",
        "The union puts it to its 212 members next week.",
    )
    links = "".join(f"<li><a href=/x>{sentence[:50]}</a></li>" for sentence in SENTENCES)
    text = "".join(f"<p>{sentence}</p>" for sentence in brief)
    body = f"<h1>Drivers call off their strike</h1><div class=text>{text}</div><ul>{links}</ul>"
    assert texts(read(body)) == list(brief)


def test_cells_that_begin_with_a_link_are_other_stories() -> None:
    cells = "".join(
        f"<tr><td><a href=/x>{sentence[:20]}</a><br>{sentence}</td></tr>" for sentence in SENTENCES
    )
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[:2])
    body = f"<table><tr><td>{text}</td><td><table>{cells}</table></td></tr></table>"
    assert texts(read(body)) == list(SENTENCES[:2])


def test_subheadings_and_the_lead_belong_to_the_article_and_offers_in_it_do_not() -> None:
    offer = "<p>Sign up for our newsletter and read the best of the coast every Friday.</p>"
    lead = "<p class=lead>The list of a harbour office became the only one that existed.</p>"
    info = "<div>18 November</div><div>4 min</div><div>Share</div><div>By Ann Lee</div>"
    half = PARAGRAPHS[: len(PARAGRAPHS) // 2].rpartition("<p>")[0]
    body = f"<h1>Ferries</h1>{lead}{info}<div>{half}{offer}<h2>Forty sang</h2>{PARAGRAPHS}</div>"
    told = texts(read(body))
    assert "Forty sang" in told
    assert told[0].startswith("The list of a harbour")
    assert not any("newsletter" in text for text in told)


def test_reading_twice_gives_the_same() -> None:
    assert read(PARAGRAPHS) == read(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        "The post <a href=/1>A longer pier</a> first appeared on <a href=/>Ledger</a>.",
        "La entrada <a href=/1>A longer pier</a> apareció en Ledger.",
        "L'article <a href=/1>A longer pier</a> est apparu en premier sur <a href=/>Ledger</a>.",
    ],
)
def test_the_line_by_which_a_feed_names_its_post_is_no_text(line: str) -> None:
    article = read_fragment(f"<p>{SENTENCES[0]}</p><p>{line}</p>", "", "A longer pier")
    assert texts(article) == [SENTENCES[0]]
    assert [gone.reason for gone in article.removed] == [Removal.BOILERPLATE]


def test_a_last_sentence_that_says_the_title_stays() -> None:
    said = "A longer pier, she said, is all that the town ever asked for."
    article = read_fragment(f"<p>{SENTENCES[0]}</p><p>{said}</p>", "", "A longer pier")
    assert texts(article) == [SENTENCES[0], said]


def test_day_and_month_that_changed_places_are_put_right_by_the_feed() -> None:
    shown = f"<h1>Ferries</h1><div class=date>01/07/2018 09:00</div><article>{PARAGRAPHS}</article>"
    july = datetime(2018, 7, 1, 9, tzinfo=UTC)
    assert read(shown, entry=Entry("1", None, "Ferries", published=july)).published == july
    august = datetime(2018, 8, 2, 9, tzinfo=UTC)
    told = read(shown, entry=Entry("1", None, "Ferries", published=august)).published
    assert told == datetime(2018, 1, 7, 9, tzinfo=UTC)


def test_a_page_that_gives_the_day_alone_takes_the_hour_from_the_feed() -> None:
    head = '<meta name="pubdate" content="2026-03-04">'
    evening = datetime(2026, 3, 4, 19, 40, tzinfo=UTC)
    told = read(PARAGRAPHS, head, Entry("1", None, "Ferries", published=evening))
    assert told.published == evening
    later = read(
        PARAGRAPHS, head, Entry("1", None, "Ferries", published=datetime(2026, 3, 9, tzinfo=UTC))
    )
    assert later.published == datetime(2026, 3, 4, tzinfo=UTC)


def test_a_day_alone_is_one_in_the_zone_of_the_page() -> None:
    head = '<meta name="pubdate" content="2026-03-04">'
    morning = datetime(2026, 3, 4, 1, 40, tzinfo=UTC)
    entry = Entry("1", None, "Ferries", published=morning, language="zh")
    assert read(PARAGRAPHS, head, entry).published == morning


def test_the_last_day_of_all_has_no_time_in_other_zones_and_stays() -> None:
    head = '<meta name="pubdate" content="9999-12-31T23:59:59Z">'
    last = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    entry = Entry("1", None, "Ferries", published=last, language="zh")
    assert read(PARAGRAPHS, head, entry).published == last


def test_day_and_month_changed_places_in_the_zone_of_the_page() -> None:
    head = '<meta name="pubdate" content="2026-03-04 05:00">'
    april = datetime(2026, 4, 2, 21, tzinfo=UTC)  # the 3rd of April in Shanghai
    entry = Entry("1", None, "Ferries", published=april, language="zh")
    assert read(PARAGRAPHS, head, entry).published == april


def test_the_language_of_a_page_says_what_its_numbers_of_a_date_mean() -> None:
    body = f"<h1>Ferries</h1><div class=date>01/07/2018 09:00</div><article>{PARAGRAPHS}</article>"
    html = f'<html lang="es"><head><title>Ferries</title></head><body>{body}</body></html>'
    article = read_article(Page("https://news.example.org/1", html.encode(), "text/html"))
    assert article.published == datetime(2018, 7, 1, 9, tzinfo=UTC)
