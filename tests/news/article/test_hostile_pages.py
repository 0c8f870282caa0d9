"""Markup that would hold the parser for seconds is cut before it sees it; the article is read."""

import contextlib
import resource
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import UnreadableError
from monitor.news.article import read_article
from monitor.news.model import Article, Page
from monitor.news.tree import DEEPEST, bounded, without_raw

SENTENCE = (
    "The harbour office counted every ferry that left the pier before noon, and wrote it down. "
)
ARTICLE = "".join(f"<p>{SENTENCE * 2}Entry {n} of the log.</p>" for n in range(6))
PATIENCE = 1.5  # seconds of the processor; each page here takes a tenth of it when bounded


def page(body: str) -> Page:
    html = f"<html><head><title>The log</title></head><body>{body}</body></html>"
    return Page(
        "https://news.example.org/1", html.encode("utf-8", "replace"), "text/html; charset=utf-8"
    )


def read(body: str) -> Article:
    begun = time.process_time()
    article = read_article(page(body))
    assert time.process_time() - begun < PATIENCE
    return article


def text_of(article: Article) -> str:
    return "\n".join(block.text for block in article.blocks)


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 200_000,
        "<i></b><div>" * 40_000,
        "<div></span>" * 60_000,
        "".join(f"<b x={n}><div>" for n in range(4_000)) + "</b>" * 4_000,
        "".join(f"<font x={n}><table>" for n in range(4_000)),
        f"<div>{''.join(f'<b x={n}>' for n in range(290))}</div>{'<p>x</p>' * 3_600}",
        f"<div>{''.join(f'<b x={n}>' for n in range(290))}</div>{'<p>x</p>' * 30_000}",
        f"{''.join(f'<b x={n}><table><td></b></table>' for n in range(290))}{'<p>x</p>' * 30_000}",
        "<ul><li>" * 30_000,
        "<p " + " ".join(f"a{n}=1" for n in range(40_000)) + ">",
        "<select>" + "<option>x" * 32_000 + "</select>",
        "<option>x" * 32_000,
        "<script>" * 50_000,
        "<!--" * 100_000,
        "<" * 300_000,
        "<a href='" * 50_000,
        "<table>" * 20_000,
        "<svg><desc>" * 20_000,
        ("<a x " + "''" * 10_000) * 250,
        '<script type="application/ld+json">{' + " " * 490_000 + "x</script>",
    ],
    ids=[
        "nested", "mixed", "closed-unopened", "reopened", "fonts-in-tables", "bold-in-each",
        "bold-in-all", "bold-around-tables", "lists", "attributes", "options", "loose-options",
        "endless-scripts", "endless-comments", "angles", "open-quotes", "tables", "svg",
        "endless-attributes", "blanks-in-broken-data",
    ],
)  # fmt: skip
def test_an_article_before_hostile_markup_is_read_in_time(hostile: str) -> None:
    assert "Entry 5 of the log." in text_of(read(ARTICLE + hostile))


def test_nesting_is_cut_where_no_real_page_goes() -> None:
    assert bounded(b"<div>" * 50_000).count(b"<div>") == DEEPEST


def test_a_page_within_the_bounds_is_not_touched() -> None:
    html = f"<body><div class='a'>{ARTICLE}</div></body>".encode()
    assert bounded(html) == html


def test_closing_tags_that_close_nothing_hide_no_nesting() -> None:
    assert bounded(b"</i><div>" * 50_000).count(b"<div>") == DEEPEST


@pytest.mark.parametrize("name", ["script", "style", "noscript", "svg", "SCRIPT"])
def test_raw_elements_leave_the_text(name: str) -> None:
    assert without_raw(f"a<{name} x=1>let b = '<p>'</{name} >c".encode())[0] == b"ac"


def test_data_in_scripts_is_told_beside_what_is_left() -> None:
    told = b'<script type="application/ld+json">{"a": "<\\/p>"}</script>'
    other = b"<script>ld+json</script><script type=application/ld+json>"
    assert without_raw(b"a" + told + b"b" + other) == (b"ab", (b'{"a": "<\\/p>"}', b""))


def test_what_follows_an_element_that_never_ends_is_kept() -> None:
    assert without_raw(b"a<script>b<style>c")[0] == b"abc"
    assert without_raw(b"a<!-- b")[0] == b"a b"


def test_a_tag_that_holds_a_whole_thread_is_no_text() -> None:
    thread = f'<div data-thread="{"Reply > " * 30_000}" class=\'x">\'>{ARTICLE}</div>'
    assert text_of(read(thread)) == text_of(read(ARTICLE))


def test_a_page_of_tags_alone_is_read_no_further_than_any_real_one_goes() -> None:
    read(ARTICLE + "</p>" * 1_200_000)


def test_one_line_of_ten_megabytes_is_read() -> None:
    line = SENTENCE * (10 * 1024 * 1024 // len(SENTENCE))
    assert len(text_of(read(f"<p>{line}</p>"))) > 1_000_000


def test_a_page_of_fifty_megabytes_is_read_within_bounds() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with contextlib.suppress(UnreadableError):
        read_article(page(ARTICLE + "<div><p>x</p></div>" * 2_600_000))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 600 * 1024  # kilobytes


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "no article text"),
        ("<script>let text = 'nothing a reader sees';</script>", "only scripts"),
        ("<nav><a href=/>Home</a></nav>", "no article text"),
        ("<img src=a.jpg><br><hr>", "no article text"),
        ("<p></p>" * 1000, "no article text"),
    ],
)
def test_a_page_without_text_says_so(body: str, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        read_article(page(body))


@pytest.mark.parametrize(
    "attributes",
    [
        "hidden",
        'style="display:none"',
        'style="DISPLAY: NONE"',
        'style="font-size:0"',
        'style="position:absolute; left: -9999px"',
        'aria-hidden="true"',
    ],
)
def test_text_that_nobody_sees_is_not_read(attributes: str) -> None:
    hidden = f"<p {attributes}>Buy pills at a price that nobody else can offer you today.</p>"
    text = text_of(read(ARTICLE[: len(ARTICLE) // 2] + hidden + ARTICLE))
    assert "pills" not in text


def test_words_joined_by_what_has_no_width_are_whole() -> None:
    text = text_of(
        read(
            ARTICLE
            + "<p>Micro\u200bsoft and Goo\u00adgle left the pier before the storm came in.</p>"
        )
    )
    assert "Microsoft and Google left" in text


def test_a_processing_instruction_ends_no_more_than_was_begun() -> None:
    assert read(f"<?news feed>{ARTICLE}<?{SENTENCE}").blocks == read(ARTICLE).blocks
    with pytest.raises(UnreadableError):
        read(f"<?{SENTENCE}")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>", "</p>", "<div class='x'>", "</div>", "<table><tr><td>", "</table>", "<br>", "<b>", "</a>",
                "<a href=x>", "<ul><li>", "</ul>", "<!--", "-->", "<script>", "</script>", "&nbsp;", "&#0;", "<h1>",
                "text. ", SENTENCE, "一句话。", "\x00", "\ud800", "<", ">", "'", '"', "<svg>", "<template>",
            ]
        ),
        max_size=60,
    )
)  # fmt: skip
def test_reading_raises_nothing_but_unreadable(parts: list[str]) -> None:
    try:
        article = read_article(page("".join(parts)))
    except UnreadableError:
        return
    assert all(block.text.strip() == block.text != "" for block in article.blocks)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, "text/html", "text/html; charset=gbk", "x"]))
def test_any_bytes_are_read_or_refused(body: bytes, content_type: str | None) -> None:
    with contextlib.suppress(UnreadableError):
        read_article(Page("", body, content_type))
