"""JSON Feed 1.0 and 1.1 -> feed."""

import html
import json
import re
from collections.abc import Iterator, Mapping

from monitor.errors import UnreadableError
from monitor.news.feed.loose_json import objects_in, parse_json
from monitor.news.feed.values import (
    MOST_ENTRIES,
    Inherited,
    identity,
    inherited,
    people,
    plain,
    title_of,
    with_addresses,
)
from monitor.news.model import Entry, Feed
from monitor.news.urls import absolute

VERSION = "jsonfeed.org/version/"
# What may stand before an object: comments, a call around it, a guard against scripts
_BEFORE = re.compile(
    rb"(?:/\*.{0,500}?\*/\s*|//[^\n]{0,200}\n\s*|[\w.$]{1,60}\s?\(\s*|\)\]\}',?\s*)*+(?:\[\s*)?\{",
    re.DOTALL,
)

# What tells items of a feed from other objects in a list without a feed around it
_OF_AN_ITEM = frozenset({"title", "content_html", "content_text", "summary"})
_ITEM = re.compile(
    r"\{\s{0,99}\"(?:id|url|external_url|title|content_html|content_text|date_published)\""
)

Row = Mapping[str, object]


def looks_like_json(body: bytes) -> bool:
    """Tell JSON by its first sign, after a byte order mark, what serves it to scripts, a warning."""
    head = body[:2000].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    junk = head.startswith(b"<") and VERSION.encode() in head and b'"version"' in head
    return junk or _BEFORE.match(head) is not None


def read_json(text: str, url: str) -> Feed:
    """Read a JSON Feed, or a bare list of its items; raises ``UnreadableError`` with the place of the fault."""
    found, items, repairs = _read(text)
    language, link = _text(found, "language") or None, absolute(url, _text(found, "home_page_url"))
    given = inherited(url, url, link, language, people(_names(found)))
    rows = (item for item in items[:MOST_ENTRIES] if isinstance(item, Mapping) and item)
    home = link or absolute(url, url)
    return Feed(
        title=plain(_text(found, "title")) or home or "",
        link=home,
        language=language,
        format="json",
        entries=tuple(_entry(row, given) for row in rows),
        repairs=repairs,
        listed=len(items),
    )


def _read(text: str) -> tuple[Row, list[object], tuple[str, ...]]:
    """Return a feed, its items, and what was mended; items of a broken feed are read one by one."""
    try:
        said, repairs = parse_json(text)
        found, items = _feed_in(said), _items_in(said)
    except UnreadableError:
        items = _items_alone(text)
        if not items:
            raise
        return _head_of(text), items, ("JSON of which items alone can be read",)
    if repairs and len(alone := _items_alone(text)) > len(items):
        items = alone
    return found, items, repairs


def _feed_in(said: object) -> Row:
    """Return the feed, or the one that an object holds which is none itself."""
    if not isinstance(said, Mapping):
        return {}
    inside = (one for one in said.values() if isinstance(one, Mapping))
    held = (one for one in inside if VERSION in str(one.get("version")))
    return said if "items" in said else next(held, said)


def _items_in(said: object) -> list[object]:
    """Return the items of a feed, or of a list without a feed around it; raises ``UnreadableError``."""
    feed = _feed_in(said)
    items = feed.get("items", said if isinstance(said, list) else None)
    items = list(items.values()) if isinstance(items, Mapping) else items
    known = VERSION in str(feed.get("version")) or (items and isinstance(said, Mapping))
    if not isinstance(items, list) or not (known or any(map(_is_item, items))):
        raise UnreadableError("JSON, but not a JSON Feed: it has no items")
    return items


def _is_item(one: object) -> bool:
    return isinstance(one, Mapping) and not _OF_AN_ITEM.isdisjoint(one)


def _items_alone(text: str) -> list[object]:
    found = objects_in(text, _ITEM, MOST_ENTRIES)
    return [one for one in found if _is_item(one) and "items" not in one]


def _head_of(text: str) -> Row:
    """Return what a broken feed says before its first item."""
    first = _ITEM.search(text, text.find("[") + 1)
    try:
        said, _ = parse_json(f"{text[: first.start()] if first else text}]}}")
    except UnreadableError:
        return {}
    return _feed_in(said)


def _entry(item: Row, given: Inherited) -> Entry:
    link = _link(item, given.base)
    text = html.escape(_text(item, "content_text"), quote=False)
    content = _text(item, "content_html") or text
    summary = html.escape(_text(item, "summary"), quote=False)
    title = title_of(plain(_text(item, "title")), summary, text, content, link or "")
    language = _text(item, "language") or given.language
    published, updated = _text(item, "date_published"), _text(item, "date_modified")
    return Entry(
        id=identity(_text(item, "id"), link, title, rest=json.dumps(item, default=str)),
        url=link,
        title=title,
        summary=summary,
        content=with_addresses(content, link or given.base),
        author=people(_names(item)) or given.authors,
        published=given.first_date([published, updated], language, title),
        updated=given.first_date([updated], language, title),
        language=language,
        categories=_tags(item),
    )


def _names(item: Row) -> Iterator[str]:
    """Yield the authors of 1.1, then the one of 1.0; each may stand in the other's shape."""
    for found in (item.get("authors"), item.get("author")):
        for one in found if isinstance(found, list) else [found]:
            yield _text(one, "name") if isinstance(one, Mapping) else str(one or "")


def _tags(item: Row) -> tuple[str, ...]:
    tags = item.get("tags")
    return tuple(plain(str(tag)) for tag in tags[:50]) if isinstance(tags, list) else ()


def _link(item: Row, url: str) -> str | None:
    """Return the address of an item, else what it speaks of, else what it carries."""
    attached = item.get("attachments")
    carried = (
        [one for one in attached if isinstance(one, Mapping)] if isinstance(attached, list) else []
    )
    named = (
        _text(item, "url"),
        _text(item, "external_url"),
        *(_text(one, "url") for one in carried[:1]),
    )
    return next((made for address in named if (made := absolute(url, address))), None)


def _text(values: Row, key: str) -> str:
    """Return a text; half of a surrogate pair, which JSON can spell, becomes a sign of its own."""
    value = values.get(key)
    text = str(value).strip() if isinstance(value, str | int | float) else ""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # fmt: skip
