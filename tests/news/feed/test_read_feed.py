"""What publishers list is read as they mean it, in every format and however broken."""

import gzip
import zlib
from datetime import UTC, datetime

import pytest

from monitor.errors import UnreadableError
from monitor.news.feed import MOST_ENTRIES, read_feed
from monitor.news.model import Entry, Feed, Page

URL = "https://gazette.test/feeds/all.xml"


def read(text: str | bytes, content_type: str | None = None, url: str = URL) -> Feed:
    body = text if isinstance(text, bytes) else text.encode()
    return read_feed(Page(url, body, content_type))


def rss(items: str, head: str = "<title>Gazette</title>", attributes: str = "") -> str:
    return f'<rss version="2.0"{attributes}><channel>{head}{items}</channel></rss>'


def only(feed: Feed) -> Entry:
    (entry,) = feed.entries
    return entry


def test_rss_is_read_in_every_field() -> None:
    feed = read(
        rss(
            """<item><title>Lab &amp;amp; bridge</title><link>https://gazette.test/1</link>
            <guid isPermaLink="false">g1</guid><pubDate>Tue, 03 Mar 2026 10:00:00 +0700</pubDate>
            <description>&lt;p&gt;Short&lt;/p&gt;</description>
            <content:encoded><![CDATA[<p>Long <a href="/x">here</a></p>]]></content:encoded>
            <dc:creator>Ana</dc:creator><category>AI</category>
            <source url="https://wire.test">The Wire</source></item>""",
            "<title>Gazette</title><link>https://gazette.test/</link><language>vi</language>"
            "<ttl>45</ttl>",
            ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"',
        )
    )
    head = (feed.title, feed.link, feed.language, feed.format, feed.ttl_minutes, feed.repairs)
    assert head == ("Gazette", "https://gazette.test/", "vi", "rss", 45, ())
    assert only(feed) == Entry(
        id="g1",
        url="https://gazette.test/1",
        title="Lab & bridge",
        summary="<p>Short</p>",
        content='<p>Long <a href="https://gazette.test/x">here</a></p>',
        author="Ana",
        published=datetime(2026, 3, 3, 3, tzinfo=UTC),
        language="vi",
        via="The Wire",
        categories=("AI",),
    )


def test_atom_is_read_in_every_field() -> None:
    feed = read(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://g.test/a/">
        <title type="html">Gazette &amp;amp; Co</title><link rel="self" href="feed"/>
        <link href="/"/><entry><id>tag:1</id><title type="text">a &lt; b</title>
        <link rel="enclosure" href="x.mp3"/><link rel="alternate" href="b/1"/>
        <summary type="html">&lt;b&gt;S&lt;/b&gt;</summary>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>C</p></div></content>
        <author><name>Ana</name></author><author><name>Ben</name></author>
        <published>2026-03-03T10:00:00Z</published><updated>2026-03-04T10:00:00+01:00</updated>
        <category term="ai" label="AI"/></entry></feed>"""
    )
    assert (feed.title, feed.link, feed.format) == ("Gazette & Co", "https://g.test/", "atom")
    entry = only(feed)
    assert (entry.url, entry.title, entry.author) == ("https://g.test/a/b/1", "a < b", "Ana, Ben")
    assert (entry.summary, entry.content) == ("<b>S</b>", "<div><p>C</p></div>")
    assert entry.published == datetime(2026, 3, 3, 10, tzinfo=UTC)
    assert entry.updated == datetime(2026, 3, 4, 9, tzinfo=UTC)
    assert (entry.categories, entry.language) == (("AI",), "en")


def test_rdf_items_stand_beside_the_channel() -> None:
    feed = read(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel><title>官報</title><link>https://g.test/</link></channel>
        <item><title>研究所</title><link>https://g.test/1</link>
        <dc:date>2026-03-03T10:00:00+09:00</dc:date></item></rdf:RDF>"""
    )
    assert (feed.format, feed.title, only(feed).id) == ("rdf", "官報", "https://g.test/1")
    assert only(feed).published == datetime(2026, 3, 3, 1, tzinfo=UTC)


def test_json_feed_is_read() -> None:
    feed = read(
        """{"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "language": "de",
        "home_page_url": "https://g.test/", "items": [{"id": 7, "url": "/a", "title": "T",
        "content_html": "<p>x</p>", "summary": "s", "date_published": "2026-03-03T10:00:00Z",
        "authors": [{"name": "Ana"}], "tags": ["AI"]}, "junk"]}"""
    )
    entry = only(feed)
    assert (feed.format, feed.language, entry.id, entry.url) == (
        "json",
        "de",
        "7",
        "https://g.test/a",
    )
    assert (entry.content, entry.author, entry.categories) == ("<p>x</p>", "Ana", ("AI",))


def test_a_news_sitemap_is_read() -> None:
    feed = read(
        """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>
        <loc>https://g.test/1</loc><news:news><news:publication><news:name>Gazette</news:name>
        <news:language>en</news:language></news:publication><news:title>Lab closes</news:title>
        <news:publication_date>2026-03-03</news:publication_date></news:news></url></urlset>"""
    )
    entry = only(feed)
    assert (feed.format, entry.title, entry.language) == ("sitemap", "Lab closes", "en")
    assert entry.published == datetime(2026, 3, 3, tzinfo=UTC)
    assert (feed.title, entry.via) == ("Gazette", None)  # nobody credits himself


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("Giá&nbsp;vàng tăng", "Giá vàng tăng"),
        ("AT&T closes", "AT&T closes"),
        ("Caf&eacute; &#8220;x&#8221;", "Café “x”"),
        ("a\x0bb", "ab"),
        ("<![CDATA[R&D <b>bold</b>]]>", "R&D bold"),
        ("x &unknown; y", "x &unknown; y"),
        ("5 &lt; 7 and 9 &gt; 8", "5 < 7 and 9 > 8"),
    ],
)
def test_broken_text_is_mended(markup: str, title: str) -> None:
    assert only(read(rss(f"<item><title>{markup}</title></item>"))).title == title


def test_prefixes_that_nobody_declared_are_understood() -> None:
    feed = read(
        rss("<item><title>T</title><dc:creator>Ana</dc:creator><x:y>z</x:y></item>"),
    )
    assert only(feed).author == "Ana"
    assert feed.repairs == ("prefixes that are not declared",)


def test_a_cut_document_gives_the_entries_that_came() -> None:
    whole = rss("".join(f"<item><title>T{n}</title><guid>{n}</guid></item>" for n in range(9)))
    feed = read(whole[: whole.index("T7")])
    assert [entry.id for entry in feed.entries[:6]] == list("012345")
    assert "markup that is not well formed" in feed.repairs


def test_unclosed_html_inside_a_description_loses_no_item() -> None:
    items = "".join(
        f"<item><title>T{n}</title><description>a<br>b</description></item>" for n in range(3)
    )
    assert [entry.title for entry in read(rss(items)).entries] == ["T0", "T1", "T2"]


def test_junk_before_the_document_is_skipped() -> None:
    body = "\n <!-- made by hand -->\n" + rss("<item><title>T</title></item>")
    assert only(read("Warning: x\n" + body)).title == "T"


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        ("gbk", "gb2312", None),
        ("gb18030", None, "text/xml; charset=gb2312"),
        ("big5", "big5", None),
        ("utf-8", "iso-8859-1", None),
        ("utf-8", None, "text/xml; charset=iso-8859-1"),
        ("utf-16", "utf-16", None),
        ("utf-8-sig", "gbk", None),
        ("gbk", None, None),
        ("gbk", "utf-8", None),
    ],
)
def test_chinese_is_read_whatever_is_declared(
    encoding: str, declared: str | None, header: str | None
) -> None:
    title = "微軟亞洲研究院" if encoding == "big5" else "微软亚洲研究院宣布关闭上海实验室"
    text = rss(f"<item><title>{title}</title><description>{title * 20}</description></item>")
    if declared:
        text = f'<?xml version="1.0" encoding="{declared}"?>{text}'
    assert only(read(text.encode(encoding), header)).title == title


def test_the_guid_is_the_address_where_the_link_is_missing() -> None:
    perma = only(read(rss("<item><title>T</title><guid>https://g.test/1</guid></item>")))
    other = '<item><title>T</title><guid isPermaLink="false">https://g.test/1</guid></item>'
    assert perma.url == "https://g.test/1"
    assert only(read(rss(other))).url is None


def test_an_atom_link_does_not_hide_the_items_own() -> None:
    entry = only(
        read(
            rss(
                '<item><title>T</title><atom:link href="https://g.test/feed" rel="self"/>'
                "<link>https://g.test/1</link></item>",
                attributes=' xmlns:atom="http://www.w3.org/2005/Atom"',
            )
        )
    )
    assert entry.url == "https://g.test/1"


def test_a_media_title_does_not_hide_the_items_own() -> None:
    entry = only(
        read(
            rss(
                "<item><media:title>picture</media:title><title>T</title></item>",
                attributes=' xmlns:media="http://search.yahoo.com/mrss/"',
            )
        )
    )
    assert entry.title == "T"


def test_a_date_without_a_zone_is_the_publishers() -> None:
    item = "<item><title>T</title><pubDate>2026-03-03 10:00:00</pubDate></item>"
    assert only(read(rss(item), url="https://bao.vn/rss")).published == datetime(
        2026, 3, 3, 3, tzinfo=UTC
    )


def test_a_script_address_is_no_link() -> None:
    assert only(read(rss("<item><title>T</title><link>javascript:x</link></item>"))).url is None


def test_an_entry_listed_twice_keeps_its_id_and_is_said() -> None:
    item = "<item><title>T</title><guid>1</guid></item>"
    feed = read(rss(item * 3))
    assert {entry.id for entry in feed.entries} == {"1"}
    assert feed.repairs == ("2 entries listed twice",)


def test_entries_that_differ_never_share_an_id() -> None:
    items = "".join(
        f"<item><title>T{n}</title><guid isPermaLink='false'>0</guid></item>" for n in range(3)
    )
    feed = read(rss(items))
    assert [entry.id for entry in feed.entries] == ["0", "0 T1", "0 T2"]
    assert feed.repairs == ("2 entries under the id of another one",)


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read(rss("")).entries == ()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \n\0", "empty"),
        (b"<!DOCTYPE html><html><head><title>Log in</title></head></html>", "HTML.*Log in"),
        (b"<html><body><script>cf-challenge</script></body></html>", "HTML.*human"),
        (b'{"a": ', "JSON that can't be read: .* .line 1, column"),
        (b'{"a": 1}', "not a JSON Feed"),
        (b"[" * 100_000, "not a feed"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"no markup at all", "not a feed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not a feed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a feed"),
        (b"x" * (20 * 1024 * 1024 + 1), "at most"),
    ],
)
def test_what_is_no_feed_is_said_in_one_line(body: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words) as refused:
        read(body)
    assert "\n" not in str(refused.value)


def test_an_entity_bomb_stays_small() -> None:
    lines = ['<!ENTITY a0 "ha">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    bomb = f"<!DOCTYPE rss [{''.join(lines)}]>" + rss("<item><title>T &a11; x</title></item>")
    feed = read(bomb)
    assert len(only(feed).title) < 100
    assert "entities that it declares itself are left out" in feed.repairs


def test_a_file_of_this_machine_is_not_read() -> None:
    trap = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    assert only(read(trap + rss("<item><title>T &x;</title></item>"))).title == "T &x;"


def test_deep_nesting_and_floods_end_in_bounded_work() -> None:
    deep = rss(f"<item><title>T</title><description>{'<b>' * 100_000}x</description></item>")
    assert only(read(deep)).title == "T"
    attributes = " ".join(f'a{n}="x"' for n in range(50_000))
    with pytest.raises(UnreadableError):
        read(f"<rss {attributes}")
    flood = rss("".join(f"<item><guid>{n}</guid><title>T</title></item>" for n in range(30_000)))
    feed = read(flood)
    assert len(feed.entries) == MOST_ENTRIES
    assert feed.repairs == (f"30000 entries, the first {MOST_ENTRIES} read",)


@pytest.mark.parametrize(
    ("title", "hour"),
    [("研究所宣布关闭", 2), ("研究所が閉鎖", 1), ("연구소 폐쇄", 1), ("Phòng thí nghiệm đóng cửa", 3), ("Lab closes", 10)],
)  # fmt: skip
def test_a_date_without_zone_and_language_is_in_the_zone_of_the_script(
    title: str, hour: int
) -> None:
    item = f"<item><title>{title}</title><pubDate>2026-03-03 10:00</pubDate></item>"
    assert only(read(rss(item))).published == datetime(2026, 3, 3, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    "item",
    [
        "<pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate>",
        "<author>Ana</author>",
        "<description>Only a note.</description>",
        "<category>AI</category>",
    ],
)
def test_an_item_that_says_almost_nothing_has_an_id_that_stays(item: str) -> None:
    feed = read(rss(f"<item>{item}</item><item><title>T</title></item>"))
    again = read(rss(f"<item><title>new</title></item><item>{item}</item>"))
    assert feed.entries[0].id == again.entries[1].id
    assert feed.entries[0].id != feed.entries[1].id


@pytest.mark.parametrize(
    "date",
    ["yesterday", "29 Feb 2027", "0000-00-00", "1970-01-01T00:00:00Z", "31/31/2026", "2026-13-45"],
)
def test_a_date_that_is_none_leaves_the_entry_undated(date: str) -> None:
    entry = only(read(rss(f"<item><title>T</title><pubDate>{date}</pubDate></item>")))
    assert (entry.title, entry.published) == ("T", None)


def test_a_gzip_file_is_read_within_the_bound() -> None:
    plain = rss("<item><title>T</title></item>").encode()
    packed = gzip.compress(plain)
    assert only(read(packed)).title == only(read(zlib.compress(plain))).title == "T"
    with pytest.raises(UnreadableError, match="at most"):
        read(gzip.compress(b"<rss>" + b" " * 30_000_000))
    with pytest.raises(UnreadableError, match="gzip"):
        read(packed[:10] + b"\xff" * 20)
