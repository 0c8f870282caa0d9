"""A news sitemap -> feed; an index of sitemaps -> a feed that lists them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from lxml import etree

from monitor.news.feed.fields import Fields, items_of
from monitor.news.feed.values import MOST_ENTRIES, Inherited, inherited, plain
from monitor.news.model import Entry, Feed
from monitor.news.urls import absolute

SITEMAP_INDEX = "sitemap-index"
FOLLOWED = 2  # sitemaps of an index
MOST_FOLLOWED = 500  # entries of them, the newest: plain sitemaps list a site's whole past
DAY = timedelta(days=1)  # by which a date without a time may trail
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
# Sitemaps that list no articles, by their addresses
_ASIDE = re.compile(
    r"image|video|photo|categor|tag|author|topic|section|page|static|product|event|forum",
    re.IGNORECASE,
)
_NEWS = re.compile(r"news|latest|recent|today|48h", re.IGNORECASE)
MOST_ADDRESSES = 50_000  # of one sitemap, by its specification


def read_sitemap(root: etree._Element, url: str) -> Feed:
    """Read a sitemap, the newest entries first where it lists more than are read.

    Without news:news an entry has its address and date alone.
    """
    given = inherited(url, url, None, None, None)
    items, total = items_of(root, "url", MOST_ADDRESSES)
    entries = [entry for item in _newest(items) if (entry := _entry(item, given))]
    language = next((entry.language for entry in entries if entry.language), None)
    title = next((entry.via for entry in entries if entry.via), "") or ""
    # the outlet whose sitemap it is credits nobody by its own name
    own = (replace(entry, via=None) if entry.via == title else entry for entry in entries)
    return Feed(title, None, language, "sitemap", tuple(own), listed=total)


def read_sitemap_index(root: etree._Element, url: str) -> Feed:
    """Read an index: an entry for each sitemap, the newest first, dated where it tells."""
    given = inherited(url, url, None, None, None)
    items, total = items_of(root, "sitemap", MOST_ADDRESSES)
    found = (_entry(item, given) for item in _newest(items, always=True))
    entries = tuple(entry for entry in found if entry is not None)
    return Feed("", None, None, SITEMAP_INDEX, entries, listed=total)


def promising(index: Feed, since: datetime | None = None) -> tuple[str, ...]:
    """Return the addresses of the sitemaps of an index that are worth following, the best first.

    News sitemaps alone where there are any; else those changed last, and of those that tell no
    date the highest numbers. With ``since``, none that says it has not changed after that.
    """
    listed = [entry for entry in index.entries if entry.url]
    news = [entry for entry in listed if _NEWS.search(_path(entry))]
    chosen = sorted(news or listed, key=_promise, reverse=True)[:FOLLOWED]
    return tuple(entry.url or "" for entry in chosen if since is None or _changed(entry, since))


def merged(index: Feed, sitemaps: Sequence[Feed]) -> Feed:
    """Return what sitemaps list as one feed in the index's place, the newest first."""
    entries = {entry.id: entry for feed in sitemaps for entry in feed.entries}
    newest = sorted(entries.values(), key=lambda one: one.published or LONG_AGO, reverse=True)
    return replace(
        index,
        title=next((feed.title for feed in sitemaps if feed.title), index.title),
        language=next((feed.language for feed in sitemaps if feed.language), None),
        entries=tuple(newest[:MOST_FOLLOWED]),
        listed=len(entries),
    )


def _promise(entry: Entry) -> tuple[bool, datetime, list[int]]:
    numbers = [int(number) for number in re.findall(r"\d{1,9}", _path(entry))]
    return not _ASIDE.search(_path(entry)), entry.updated or LONG_AGO, numbers


def _path(entry: Entry) -> str:
    return urlsplit(entry.url or "").path


def _changed(entry: Entry, since: datetime) -> bool:
    """Tell whether a sitemap may have changed since then; many tell the day alone."""
    return entry.updated is None or entry.updated + DAY >= since


def _newest(items: list[etree._Element], *, always: bool = False) -> list[etree._Element]:
    """Return the latest: dates in ISO 8601 sort as text, and those without stay in their order."""
    if len(items) <= MOST_ENTRIES and not always:
        return items
    dated = [(_modified(item), -place) for place, item in enumerate(items)]
    order = sorted(range(len(items)), key=dated.__getitem__, reverse=True)
    return [items[place] for place in order[:MOST_ENTRIES]]


def _modified(item: etree._Element) -> str:
    fields = Fields(item)
    news = fields.first("news:news", "news")
    published = Fields(news).text("publication_date", "news:publication_date") if news is not None else ""  # fmt: skip
    return published or fields.text("lastmod")


def _entry(element: etree._Element, given: Inherited) -> Entry | None:
    fields = Fields(element)
    address = absolute(given.base, fields.text("loc"))
    if address is None:
        return None
    told = fields.first("news:news", "news")
    news = Fields(told if told is not None else etree.Element("none"))
    named = news.first("publication", "news:publication")
    publication = Fields(named if named is not None else etree.Element("none"))
    language = plain(publication.text("language")) or None
    title, modified = plain(news.text("title")), fields.text("lastmod")
    return Entry(
        id=address,
        url=address,
        title=title,
        published=given.first_date([news.text("publication_date"), modified], language, title),
        updated=given.first_date([modified], language, title),
        language=language,
        via=plain(publication.text("name")) or None,
        categories=tuple(word for word in map(plain, news.text("keywords").split(",")) if word)[
            :50
        ],
    )
