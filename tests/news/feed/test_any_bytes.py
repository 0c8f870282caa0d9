"""No bytes make a reader fail in another way than by saying so."""

import json

from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import UnreadableError
from monitor.news.feed import MOST_ENTRIES, read_feed
from monitor.news.model import Feed, Page

MARKUP = """
<rss> <rss|version="2.0"|xmlns:dc="http://purl.org/dc/elements/1.1/"|xml:base="a/b"> <channel> </channel>
<item> </item> <item|xml:base="http://["> <title> </title> <title|type="html"|mode="base64"> <link> </link>
<link|href="//x"/> <link|rel="alternate"|href="http://["/> <guid> </guid> <guid|isPermaLink="true"> <id> </id>
<pubDate> </pubDate> <dc:date> </dc:date> <x:y> <x:y|x:z="1"> </x:y> <description> </description>
<content:encoded> <media:group> </media:group> <author> </author> <name> <source|url="x"> </source> <ttl> 99999999
<feed|xmlns="http://www.w3.org/2005/Atom"> </feed> <entry> </entry> <content|type="xhtml"> <content|type="image/png">
</content> <summary|type="text"> </summary> <div> </div> <br> <urlset> <url> <loc> <news:news> <sitemapindex> <sitemap>
<rdf:RDF> <!DOCTYPE|rss|[ <!ENTITY|a|"b"> ]> <?xml|version="1.0"|encoding="utf-16"?> <?x <!-- --> <![CDATA[ ]]>
& &nbsp; &a; &#0; &#x110000; &#xD83D;&#xDE00; &#150; &#xD83D;&#xD83D; < > " ' = \\0 \\ufeff \\x85 \\x93 word 7
https://g.test/1 /relative javascript:x http://[ mailto:a@b a@b|(Ana) Ana|<a@b> 5/7/2026 二〇二六年十一月三日 民國元年
Tue,|03|Nov|2026|10:00:00|+99:99 PD94bWw= ÿ 中文 \u0301
""".split()  # '|' stands for a space within a part

MARKUP_PARTS = [
    part.replace("|", " ").replace("\\0", "\0").replace("\\ufeff", "\ufeff")
    .replace("\\x85", "\x85").replace("\\x93", "\x93")
    for part in MARKUP
]  # fmt: skip
JSON_PARTS = ["{", "}", "[", "]", ",", ":", '"items"', '"id"', '"title"', '"url"', '"version"',
              '"authors"', '"name"', '"\\ud83d"', '"\\', '"x"', "1e999", "null", "true", "-", "NaN",
              '"attachments"', '"content_text"', '"date_published"', "\n", "\0"]  # fmt: skip
ENCODINGS = st.sampled_from(
    ["utf-8", "utf-16", "utf-16-le", "gb18030", "big5", "cp1258", "latin-1"]
)
HEADERS = st.sampled_from(
    [
        None,
        "text/xml; charset=utf-7",
        "application/json",
        "x; charset=iso-2022-jp",
        "; charset=big5",
    ]
)
ADDRESSES = st.sampled_from(["", "https://g.test/feed", "https://g.kr/", "http://[", "x"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "url", "title", "authors", "author", "name", "tags", "attachments"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


def read(body: bytes, header: str | None = None, url: str = "https://g.test/feed") -> Feed | None:
    try:
        feed = read_feed(Page(url, body, header))
    except UnreadableError:
        return None
    assert len(feed.entries) <= MOST_ENTRIES
    assert all(entry.id and entry.title is not None for entry in feed.entries)
    known: dict[str, tuple[str | None, str]] = {}
    for entry in feed.entries:
        assert known.setdefault(entry.id, (entry.url, entry.title)) == (entry.url, entry.title)
        assert entry.url is None or entry.url.startswith(("http://", "https://"))
    return feed


@given(st.lists(st.sampled_from(MARKUP_PARTS), max_size=40), ENCODINGS, HEADERS, ADDRESSES)
def test_no_markup(parts: list[str], encoding: str, header: str | None, url: str) -> None:
    read("".join(parts).encode(encoding, "replace"), header, url)


@given(st.lists(st.sampled_from(MARKUP_PARTS), max_size=25), ADDRESSES)
def test_no_item(parts: list[str], url: str) -> None:
    body = f"<rss><channel><title>G</title><item>{''.join(parts)}</item><item><title>last</title>"
    read(body.encode("utf-8", "replace"), None, url)


@given(st.lists(st.sampled_from(JSON_PARTS), max_size=30))
def test_no_json_in_pieces(parts: list[str]) -> None:
    read(("{" + "".join(parts)).encode())


@given(st.lists(VALUES, max_size=4), ADDRESSES)
def test_no_json_feed(items: list[object], url: str) -> None:
    feed = read(
        json.dumps({"version": "x", "title": "G", "items": [*items, {"id": 1}]}).encode(), None, url
    )
    assert feed is not None
    assert feed.format == "json"


@given(st.binary(max_size=300), HEADERS)
def test_no_bytes(body: bytes, header: str | None) -> None:
    read(body, header)
