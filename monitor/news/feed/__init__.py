"""page -> feed: what a publisher lists, whatever the format and however broken.

Formats in the order in which they are recognised: JSON Feed, then XML by its root (RSS in all
versions, RDF, Atom, news sitemap and an index of them). A format is one file and one line in
``XML_FORMATS``. A page without a feed is read by ``listing.read_listing``.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import count

from lxml import etree

from monitor.errors import UnreadableError
from monitor.news.decoding import decode
from monitor.news.feed.atom import read_atom
from monitor.news.feed.fields import local_name
from monitor.news.feed.json_feed import looks_like_json, read_json
from monitor.news.feed.markup import BROKEN, escaped, parse
from monitor.news.feed.rss import read_rss
from monitor.news.feed.sitemap import read_sitemap, read_sitemap_index
from monitor.news.feed.values import MOST_ENTRIES
from monitor.news.feed.web_page import describe, looks_like_html
from monitor.news.model import Entry, Feed, Page

__all__ = ["LARGEST", "MOST_ENTRIES", "XML_FORMATS", "read_feed"]

LARGEST = 20 * 1024 * 1024  # bytes
COMPRESSED = (b"\x1f\x8b", b"x\x01", b"x\x9c", b"x\xda")  # gzip; zlib at its usual levels

# local name of the root -> reader
XML_FORMATS: Mapping[str, Callable[[etree._Element, str], Feed]] = {
    "rss": read_rss,
    "rdf": read_rss,
    "channel": read_rss,
    "feed": read_atom,
    "urlset": read_sitemap,
    "sitemapindex": read_sitemap_index,
}


def read_feed(page: Page) -> Feed:
    """Return what a feed lists, in its order, at most 2,000 entries; raises ``UnreadableError``.

    Addresses are absolute http(s), dates aware UTC, ``summary`` and ``content`` keep their HTML,
    everything else is plain text. Entries that differ have ids that differ. What had to be mended stands in ``repairs``, in words.
    """
    page = _inflated(page)
    if len(page.body) > LARGEST:
        raise UnreadableError(f"a feed of {len(page.body)} bytes, at most {LARGEST} are read")
    if not page.body.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadableError("the answer is empty")
    if looks_like_json(page.body):
        decoded = decode(page.body, page.content_type, "json")
        return _tidy(read_json(decoded.text, page.url), decoded.repairs)
    decoded = decode(page.body, page.content_type, "xml")
    feed = _read_xml(decoded.text, page.url)
    return _tidy(feed, (*decoded.repairs, *feed.repairs))


def _read_xml(text: str, url: str) -> Feed:
    """Read XML; where it holds nothing, what stands in it as text, then what another parser finds."""
    feed, repairs = _by_root(text, url)
    if feed is None or not feed.entries:
        meant = escaped(text)
        inside, told = _by_root(meant, url) if meant is not None else (None, ())
        if inside is not None and inside.entries:
            return replace(inside, repairs=("markup that was escaped", *told))
    if feed is None:
        found = _fallback(text, url)
        return replace(found, repairs=(*repairs, *found.repairs))
    feed = replace(feed, repairs=repairs)
    return _mended(feed, text, url) if repairs and not feed.entries else feed


def _by_root(text: str, url: str) -> tuple[Feed | None, tuple[str, ...]]:
    """Return what the reader of the root's format finds, None where there is none, and the repairs."""
    root, repairs = parse(text)
    reader = XML_FORMATS.get(local_name(root)) if root is not None else None
    return (reader(root, url) if root is not None and reader is not None else None), repairs


def _inflated(page: Page) -> Page:
    """Return a page out of its gzip or zlib: sitemaps are served as such files."""
    if not page.body.startswith(COMPRESSED):
        return page
    try:
        body = zlib.decompressobj(wbits=47).decompress(page.body, LARGEST + 1)
    except zlib.error as error:
        raise UnreadableError("a gzip that is broken") from error
    return replace(page, body=body)


def _mended(feed: Feed, text: str, url: str) -> Feed:
    """Try the forgiving parser on a mended feed in which ours found no entry."""
    try:
        return _fallback(text, url)
    except UnreadableError:
        if BROKEN in feed.repairs and feed.title in {"", url}:
            raise
        return feed


def _fallback(text: str, url: str) -> Feed:
    if looks_like_html(text):
        page = describe(text)
        raise UnreadableError(f"an HTML page, not a feed{page}", blocked=page.blocked)
    from monitor.news.feed.fallback import read_anything

    return read_anything(text, url)


def _tidy(feed: Feed, repairs: tuple[str, ...]) -> Feed:
    """Give each entry an id of its own, and say what is odd about the listing."""
    told = [*repairs, *feed.repairs]
    if (twice := len(feed.entries) - len(set(feed.entries))) > 0:
        told.append(f"{twice} entries listed twice")
    entries, shared = _named_apart(feed.entries)
    if shared:
        told.append(f"{shared} entries under the id of another one")
    if feed.listed is not None and feed.listed > MOST_ENTRIES:
        told.append(f"{feed.listed} entries, the first {MOST_ENTRIES} read")
    return replace(feed, entries=entries, repairs=tuple(dict.fromkeys(told)))


def _named_apart(entries: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], int]:
    """Return entries of which different ones have different ids, and how many had to be renamed.

    Some feeds give all their entries one id. The first keeps it; the others are known by it and
    by their address and title. An entry that is listed twice keeps its id in both places.
    """
    firsts: dict[str, tuple[str | None, str]] = {}
    named, shared = [], 0
    for entry in entries:
        what = entry.url, entry.title
        for name in _names(entry):
            if firsts.setdefault(name, what) == what:
                break
        named.append(entry if name == entry.id else replace(entry, id=name))
        shared += name != entry.id
    return tuple(named), shared


def _names(entry: Entry) -> Iterator[str]:
    yield entry.id
    yield " ".join(part for part in (entry.id, entry.url, entry.title) if part)
    yield from (f"{entry.id} {number}" for number in count(2))
