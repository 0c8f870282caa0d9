"""What our own readers give up on -> feed, by feedparser."""

import io
from typing import Any

from monitor.errors import UnreadableError
from monitor.news.feed.values import first_date, identity, person, plain, title_of
from monitor.news.model import Entry, Feed
from monitor.news.urls import absolute

LARGEST = 2 * 1024 * 1024  # characters; it is pure Python, and some markup makes it slow
MOST_ATTRIBUTES = 2000  # '=' in one tag: above that feedparser takes quadratic time


def read_anything(text: str, url: str) -> Feed:
    """Return what feedparser finds; raises ``UnreadableError`` when it finds no entry either."""
    if len(text) > LARGEST or _overloaded(text):
        raise UnreadableError("not a feed that can be read: broken markup, and too much of it")
    import feedparser

    found: Any = feedparser.parse(io.BytesIO(text.encode("utf-8", "replace")), sanitize_html=False)
    entries = [_entry(item, url) for item in found.entries]
    kept = tuple(entry for entry in entries if entry is not None)
    if not kept:
        raise UnreadableError("not a feed: neither RSS, Atom, RDF, JSON Feed nor a sitemap")
    return Feed(
        title=plain(str(found.feed.get("title", ""))),
        link=absolute(url, str(found.feed.get("link", ""))),
        language=found.feed.get("language") or None,
        format="atom" if str(found.version).startswith("atom") else "rss",
        entries=kept,
        repairs=("read by the forgiving parser",),
    )


def _entry(item: Any, url: str) -> Entry | None:
    link = absolute(url, str(item.get("link", "")))
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
        published=first_date(dates, None, url),
        updated=first_date(dates[1:], None, url),
    )


def _overloaded(text: str) -> bool:
    return any(tag.count("=") > MOST_ATTRIBUTES for tag in text.split("<") if len(tag) > 10_000)
