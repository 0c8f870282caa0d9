"""Atom 1.0 and 0.3 -> feed."""

from lxml import etree

from monitor.news.feed.fields import Fields, items_of, text_of
from monitor.news.feed.rss import alternate, categories, enclosure, person_text, ttl
from monitor.news.feed.values import (
    MOST_ENTRIES,
    XML_LANG,
    Inherited,
    absolute_id,
    base_of,
    html_value,
    identity,
    inherited,
    people,
    plain,
    text_value,
    title_of,
)
from monitor.news.model import Entry, Feed
from monitor.news.urls import absolute

PUBLISHED = ("published", "issued", "dcterms:issued", "created", "dc:date", "dcterms:created")
UPDATED = ("updated", "modified", "dcterms:modified", "dc:date")


def read_atom(root: etree._Element, url: str) -> Feed:
    """Read Atom; entries take language and authors from the feed where they have none."""
    fields, base = Fields(root), base_of(root, url)
    language = root.get(XML_LANG) or plain(fields.text("dc:language", "language")) or None
    link = alternate(fields, base)
    authors = people(person_text(one) for one in fields.all("author", "dc:creator"))
    given = inherited(url, base, link, language, authors)
    items, total = items_of(root, "entry", MOST_ENTRIES)
    entries = (_entry(item, given) for item in items)
    home = link or absolute(url, url)
    return Feed(
        title=text_value(fields.first("title", "dc:title")) or home or "",
        link=home,
        language=language,
        format="atom",
        entries=tuple(entry for entry in entries if entry is not None),
        ttl_minutes=ttl(fields),
        listed=total,
    )


def _entry(item: etree._Element, given: Inherited) -> Entry | None:
    fields, base = Fields(item), base_of(item, given.base)
    source = fields.first("source")
    about = Fields(source) if source is not None else None
    link = _link(fields, base)
    groups = [Fields(group) for group in fields.all("media:group")]
    summary = html_value(fields.first("summary", "dc:description", "media:description"), base)
    if not summary and groups:
        summary = html_value(groups[0].first("description"), base)
    content = html_value(fields.first("content", "content:encoded"), base)
    told = text_value(fields.first("title", "dc:title", "media:title"))
    title = title_of(told, summary, content, link or "")
    if not (title or len(item)):
        return None
    own = item.get(XML_LANG) or given.language
    published, updated = fields.texts(*PUBLISHED), fields.texts(*UPDATED)
    return Entry(
        id=identity(
            absolute_id(base, fields.text("id", "dc:identifier")), link, title, rest=text_of(item)
        ),
        url=link,
        title=title,
        summary=summary,
        content=content,
        author=_author(fields, about) or given.authors,
        published=given.first_date([*published, *updated], own, title),
        updated=given.first_date(updated, own, title),
        language=own,
        via=text_value(about.first("title")) or None if about is not None else None,
        categories=categories(fields),
    )


def _link(fields: Fields, base: str) -> str | None:
    for link in fields.all("feedburner:origlink"):
        if found := absolute(base, text_of(link)):
            return found
    if found := alternate(fields, base):
        return found
    identifier = fields.text("id")
    named = absolute(base, identifier) if identifier.startswith(("http://", "https://")) else None
    return named or enclosure(fields, base)


def _author(fields: Fields, source: Fields | None) -> str | None:
    for one in (fields, source):
        if one is not None:
            found = people(person_text(author) for author in one.all("author", "dc:creator"))
            if found:
                return found
    return None
