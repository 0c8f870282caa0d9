"""What our own readers give up on -> feed, by feedparser."""

import io
from typing import Any

from monitor.errors import UnreadableError
from monitor.news.feed.values import (
    MOST_ENTRIES,
    Inherited,
    identity,
    inherited,
    person,
    plain,
    title_of,
)
from monitor.news.model import Entry, Feed
from monitor.news.urls import absolute

LARGEST = 2 * 1024 * 1024  # characters; it is pure Python, and some markup makes it slow
MOST_ATTRIBUTES = 2000  # '=' in one tag: above that feedparser takes quadratic time

# What feedparser has been seen to raise, or may, on markup that it does not expect.
FAULTS = (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError)


def read_anything(text: str, url: str) -> Feed:
    """Return what feedparser finds; raises ``UnreadableError`` when it finds no entry either."""
    if len(text) > LARGEST or _overloaded(text):
        raise UnreadableError("not a feed that can be read: broken markup, and too much of it")
    import feedparser

    body = io.BytesIO(text.encode("utf-8", "replace"))
    try:
        found: Any = feedparser.parse(body, sanitize_html=False)
    except FAULTS as error:
        raise UnreadableError("not a feed that can be read: broken markup") from error
    link, language = (
        absolute(url, str(found.feed.get("link", ""))),
        found.feed.get("language") or None,
    )
    given = inherited(url, url, link, language, None)
    entries = [_entry(item, given) for item in found.entries[:MOST_ENTRIES]]
    kept = tuple(entry for entry in entries if entry is not None)
    if not kept:
        raise UnreadableError("not a feed: neither RSS, Atom, RDF, JSON Feed nor a sitemap")
    return Feed(
        title=plain(str(found.feed.get("title", ""))),
        link=link or absolute(url, url),
        language=language,
        format="atom" if str(found.version).startswith("atom") else "rss",
        entries=kept,
        listed=len(found.entries),
        repairs=("read by the forgiving parser",),
    )


def _entry(item: Any, given: Inherited) -> Entry | None:
    link = absolute(given.base, str(item.get("link", "")))
    content = next((str(one.get("value", "")) for one in item.get("content", ())), "")
    summary = str(item.get("summary", ""))
    title = title_of(plain(str(item.get("title", ""))), summary, content, link or "")
    if not title:
        return None
    dates = [str(item.get(key, "")) for key in ("published", "updated")]
    return Entry(
        id=identity(str(item.get("id", "")), link, title),
        url=link,
        title=title,
        summary="" if summary == content else summary,
        content=content,
        author=person(str(item.get("author", ""))),
        published=given.first_date(dates, given.language, title),
        updated=given.first_date(dates[1:], given.language, title),
    )


def _overloaded(text: str) -> bool:
    return any(tag.count("=") > MOST_ATTRIBUTES for tag in text.split("<") if len(tag) > 10_000)
