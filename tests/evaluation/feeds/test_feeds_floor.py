"""What is read of broken feeds, contradicting charsets and odd dates; it may not fall below."""

import json
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import UnreadableError
from monitor.news.dates import parse_date
from monitor.news.feed import read_feed
from monitor.news.model import Feed, Page

FOLDER = Path(__file__).parent
HOME = "https://g.test/feeds/all.xml"

MALFORMED = 1.0
CHARSETS = 0.999
HEADLINES = 0.965
DATES = 1.0

Row = Mapping[str, Any]


def _rows(name: str) -> list[Row]:
    lines = FOLDER.joinpath(f"{name}.jsonl").read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def _read(body: bytes, content_type: str | None = None, url: str = HOME) -> Feed | None:
    try:
        return read_feed(Page(url, body, content_type))
    except UnreadableError:
        return None


def test_malformed_feeds_are_read_as_meant() -> None:
    rows = _rows("malformed")
    wrong = [row["id"] for row in rows if not _as_expected(row)]
    assert len(rows) >= 1000
    assert 1 - len(wrong) / len(rows) >= MALFORMED, wrong


def _as_expected(row: Row) -> bool:
    body = row["text"].encode(row.get("encoding", "utf-8"))
    feed = _read(body, row.get("content_type"), row.get("url", HOME))
    if row["expect"] == "no feed":
        return feed is None
    return feed is not None and all(_said(feed, *check) for check in row["expect"])


def _said(feed: Feed, number: int, field: str, expected: object) -> bool:
    if field == "count":
        return len(feed.entries) == expected
    if number >= len(feed.entries):
        return False
    holder = feed if number < 0 else feed.entries[number]
    found = getattr(holder, "url" if field == "link" and number >= 0 else field)
    if field in {"published", "updated"}:
        return bool(found == (parse_date(str(expected)) if expected else None))
    if field == "summary":  # the image before the text may be written with or without its slash
        return str(found).endswith(str(expected))
    return bool(found == expected)


def test_every_charset_is_read_whatever_is_claimed() -> None:
    ways = [
        (f"{row['language']} {row['codec']}: {way}", row, body, content_type)
        for row in _rows("charsets")
        for way, body, content_type in _ways(row)
    ]
    wrong = [name for name, row, body, header in ways if not _same(row, _read(body, header))]
    assert len(ways) >= 440
    assert 1 - len(wrong) / len(ways) >= CHARSETS, wrong


def _ways(row: Row) -> Iterator[tuple[str, bytes, str | None]]:
    label, codec = row["label"], row["codec"]

    def document(declared: str | None, encoding: str = codec) -> bytes:
        text = _document(row, declared)
        return (_with_loose_tones(text) if encoding == "cp1258" else text).encode(encoding)

    xml = "text/xml; charset="
    yield "declared", document(label), None
    yield "declared, the server knows none", document(label), "text/xml"
    yield "told by the server", document(None), xml + label
    yield "told by the server against the document", document("utf-8"), xml + label
    yield "told by the document against the server", document(label), xml + "utf-8"
    yield "the server says Latin-1", document(label), xml + "ISO-8859-1"
    yield "nobody says", document(None), None
    yield "said to be UTF-8", document("utf-8"), "application/rss+xml"
    yield "said to be Latin-1", document("iso-8859-1"), None
    yield "UTF-8 said to be the old one", document(label, "utf-8"), None
    yield "UTF-8, the server says Latin-1", document("utf-8", "utf-8"), xml + "iso-8859-1"
    yield "UTF-8, the server says UTF-16", document("utf-8", "utf-8"), xml + "utf-16"
    yield "UTF-8 with a mark, said to be Latin-1", document("iso-8859-1", "utf-8-sig"), None
    yield "UTF-8 said to be UTF-16", document("utf-16", "utf-8"), None
    yield "UTF-16 with a mark", document("utf-16", "utf-16"), None
    yield "UTF-16 with a mark, said to be UTF-8", document("utf-8", "utf-16"), None
    yield "UTF-16 without a mark", document("utf-16", "utf-16-le"), None
    yield "UTF-16 without a mark, turned", document("utf-16", "utf-16-be"), None
    yield "UTF-32", document("utf-32", "utf-32"), None


def _document(row: Row, declared: str | None) -> str:
    encoding = f' encoding="{declared}"' if declared else ""
    return (
        f'<?xml version="1.0"{encoding}?><rss version="2.0"><channel><title>{row["title"]}</title>'
        f"<item><title>{row['title']}</title><description>{row['summary']}</description></item>"
        "</channel></rss>"
    )


def _with_loose_tones(text: str) -> str:
    """Write Vietnamese as Windows does: the tone as a mark of its own."""
    made = []
    for sign in text:
        parts = unicodedata.normalize("NFD", sign)
        tones = "".join(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
        bare = "".join(mark for mark in parts if mark not in tones)
        made.append(unicodedata.normalize("NFC", bare) + tones)
    return "".join(made)


def _same(row: Row, feed: Feed | None) -> bool:
    if feed is None or len(feed.entries) != 1:
        return False
    entry = feed.entries[0]
    return (entry.title, entry.summary) == (row["title"], row["summary"])


def test_a_headline_alone_tells_its_charset() -> None:
    groups = tomllib.loads(FOLDER.joinpath("headlines.toml").read_text("utf-8")).values()
    tried = [
        (codec, headline)
        for group in groups
        for codec in group["codecs"]
        for headline in group["headlines"].strip().split("\n")
    ]
    wrong = [(codec, headline) for codec, headline in tried if not _is_read(headline, codec)]
    assert len(tried) >= 370
    assert 1 - len(wrong) / len(tried) >= HEADLINES, wrong


def _is_read(headline: str, codec: str) -> bool:
    text = (
        f"<rss><channel><title>News</title><item><title>{headline}</title></item></channel></rss>"
    )
    feed = _read(text.encode(codec))
    wide = unicodedata.normalize("NFKC", headline)
    return feed is not None and unicodedata.normalize("NFKC", feed.entries[0].title) == wide


def test_dates_are_read_in_the_languages_of_the_feeds() -> None:
    rows = _rows("dates")
    wrong = [
        (row["text"], _minute(row), row["time"]) for row in rows if _minute(row) != row["time"]
    ]
    assert len(rows) >= 900
    assert 1 - len(wrong) / len(rows) >= DATES, wrong


def _minute(row: Row) -> str | None:
    found = parse_date(row["text"], zone_hint=row["zone"])
    return found.strftime("%Y-%m-%dT%H:%M") if found else None


@pytest.mark.parametrize("name", ["malformed", "charsets", "dates"])
def test_no_case_stands_twice(name: str) -> None:
    rows = [json.dumps(row, sort_keys=True) for row in _rows(name)]
    assert len(set(rows)) == len(rows)
