"""What an index of other people's news answers to a query -> feed.

Hacker News (Algolia's JSON), GDELT (DOC 2.0, mode artlist, JSON), and every index that answers
with a feed, such as Bing News, whose links go through a counter that names the address.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from monitor.errors import UnreadableError
from monitor.news.dates import parse_date
from monitor.news.decoding import decode
from monitor.news.feed import LARGEST, MOST_ENTRIES, read_feed
from monitor.news.feed.json_feed import looks_like_json
from monitor.news.feed.values import plain
from monitor.news.model import Entry, Feed, Page
from monitor.news.urls import absolute

Row = Mapping[str, object]


def read_index(page: Page) -> Feed:
    """Return what an index lists, the articles' own addresses; raises ``UnreadableError``.

    What an index says of an article besides (a summary, an author) is left out: the article is
    read where it was published.
    """
    if not looks_like_json(page.body):
        return _bare(read_feed(page))
    if len(page.body) > LARGEST:
        raise UnreadableError(f"an answer of {len(page.body)} bytes, at most {LARGEST} are read")
    found = _json(decode(page.body, page.content_type, "json").text)
    for key, (name, read) in SHAPES.items():
        rows = found.get(key)
        if isinstance(rows, list):
            listed = (read(row) for row in rows[:MOST_ENTRIES] if isinstance(row, Mapping))
            entries = tuple(entry for entry in listed if entry is not None)
            return Feed(name, absolute(page.url, "/"), None, "index", entries)
    raise UnreadableError(f"JSON without {' or '.join(SHAPES)}: no index that is known")


def _json(text: str) -> Row:
    try:
        found = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("JSON that can't be read") from error
    if not isinstance(found, Mapping):
        raise UnreadableError("JSON, but no object")
    return found


def _of_hacker_news(row: Row) -> Entry | None:
    return _entry(row.get("url"), row.get("title"), row.get("created_at"))


def _of_gdelt(row: Row) -> Entry | None:
    seen = str(row.get("seendate"))  # 20261124T101500Z
    spread = f"{seen[:4]}-{seen[4:6]}-{seen[6:11]}:{seen[11:13]}:{seen[13:]}"
    return _entry(row.get("url"), row.get("title"), spread)


SHAPES: Mapping[str, tuple[str, Callable[[Row], Entry | None]]] = {
    "hits": ("Hacker News", _of_hacker_news),
    "articles": ("GDELT", _of_gdelt),
}


def _entry(url: object, title: object, date: object) -> Entry | None:
    address = absolute("", url) if isinstance(url, str) else None
    if address is None:
        return None
    name = plain(title) if isinstance(title, str) else ""
    return Entry(address, address, name, published=parse_date(str(date)))


def _bare(feed: Feed) -> Feed:
    entries = []
    for entry in feed.entries:
        address = None if entry.url is None else _behind_counter(entry.url)
        if address is not None:
            entries.append(replace(entry, id=address, url=address, summary="", content=""))
    return replace(feed, entries=tuple(entries))


def _behind_counter(url: str) -> str | None:
    """Return the address that a counting link names (Bing: ``…/apiclick.aspx?…&url=…``)."""
    parts = urlsplit(url)
    if not parts.path.endswith("/apiclick.aspx"):
        return url
    named = parse_qs(parts.query, max_num_fields=50).get("url", [""])
    return absolute(url, named[0])
