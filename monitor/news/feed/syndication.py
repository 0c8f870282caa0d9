"""RSS in all its versions, RDF and Atom -> feed."""

import re
from collections.abc import Iterator

from lxml import etree

from monitor.news.feed.values import (
    XML_LANG,
    base_of,
    child,
    children,
    descendants,
    first_date,
    inner_markup,
    inner_text,
    is_atom,
    language_of,
    person,
    plain,
)
from monitor.news.model import Entry, Feed
from monitor.news.urls import absolute

_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_RELATIVE = re.compile(
    r"((?:href|src)\s*=\s*[\"'])(?!https?:|data:|mailto:|#)([^\"'<>]{1,2000})", re.IGNORECASE
)


def read_rss(root: etree._Element, url: str) -> Feed:
    """Read RSS 0.9 to 2.0 and RDF; items stand in the channel or beside it."""
    channel = child(root, "channel")
    channel = root if channel is None else channel
    language = plain(inner_text(child(channel, "language"))) or language_of(channel)
    rdf = etree.QName(root).localname.lower() == "rdf"
    items = descendants(root, "item")
    return Feed(
        title=plain(_own_text(channel, "title")),
        link=_site(channel, url),
        language=language or None,
        format="rdf" if rdf else "rss",
        entries=tuple(_entries(_rss_entry(item, url, language) for item in items)),
        ttl_minutes=_ttl(channel),
    )


def read_atom(root: etree._Element, url: str) -> Feed:
    """Read Atom 1.0 and 0.3."""
    language = language_of(root)
    items = descendants(root, "entry")
    return Feed(
        title=_atom_text(child(root, "title")),
        link=_atom_link(root, url),
        language=language,
        format="atom",
        entries=tuple(_entries(_atom_entry(item, url, language) for item in items)),
        ttl_minutes=_ttl(root),
    )


def _entries(made: Iterator[Entry | None]) -> Iterator[Entry]:
    return (entry for entry in made if entry is not None)


def _rss_entry(item: etree._Element, url: str, language: str | None) -> Entry | None:
    base = base_of(item, url)
    title = plain(_own_text(item, "title"))
    guid = child(item, "guid")
    link = _rss_link(item, guid, base)
    summary = _html(child(item, "description", "summary"), base)
    content = _html(child(item, "encoded", "content"), base)
    identity = inner_text(guid) or inner_text(child(item, "id")) or link or title
    if not (title or link or summary or content):
        return None
    own = item.get(XML_LANG) or inner_text(child(item, "language")) or language
    published = [
        inner_text(one) for one in children(item, "pubdate", "date", "published", "issued")
    ]
    updated = [inner_text(one) for one in children(item, "updated", "modified")]
    author = [person(inner_text(one)) for one in children(item, "creator", "author")]
    return Entry(
        id=identity or summary[:200],
        url=link,
        title=title,
        summary=summary,
        content=content,
        author=_joined(author),
        published=first_date(published, own, url),
        updated=first_date(updated, own, url),
        language=own or None,
        via=plain(inner_text(child(item, "source"))) or None,
        categories=_categories(item),
    )


def _atom_entry(item: etree._Element, url: str, language: str | None) -> Entry | None:
    base = base_of(item, url)
    title = _atom_text(child(item, "title"))
    link = _atom_link(item, base)
    summary, content = _html(child(item, "summary"), base), _html(child(item, "content"), base)
    identity = inner_text(child(item, "id")) or link or title
    if not (title or link or summary or content):
        return None
    own = item.get(XML_LANG) or language
    source = child(item, "source")
    published = [
        inner_text(one) for one in children(item, "published", "issued", "created", "date")
    ]
    updated = [inner_text(one) for one in children(item, "updated", "modified")]
    return Entry(
        id=identity or summary[:200],
        url=link,
        title=title,
        summary=summary,
        content=content,
        author=_atom_author(item),
        published=first_date([*published, *updated], own, url),
        updated=first_date(updated, own, url),
        language=own,
        via=_atom_text(child(source, "title")) or None if source is not None else None,
        categories=_categories(item),
    )


def _own_text(element: etree._Element, name: str) -> str:
    """Return the text of a child; the format's own goes before media:title and itunes:title."""
    found = list(children(element, name))
    own = [one for one in found if etree.QName(one).namespace == etree.QName(element).namespace]
    return inner_text(next(iter(own or found), None))


def _html(element: etree._Element | None, base: str) -> str:
    """Return an element's HTML with its addresses made absolute."""
    if element is None:
        return ""
    kind = (element.get("type") or "").lower()
    markup = inner_markup(element) if kind == "xhtml" or len(element) else inner_text(element)
    return _RELATIVE.sub(lambda found: found[1] + (absolute(base, found[2]) or found[2]), markup)


def _rss_link(item: etree._Element, guid: etree._Element | None, base: str) -> str | None:
    for link in children(item, "origlink"):
        if found := absolute(base, inner_text(link)):
            return found
    for link in children(item, "link"):
        if is_atom(link):
            continue
        if found := absolute(base_of(link, base), inner_text(link) or link.get("href") or ""):
            return found
    if found := _atom_link(item, base):
        return found
    if guid is not None and (guid.get("isPermaLink") or "true").lower() != "false":
        text = inner_text(guid)
        return absolute(base, text) if text.startswith(("http://", "https://")) else None
    return None


def _site(channel: etree._Element, url: str) -> str | None:
    base = base_of(channel, url)
    for link in children(channel, "link"):
        if not is_atom(link) and (found := absolute(base, inner_text(link))):
            return found
    return _atom_link(channel, base)


def _atom_link(element: etree._Element, base: str) -> str | None:
    """Return the alternate link, HTML first; a feed's link to itself is none."""
    links = [link for link in children(element, "link", "origlink") if link.get("href")]
    alternate = [link for link in links if (link.get("rel") or "alternate") == "alternate"]
    best = sorted(alternate, key=lambda link: "html" not in (link.get("type") or "html"))
    for link in best:
        if found := absolute(base_of(link, base), link.get("href") or ""):
            return found
    return None


def _atom_text(element: etree._Element | None) -> str:
    if element is None:
        return ""
    if (element.get("type") or "text").lower() in {"text", "text/plain"}:
        return (
            " ".join(inner_text(element).split())
            if not _has_markup(element)
            else plain(inner_text(element))
        )
    return plain(inner_text(element))


def _has_markup(element: etree._Element) -> bool:
    return "&" in inner_text(element) or "</" in inner_text(element)


def _atom_author(item: etree._Element) -> str | None:
    for holder in (item, child(item, "source"), item.getparent()):
        if holder is None:
            continue
        names = [
            person(inner_text(child(author, "name")) or inner_text(child(author, "email")))
            if len(author)
            else person(inner_text(author))
            for author in children(holder, "author", "creator")
        ]
        if found := _joined(names):
            return found
    return None


def _joined(names: list[str | None]) -> str | None:
    return ", ".join(dict.fromkeys(name for name in names if name)) or None


def _categories(item: etree._Element) -> tuple[str, ...]:
    found = (
        plain(one.get("label") or one.get("term") or inner_text(one))
        for one in children(item, "category", "subject")
    )
    return tuple(dict.fromkeys(name for name in found if name))[:50]


def _ttl(channel: etree._Element) -> int | None:
    ttl = inner_text(child(channel, "ttl"))
    if ttl.isascii() and ttl.isdigit() and 0 < len(ttl) < 7:
        return int(ttl)
    period = _PERIODS.get(inner_text(child(channel, "updateperiod")).lower())
    if period is None:
        return None
    often = inner_text(child(channel, "updatefrequency"))
    times = int(often) if often.isascii() and often.isdigit() and 0 < len(often) < 4 else 1
    return max(1, period // max(1, times))
