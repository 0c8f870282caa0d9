"""What a page says of itself is read wherever it says it."""

from datetime import UTC, datetime

import pytest

from monitor.news.article.metadata import LONGEST_SHOWN, Metadata, read_metadata
from monitor.news.tree import read_document

URL = "https://news.example.vn/a/1?x=2"


def metadata(head: str = "", body: str = "", zone: str | None = "Asia/Ho_Chi_Minh") -> Metadata:
    text = f"<html><head>{head}</head><body>{body}</body></html>"
    return read_metadata(read_document(text), URL, zone)


def linked(value: str) -> str:
    return f'<script type="application/ld+json">{value}</script>'


def test_json_ld_is_read_in_all_its_shapes() -> None:
    article = '{"@type":["NewsArticle"],"headline":"Ferry &amp; pier","author":[{"name":"A B"},"C D"],"datePublished":"2026-11-18T09:40:00+07:00"}'
    for value in (article, f"[{article}]", f'{{"@graph":[{{"@type":"WebPage"}},{article}]}}'):
        told = metadata(linked(value))
        assert told.byline == "A B, C D"
        assert told.published == datetime(2026, 11, 18, 2, 40, tzinfo=UTC)


def test_broken_json_ld_is_passed_over() -> None:
    good = linked('{"@type":"Article","headline":"Right"}')
    assert metadata(linked('{"@type":"Article",') + good).title == "Right"


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","datePublished":"2026-11-18T02:40:00Z","author":{"name":"Ann Lee",},}',
        '//<![CDATA[\n{"@type":"NewsArticle","datePublished":"2026-11-18T02:40:00Z","author":"Ann Lee"}\n//]]>',
        '<!-- {"@type":"NewsArticle","datePublished":"2026-11-18T02:40:00Z","author":"Ann Lee"} -->',
        '{"@type":"WebPage","datePublished":"2026-11-18T02:40:00Z","author":"Ann Lee"}',
        (
            '{"@graph":[{"@type":"Person","@id":"#a","name":"Ann Lee"},'
            '{"@type":"Article","datePublished":"2026-11-18T02:40:00Z","author":{"@id":"#a"}}]}'
        ),
    ],
)
def test_json_ld_is_mended_and_its_references_are_followed(script: str) -> None:
    told = metadata(linked(script))
    assert told.published == datetime(2026, 11, 18, 2, 40, tzinfo=UTC)
    assert told.byline == "Ann Lee"


def test_an_organisation_that_wrote_it_is_the_agency_unless_it_is_the_site() -> None:
    article = '{"@type":"Article","author":{"@type":"Organization","name":"%s"},"publisher":{"name":"Ledger"}}'
    assert metadata(linked(article % "Reuters")).agency == "Reuters"
    assert metadata(linked(article % "Ledger")).agency is None


def test_a_headline_goes_without_an_outlet_that_is_named_by_reference() -> None:
    graph = (
        '{"@graph":[{"@type":"Organization","@id":"#o","name":"Ledger"},'
        '{"@type":"Article","headline":"Ferry sinks - Ledger","publisher":{"@id":"#o"}}]}'
    )
    assert metadata(linked(graph)).title == "Ferry sinks"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (linked('{"@type":"Article","headline":"%s"}' % ("Ferry " * 20_000)), ""),
        ("", f"<h1>{'Ferry ' * 20_000}</h1>"),
    ],
    ids=["stated", "shown"],
)
def test_a_headline_is_no_longer_than_headlines_are(head: str, body: str) -> None:
    assert len(metadata(head, body).title) == LONGEST_SHOWN


def test_a_front_page_is_no_articles_address() -> None:
    head = '<link rel="canonical" href="/"><meta property="og:url" content="/a/1?x=2">'
    assert metadata(head).canonical_url == URL


def test_json_ld_with_line_breaks_in_strings_is_read() -> None:
    assert metadata(linked('{"@type":"Article",\n"headline":"One\nline"}')).title == "One line"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="article:published_time" content="2026-11-18T09:40:00+07:00">', ""),
        ('<meta itemprop="datePublished" content="2026-11-18T09:40+07:00">', ""),
        ("", '<time datetime="2026-11-18T02:40:00Z">x</time>'),
        ("", '<span class="date">Thứ tư, 18/11/2026, 09:40 (GMT+7)</span>'),
        ("", '<div class="post-time">x</div><div class="update-time">2026年11月18日 09:40</div>'),
        ('<meta name="pubdate" content="2026-11-18 09:40">', ""),
    ],
)
def test_the_date_is_found(head: str, body: str) -> None:
    assert metadata(head, body).published == datetime(2026, 11, 18, 2, 40, tzinfo=UTC)


def test_a_page_without_a_date_has_none() -> None:
    assert metadata(body="<p class=date>yesterday</p>").published is None


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("By Ann Lee", "Ann Lee"),
        ("Von Jonas Reuter", "Jonas Reuter"),
        ("作者：林晓舟", "林晓舟"),
        ("한지우 기자", "한지우"),
        ("Tác giả: Phạm Thu Hà", "Phạm Thu Hà"),
        ("Byron West", "Byron West"),
        ("Vonnegut", "Vonnegut"),
        ("文天祥", "文天祥"),
    ],
)
def test_a_visible_byline_loses_its_by_and_nothing_else(shown: str, name: str) -> None:
    assert metadata(body=f'<p class="byline">{shown}</p>').byline == name


@pytest.mark.parametrize(
    ("head", "free"),
    [
        (linked('{"@type":"NewsArticle","isAccessibleForFree":false}'), False),
        (linked('{"@type":"NewsArticle","isAccessibleForFree":"True"}'), True),
        (linked('{"@type":"Article","hasPart":{"isAccessibleForFree":"False"}}'), False),
        ('<meta property="article:content_tier" content="locked">', False),
        ('<meta property="article:content_tier" content="free">', True),
        ('<meta property="article:content_tier" content="metered">', None),
        ("", None),
    ],
)
def test_free_or_paid_is_said(head: str, free: bool | None) -> None:
    assert metadata(head).free is free


def test_addresses_are_made_absolute_and_an_amp_page_names_its_whole() -> None:
    assert (
        metadata('<link rel="canonical" href="/a/1">').canonical_url
        == "https://news.example.vn/a/1"
    )
    assert metadata('<link rel="canonical" href="javascript:x">').canonical_url is None


def test_site_and_language_are_read() -> None:
    told = metadata(
        '<meta property="og:site_name" content="Bản Tin"><meta property="og:locale" content="vi_VN">'
    )
    assert (told.site_name, told.language) == ("Bản Tin", "vi-VN")


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Ferry sinks | Ledger</title>", "<h1>Ferry sinks</h1>", "Ferry sinks"),
        ("<title>Ferry sinks | Ledger</title>", "<h1>Ledger</h1>", "Ferry sinks"),
        (
            "<title>Ledger: Ferry sinks</title>",
            "<h1>Ledger</h1><h3>Ferry sinks</h3>",
            "Ferry sinks",
        ),
        ("<title>江畔新闻网-渡船夜里沉没三十人获救</title>", "", "渡船夜里沉没三十人获救"),
        ("<title>小厂如何活下来：翻番的背后</title>", "", "小厂如何活下来：翻番的背后"),
        ("<title>渡し船が沈没：港新聞デジタル</title>", "", "渡し船が沈没"),
        ("<title>中国-东盟渡船博览会开幕-江畔新闻网</title>", "", "中国-东盟渡船博览会开幕"),
        ("<title>渡船夜里沉没三十人获救_社会_江畔新闻网</title>", "", "渡船夜里沉没三十人获救"),
        ("<title>Ferry sinks | Ledger</title>", "<h1>Sea <b>Ferry sinks</b></h1>", "Ferry sinks"),
        ("<title>渡船沉没_江畔新闻网</title>", "", "渡船沉没"),
        ('<meta property="og:title" content="Ferry"><title>x</title>', "", "Ferry"),
        ("", "<h1>Ferry</h1>", "Ferry"),
        (
            '<meta property="og:title" content="배가 떠났다 - 강변일보"><title>배가 떠났다 &lt; 본문 &lt; 강변일보</title>',
            "",
            "배가 떠났다",
        ),
        (
            '<meta property="og:title" content="Ferry - a farewell"><title>x</title>',
            "",
            "Ferry - a farewell",
        ),
        ("", "", ""),
    ],
)
def test_the_title_is_the_headline_without_the_site(head: str, body: str, title: str) -> None:
    assert metadata(head, body).title == title
