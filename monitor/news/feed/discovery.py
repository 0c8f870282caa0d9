"""A site's page -> the addresses where its feeds may be."""

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from monitor.news.decoding import as_utf8
from monitor.news.model import Page
from monitor.news.tree import parse
from monitor.news.urls import absolute

MOST = 20
TYPES = (
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
    "application/json", "application/xml", "text/xml",
)  # fmt: skip
WELL_KNOWN = (
    "/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed/index.xml",
    "/feeds/posts/default", "/news-sitemap.xml", "/sitemap-news.xml",
)  # fmt: skip
_WORDS = frozenset({"rss", "atom", "feed", "rss feed", "xml"})
_IN_PATH = re.compile(r"[/._-](?:rss|feeds?|atom)(?:[/._-]|$)", re.IGNORECASE)


def feed_links(page: Page) -> tuple[str, ...]:
    """Return the feeds that a page names, the likeliest first: those in its head, then links.

    Feeds of comments come last: they are named beside the feed of the articles.
    """
    tree = parse(as_utf8(page.body, page.content_type, "html"))
    named = [
        node
        for node in tree.css("link[rel~=alternate][href]")
        if (node.attributes.get("type") or "").split(";")[0].strip().lower() in TYPES
    ]
    linked = [node for node in tree.css("a[href]") if _speaks_of_a_feed(node)]
    found = (absolute(page.url, node.attributes.get("href") or "") for node in (*named, *linked))
    addresses = dict.fromkeys(address for address in found if address)
    return tuple(sorted(addresses, key=lambda address: "comment" in address.lower()))[:MOST]


def likely_feeds(url: str) -> tuple[str, ...]:
    """Return the addresses at which sites often have a feed, below the page's path first."""
    path = urlsplit(url).path.rstrip("/")
    below = (absolute(url, f"{path}{WELL_KNOWN[0]}"), absolute(url, f"{path}{WELL_KNOWN[1]}"))
    top = (absolute(url, known) for known in WELL_KNOWN)
    return tuple(dict.fromkeys(address for address in (*below, *top) if address))


def _speaks_of_a_feed(node: LexborNode) -> bool:
    path = (node.attributes.get("href") or "").partition("?")[0]
    return node.text(deep=True).strip().lower() in _WORDS or _IN_PATH.search(path) is not None
