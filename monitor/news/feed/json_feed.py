"""JSON Feed 1.0 and 1.1 -> feed."""

import json
from collections.abc import Mapping

from monitor.errors import UnreadableError
from monitor.news.feed.values import first_date, plain
from monitor.news.model import Entry, Feed
from monitor.news.urls import absolute

VERSION = "jsonfeed.org/version/"


def looks_like_json(body: bytes) -> bool:
    """Tell JSON by its first sign, after any byte order mark."""
    return body[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"{")


def read_json(text: str, url: str) -> Feed:
    """Read a JSON Feed; raises ``UnreadableError`` with the place of the fault."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise UnreadableError(f"JSON that can't be read: {error.msg}", place) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableError("JSON that can't be read: nested too deeply or too long") from error
    items = found.get("items") if isinstance(found, Mapping) else None
    if not isinstance(items, list) or not (VERSION in str(found.get("version")) or items):
        raise UnreadableError("JSON, but not a JSON Feed: it has no items")
    language = _text(found, "language") or None
    entries = [_entry(item, url, language) for item in items if isinstance(item, Mapping)]
    return Feed(
        title=plain(_text(found, "title")),
        link=absolute(url, _text(found, "home_page_url")),
        language=language,
        format="json",
        entries=tuple(entry for entry in entries if entry is not None),
    )


def _entry(item: Mapping[str, object], url: str, feed_language: str | None) -> Entry | None:
    link = absolute(url, _text(item, "url")) or absolute(url, _text(item, "external_url"))
    title = plain(_text(item, "title"))
    content = _text(item, "content_html") or _text(item, "content_text")
    summary = _text(item, "summary")
    identity = _text(item, "id") or link or title
    if not (title or link or content or summary):
        return None
    language = _text(item, "language") or feed_language
    published, updated = _text(item, "date_published"), _text(item, "date_modified")
    return Entry(
        id=identity or content[:200] or summary[:200],
        url=link,
        title=title,
        summary=summary,
        content=content,
        author=_authors(item),
        published=first_date([published, updated], language, url),
        updated=first_date([updated], language, url),
        language=language,
        categories=_tags(item),
    )


def _authors(item: Mapping[str, object]) -> str | None:
    found = item.get("authors")
    people = found if isinstance(found, list) else [item.get("author")]
    names = [_text(one, "name") for one in people if isinstance(one, Mapping)]
    return ", ".join(dict.fromkeys(plain(name) for name in names if name)) or None


def _tags(item: Mapping[str, object]) -> tuple[str, ...]:
    tags = item.get("tags")
    return tuple(plain(str(tag)) for tag in tags[:50]) if isinstance(tags, list) else ()


def _text(values: Mapping[str, object], key: str) -> str:
    value = values.get(key)
    return str(value).strip() if isinstance(value, str | int | float) else ""
