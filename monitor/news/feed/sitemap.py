"""A news sitemap (urlset with news:news) -> feed."""

from lxml import etree

from monitor.news.feed.values import child, children, first_date, inner_text, plain
from monitor.news.model import Entry, Feed
from monitor.news.urls import absolute


def read_sitemap(root: etree._Element, url: str) -> Feed:
    """Read the entries of a sitemap; without news:news an entry has its address and date alone."""
    found = [_entry(one, url) for one in children(root, "url")]
    entries = tuple(entry for entry in found if entry is not None)
    language = next((entry.language for entry in entries if entry.language), None)
    title = next((entry.via for entry in entries if entry.via), "") or ""
    return Feed(title, None, language, "sitemap", entries)


def _entry(element: etree._Element, url: str) -> Entry | None:
    address = absolute(url, inner_text(child(element, "loc")))
    if address is None:
        return None
    news = child(element, "news")
    publication = child(news, "publication") if news is not None else None
    language, outlet = None, None
    if publication is not None:
        language = plain(inner_text(child(publication, "language"))) or None
        outlet = plain(inner_text(child(publication, "name"))) or None
    dated = [] if news is None else [inner_text(child(news, "publication_date"))]
    modified = inner_text(child(element, "lastmod"))
    return Entry(
        id=address,
        url=address,
        title="" if news is None else plain(inner_text(child(news, "title"))),
        published=first_date([*dated, modified], language, url),
        updated=first_date([modified], language, url),
        language=language,
        via=outlet,
    )
