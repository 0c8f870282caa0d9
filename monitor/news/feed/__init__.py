"""page -> feed: what a publisher lists, whatever the format and however broken.

Formats in the order in which they are recognised: JSON Feed, then XML by its root (RSS in all
versions, RDF, Atom, news sitemap). A format is one file and one line in ``XML_FORMATS``.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from lxml import etree

from monitor.errors import UnreadableError
from monitor.news.decoding import decode
from monitor.news.feed.json_feed import looks_like_json, read_json
from monitor.news.feed.markup import BROKEN, looks_like_html, parse
from monitor.news.feed.sitemap import read_sitemap
from monitor.news.feed.syndication import read_atom, read_rss
from monitor.news.model import Entry, Feed, Page

MOST_ENTRIES = 2000
LARGEST = 20 * 1024 * 1024  # bytes

# local name of the root -> reader
XML_FORMATS: Mapping[str, Callable[[etree._Element, str], Feed]] = {
    "rss": read_rss,
    "rdf": read_rss,
    "channel": read_rss,
    "feed": read_atom,
    "urlset": read_sitemap,
}


def read_feed(page: Page) -> Feed:
    """Return what a feed lists, at most 2,000 entries, each once; raises ``UnreadableError``.

    Addresses are absolute http(s), dates aware UTC, ``summary`` and ``content`` keep their HTML,
    everything else is plain text. What had to be mended stands in ``repairs``, in words.
    """
    if len(page.body) > LARGEST:
        raise UnreadableError(f"a feed of {len(page.body)} bytes, at most {LARGEST} are read")
    if not page.body.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadableError("the answer is empty")
    if looks_like_json(page.body):
        decoded = decode(page.body, page.content_type, "json")
        return _tidy(read_json(decoded.text, page.url), decoded.repairs)
    decoded = decode(page.body, page.content_type, "xml")
    root, repairs = parse(decoded.text)
    reader = XML_FORMATS.get(_local(root)) if root is not None else None
    if root is None or reader is None:
        return _tidy(_fallback(decoded.text, page.url), (*decoded.repairs, *repairs))
    feed = replace(reader(root, page.url), repairs=repairs)
    if not feed.entries and repairs:
        feed = _mended(feed, decoded.text, page.url)
    return _tidy(feed, (*decoded.repairs, *repairs))


def _mended(feed: Feed, text: str, url: str) -> Feed:
    """Try the forgiving parser on a mended feed in which ours found no entry."""
    try:
        return _fallback(text, url)
    except UnreadableError:
        if BROKEN in feed.repairs:
            raise
        return feed


def _fallback(text: str, url: str) -> Feed:
    if looks_like_html(text):
        raise UnreadableError(f"an HTML page, not a feed{_why_html(text)}")
    from monitor.news.feed.fallback import read_anything

    return read_anything(text, url)


def _why_html(text: str) -> str:
    """Return what kind of page stands where the feed should, as far as it says so."""
    head = text[:20_000].lower()
    if "cf-challenge" in head or "just a moment" in head or "captcha" in head:
        return ": a challenge that asks for a human"
    if "consent" in head and "cookie" in head:
        return ": it asks for consent to cookies"
    if "<title>" in head:
        title = text[head.index("<title>") + 7 :][:200].split("<", maxsplit=1)[0]
        return f" titled {' '.join(title.split())[:80]!r}"
    return ""


def _tidy(feed: Feed, repairs: tuple[str, ...]) -> Feed:
    """Keep each entry once and not more than the limit, newest first where the feed is long."""
    entries: dict[str, Entry] = {}
    for entry in feed.entries:
        entries.setdefault(entry.id, entry)
    kept = tuple(entries.values())[:MOST_ENTRIES]
    told = [*repairs, *feed.repairs]
    if len(entries) < len(feed.entries):
        told.append(f"{len(feed.entries) - len(entries)} entries listed twice")
    if len(kept) < len(entries):
        told.append(f"{len(entries)} entries, the first {MOST_ENTRIES} read")
    return replace(feed, entries=kept, repairs=tuple(dict.fromkeys(told)))


def _local(root: etree._Element) -> str:
    # not by etree.QName: a recovered tree holds names such as 'x:y' that it refuses
    return str(root.tag).rpartition("}")[2].rpartition(":")[2].lower()
