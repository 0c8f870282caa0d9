"""RSS in all its versions, RDF and Microsoft's channels -> feed."""

from collections.abc import Iterable
from itertools import islice

from lxml import etree

from monitor.news.feed.fields import Fields, items_of, local_name, text_of
from monitor.news.feed.mending import RDF
from monitor.news.feed.values import (
    MOST_ENTRIES,
    XML_LANG,
    Inherited,
    absolute_id,
    base_of,
    html_value,
    identity,
    inherited,
    link_address,
    people,
    plain,
    title_of,
)
from monitor.news.model import Entry, Feed
from monitor.news.urls import absolute

ABOUT = f"{{{RDF}}}about"

REGISTERED = "http://www.iana.org/assignments/relation/"  # RFC 4287, 4.2.7.2

_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}

MOST_AUTHORS = 50

TITLES = ("title", "atom:title", "dc:title", "dcterms:title", "media:title", "itunes:title")
SUMMARIES = (
    "description", "summary", "abstract", "atom:summary", "dc:description", "dcterms:abstract",
    "itunes:summary", "googleplay:description", "media:description", "itunes:subtitle",
)  # fmt: skip
CONTENTS = ("content:encoded", "encoded", "content", "atom:content", "body", "xhtml:body", "fullitem")  # fmt: skip
AUTHORS = ("dc:creator", "author", "atom:author", "dc:author", "itunes:author", "googleplay:author")
FEED_AUTHORS = (
    "dc:creator",
    "itunes:author",
    "googleplay:author",
    "itunes:owner",
    "managingeditor",
)
PUBLISHED = (
    "pubdate", "published", "issued", "atom:published", "atom:issued", "dcterms:issued",
    "dcterms:created", "dc:created", "dc:date", "dcterms:date", "date",
)  # fmt: skip
UPDATED = (
    "updated", "modified", "atom:updated", "atom:modified", "dcterms:modified", "dc:modified",
    "lastbuilddate", "dc:date",
)  # fmt: skip


def read_rss(root: etree._Element, url: str) -> Feed:
    """Read RSS 0.9 to 2.0, RDF and CDF; items stand in the channel or beside it."""
    outer = Fields(root)
    channel = outer.first("channel")
    channel = root if channel is None else channel
    fields, base = Fields(channel), base_of(channel, base_of(root, url))
    language = plain(fields.text("language", "dc:language")) or channel.get(XML_LANG)
    language = language or root.get(XML_LANG)
    link = _site(channel, fields, base)
    given = inherited(url, base, link, language or None, _author(fields, FEED_AUTHORS))
    items, total = items_of(root, "item", MOST_ENTRIES)
    if not items:  # Atom's, inside RSS
        items, total = items_of(root, "entry", MOST_ENTRIES)
    entries = (_entry(item, given) for item in items)
    home = link or absolute(url, url)
    return Feed(
        title=plain(fields.text(*TITLES)) or home or "",
        link=home,
        language=language or None,
        format="rdf" if local_name(root) == "rdf" else "rss",
        entries=tuple(entry for entry in entries if entry is not None),
        ttl_minutes=ttl(fields),
        listed=total,
    )


def _entry(item: etree._Element, given: Inherited) -> Entry | None:
    fields, base = Fields(item), base_of(item, given.base)
    link = _link(item, fields, base)
    summary, content = _texts(fields, base)
    title = title_of(plain(fields.text(*TITLES)), summary, content, link or "")
    rest = text_of(item) or " ".join(str(value) for value in item.values())
    if not (title or rest or len(item)):
        return None
    own = item.get(XML_LANG) or fields.text("language", "dc:language") or given.language
    dated = [item.get(name) or "" for name in ("lastmod", "LASTMOD")]
    return Entry(
        id=identity(
            absolute_id(base, fields.text("guid", "id", "atom:id")), link, title, rest=rest
        ),
        url=link,
        title=title,
        summary=summary,
        content=content,
        author=_author(fields) or given.authors,
        published=given.first_date([*fields.texts(*PUBLISHED), *dated], own, title),
        updated=given.first_date([*fields.texts(*UPDATED), *dated], own, title),
        language=own or None,
        via=plain(fields.text("source")) or None,
        categories=categories(fields),
    )


def _texts(fields: Fields, base: str) -> tuple[str, str]:
    """Return summary and content; where <summary> stands beside a description, it is content."""
    summary = _first_html(fields.all(*SUMMARIES), base)
    content = _first_html(fields.all(*CONTENTS), base)
    if not summary:
        groups = (Fields(group) for group in fields.all("media:group"))
        told = (one for group in groups for one in group.all("description"))
        summary = _first_html(told, base)
    if not content and fields.first("description") is not None:
        content = html_value(fields.first("summary"), base)
    return summary, content


def _first_html(elements: Iterable[etree._Element], base: str) -> str:
    return next((text for one in elements if (text := html_value(one, base))), "")


def _link(item: etree._Element, fields: Fields, base: str) -> str | None:
    guid = fields.first("guid")
    is_link = guid is not None and (guid.get("isPermaLink") or "true").lower() != "false"
    permalink = fields.text("guid") if is_link else ""
    sure = "://" in permalink or (guid is not None and guid.get("isPermaLink") is not None)
    addresses = [item.get(name) for name in ("href", "HREF", ABOUT)]
    return (
        own_link(fields, base)
        or alternate(fields, base)
        or (absolute(base, permalink) if sure else None)
        or next((made for one in addresses if (made := absolute(base, one or ""))), None)
        or enclosure(fields, base)
    )


def own_link(fields: Fields, base: str) -> str | None:
    """Return the address in <link>; of several the last one, as readers have always done."""
    for name in ("feedburner:origlink", "link"):
        found = (link_address(one, base) for one in fields.all(name))
        if kept := [address for address in found if address]:
            return kept[-1]
    return None


def _site(channel: etree._Element, fields: Fields, base: str) -> str | None:
    address = channel.get("href") or channel.get("HREF") or ""
    return own_link(fields, base) or alternate(fields, base) or absolute(base, address)


def alternate(fields: Fields, base: str) -> str | None:
    """Return the address of Atom's alternate link, HTML first; a feed's own address is none."""
    links = [one for one in fields.all("link", "atom:link") if _relation(one) == "alternate"]
    for link in sorted(links, key=lambda one: "html" not in (one.get("type") or "html")):
        if found := link_address(link, base):
            return found
    return None


def _relation(link: etree._Element) -> str:
    """Return what a link is; a relation may be written as the address of its registration."""
    return (link.get("rel") or "alternate").lower().removeprefix(REGISTERED)


def _author(fields: Fields, names: tuple[str, ...] = AUTHORS) -> str | None:
    """Return who wrote it: the first kind of name that there is, all names of that kind."""
    for name in names:
        if found := people(person_text(one) for one in islice(fields.all(name), MOST_AUTHORS)):
            return found
    return None


def person_text(element: etree._Element) -> str:
    """Return the name of an Atom person, else the address; in RSS a person is text alone."""
    if not len(element):
        return text_of(element)
    fields = Fields(element)
    named = fields.text("name", "atom:name", "itunes:name", "email", "atom:email", "itunes:email")
    strange = fields.first("uri", "url", "atom:uri") is None
    return named or (text_of(element) if strange else "")


def categories(fields: Fields) -> tuple[str, ...]:
    """Return the subjects of an item, each once, at most 50."""
    found = (
        plain(one.get("label") or one.get("term") or text_of(one))
        for one in fields.all("category", "atom:category", "subject", "dc:subject")
    )
    return tuple(dict.fromkeys(name for name in found if name))[:50]


def enclosure(fields: Fields, base: str) -> str | None:
    """Return the address of the sound, film or picture that an item carries."""
    links = (one for one in fields.all("link", "atom:link") if _relation(one) == "enclosure")
    found = (one.get("url") or one.get("href") for one in (*fields.all("enclosure"), *links))
    return next((made for address in found if (made := absolute(base, address or ""))), None)


def ttl(fields: Fields) -> int | None:
    """Return the minutes that a publisher asks to wait between polls."""
    told = fields.text("ttl")
    if told.isascii() and told.isdigit() and 0 < len(told) < 7:
        return int(told)
    period = _PERIODS.get(fields.text("sy:updateperiod", "updateperiod").lower())
    if period is None:
        return None
    often = fields.text("sy:updatefrequency", "updatefrequency")
    times = int(often) if often.isascii() and often.isdigit() and 0 < len(often) < 4 else 1
    return max(1, period // max(1, times))
