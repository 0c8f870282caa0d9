"""JSON Feed 1.0 and 1.1 -> feed."""

import html
import json
from collections.abc import Iterator, Mapping

from monitor.errors import UnreadableError
from monitor.news.feed.values import (
    MOST_ENTRIES,
    first_date,
    identity,
    people,
    plain,
    title_of,
    with_addresses,
)
from monitor.news.model import Entry, Feed
from monitor.news.urls import absolute

VERSION = "jsonfeed.org/version/"

Row = Mapping[str, object]


def looks_like_json(body: bytes) -> bool:
    """Tell JSON by its first sign, after any byte order mark."""
    return body[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"{")


def read_json(text: str, url: str) -> Feed:
    """Read a JSON Feed; raises ``UnreadableError`` with the place of the fault."""
    try:
        found = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise UnreadableError(f"JSON that can't be read: {error.msg}", place) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableError("JSON that can't be read: nested too deeply or too long") from error
    items = found.get("items") if isinstance(found, Mapping) else None
    if not isinstance(items, list) or not (VERSION in str(found.get("version")) or items):
        raise UnreadableError("JSON, but not a JSON Feed: it has no items")
    language, link = _text(found, "language") or None, absolute(url, _text(found, "home_page_url"))
    authors = people(_names(found))
    rows = (item for item in items[:MOST_ENTRIES] if isinstance(item, Mapping))
    entries = (_entry(row, url, language, authors) for row in rows)
    home = link or absolute(url, url)
    return Feed(
        title=plain(_text(found, "title")) or home or "",
        link=home,
        language=language,
        format="json",
        entries=tuple(entry for entry in entries if entry is not None),
        listed=len(items),
    )


def _entry(item: Row, url: str, feed_language: str | None, authors: str | None) -> Entry | None:
    link = _link(item, url)
    base = link or url
    text = html.escape(_text(item, "content_text"), quote=False)
    content = _text(item, "content_html") or text
    summary = html.escape(_text(item, "summary"), quote=False)
    title = title_of(plain(_text(item, "title")), summary, text, content, link or "")
    if not item:
        return None
    language = _text(item, "language") or feed_language
    published, updated = _text(item, "date_published"), _text(item, "date_modified")
    return Entry(
        id=identity(_text(item, "id"), link, title, rest=json.dumps(item, default=str)),
        url=link,
        title=title,
        summary=summary,
        content=with_addresses(content, base),
        author=people(_names(item)) or authors,
        published=first_date([published, updated], language, url),
        updated=first_date([updated], language, url),
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
