"""Tree and JSON-LD -> what a page says of itself."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.news.article.blocks import collapse
from monitor.news.article.bylines import without_prefix
from monitor.news.article.json_ld import Thing, kinds, linked_data, resolved
from monitor.news.article.titles import headline
from monitor.news.dates import parse_date
from monitor.news.tree import Document
from monitor.news.urls import absolute

MOST_TAGS = 300  # meta tags that are looked at
MOST_HEADINGS = 5
MOST_TEXTS = 8  # elements that may hold a visible date or name
MOST_AUTHORS = 10
LONGEST_NAME = 120  # characters
LONGEST_SHOWN = 300  # characters of a headline, a date or a name on the page
LONGEST_CONTENT = 5000  # characters of a meta tag

DATED = """
    article:published_time og:article:published_time datepublished pubdate publishdate date dc.date
    dc.date.issued sailthru.date parsely-pub-date weibo:article:create_at
""".split()

AUTHORS = """
    author article:author byl parsely-author sailthru.author dc.creator dcterms.creator dcsext.author
""".split()

NOBODY = frozenset(["", "admin", "administrator", "editor", "webmaster", "root", "user"])

_ARTICLE = re.compile(r"article|newsarticle|blogposting|reportage|report|liveblog", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; None where it says nothing."""

    title: str = ""
    byline: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    language: str | None = None
    site_name: str | None = None
    agency: str | None = None  # an organisation other than the site that is named as author
    canonical_url: str | None = None
    free: bool | None = None
    body: str = ""  # articleBody of JSON-LD: a cross-check, not the first choice
    description: str = ""


def read_metadata(document: Document, url: str, zone: str | None) -> Metadata:
    """Return what JSON-LD, OpenGraph, microdata, meta tags and the page's head say."""
    tree, things = document.tree, linked_data(document.data)
    stated = _article(things)
    nodes = tree.css("meta[content],h1")  # at once: each search goes over the whole tree
    meta = _meta([node for node in nodes if node.tag == "meta"])
    h1s = [node for node in nodes if node.tag == "h1"]
    publisher = _name(resolved(stated.get("publisher"), things))
    sites = (meta.get("og:site_name"), publisher, _site(things), meta.get("application-name"))
    site = next(filter(None, sites), None)
    authors = _authors(stated, things)
    agencies = (name for name, person in authors if not person and name != site)
    modified = _string(stated, "dateModified") or meta.get("article:modified_time", "")
    return Metadata(
        title=_title(tree, h1s, stated, meta, publisher),
        byline=_byline(tree, [name for name, _ in authors], meta),
        published=_first_date(_published(tree, stated, meta), zone),
        modified=_first_date(iter([modified]), zone),
        language=_language(tree, stated, meta),
        site_name=site,
        agency=next(agencies, None),
        canonical_url=_canonical(tree, meta, url),
        free=_free(stated, meta),
        body=_raw(stated, "articleBody"),
        description=meta.get("og:description") or meta.get("description") or "",
    )


def _title(
    tree: LexborHTMLParser,
    h1s: Sequence[LexborNode],
    stated: Thing,
    meta: Mapping[str, str],
    publisher: str | None,
) -> str:
    headings = list(filter(None, map(_shown, h1s[:MOST_HEADINGS])))
    named = _string(stated, "headline"), meta.get("og:title"), meta.get("twitter:title")
    said = next(filter(None, named), "")[:LONGEST_SHOWN]
    outlets = meta.get("og:site_name"), publisher
    return headline(headings, said, _text(tree, "title"), outlets)


def _article(things: Sequence[Thing]) -> Thing:
    """Return the article, else a page that tells when it was published."""
    for one in things:
        if any(_ARTICLE.search(kind) for kind in kinds(one)):
            return one
    dated = (one for one in things if "WebPage" in kinds(one) and one.get("datePublished"))
    return next(dated, {})


def _site(things: Sequence[Thing]) -> str | None:
    return next((_name(one) for one in things if "WebSite" in kinds(one)), None)


def _meta(nodes: Sequence[LexborNode]) -> dict[str, str]:
    """Return the page's meta tags by lower-case name; the first of each counts."""
    found: dict[str, str] = {}
    for node in nodes[:MOST_TAGS]:
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = collapse(attributes.get("content") or "")
        if name and content:
            found.setdefault(name.lower(), content[:LONGEST_CONTENT])
    return found


def _byline(tree: LexborHTMLParser, names: Sequence[str], meta: Mapping[str, str]) -> str | None:
    if not names:
        told = (meta.get(name, "") for name in AUTHORS)
        names = [said for said in told if said and not said.startswith(("http", "@"))][:1]
    if not names:
        names = [_text(tree, "[itemprop=author],[rel=author],[class*=byline],[class*=author]")]
    cleaned = [without_prefix(collapse(name)) for name in names]
    joined = ", ".join(dict.fromkeys(name for name in cleaned if 0 < len(name) <= LONGEST_NAME))
    return joined or None


def _authors(stated: Thing, things: Sequence[Thing]) -> list[tuple[str, bool]]:
    """Return the names that an article gives its authors, and whether each is a person's."""
    value = stated.get("author") or stated.get("creator")
    authors: list[tuple[str, bool]] = []
    for one in (value if isinstance(value, list) else [value])[:MOST_AUTHORS]:
        author = resolved(one, things)
        named = author.get("name") if isinstance(author, Mapping) else author
        person = not (isinstance(author, Mapping) and "Organization" in "".join(kinds(author)))
        names = named if isinstance(named, list) else [named]
        authors += [
            (collapse(unescape(name)), person)
            for name in names
            if isinstance(name, str) and name.lower() not in NOBODY and not name.startswith("http")
        ]
    return authors


def _name(value: object) -> str | None:
    if isinstance(value, Mapping):
        return _string(value, "name") or None
    return None


def _free(stated: Thing, meta: Mapping[str, str]) -> bool | None:
    """Return whether all of the text is open; publishers for Apple and Facebook say a tier."""
    parts = stated.get("hasPart")
    told: list[object] = [stated.get("isAccessibleForFree")]
    told += [
        part.get("isAccessibleForFree")
        for part in (parts if isinstance(parts, list) else [parts])
        if isinstance(part, Mapping)
    ]
    told += [meta.get("isaccessibleforfree"), meta.get("article:content_tier")]
    answers = {"true": True, "free": True, "false": False, "locked": False}
    said = [answers[key] for one in told if (key := str(one).lower()) in answers]
    return all(said) if said else None


def _canonical(tree: LexborHTMLParser, meta: Mapping[str, str], url: str) -> str | None:
    """Return the page's one address; that of a front page, which some state on every page, is none."""
    for told in (_attribute(tree, "link[rel=canonical]", "href"), meta.get("og:url")):
        address = absolute(url, told) if told else None
        if address is not None and (_path(address) or not _path(url)):
            return address
    return None


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path.strip('/')}{parts.query}"


def language_of(tree: LexborHTMLParser) -> str | None:
    """Return the language that the page's first tag says; English is what systems say by default."""
    said = _attribute(tree, "html", "lang")
    return None if said.lower().startswith("en") else said or None


def _language(tree: LexborHTMLParser, stated: Thing, meta: Mapping[str, str]) -> str | None:
    said = (
        _attribute(tree, "html", "lang")
        or _string(stated, "inLanguage")
        or meta.get("og:locale", "")
        or meta.get("content-language", "")
    )
    tag = said.strip().replace("_", "-").split(",")[0]
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}", tag) else None


def _published(tree: LexborHTMLParser, stated: Thing, meta: Mapping[str, str]) -> Iterator[str]:
    """Yield what may be the date, the surest first; what is costly to find comes last."""
    yield _string(stated, "datePublished") or _string(stated, "dateCreated")
    for name in DATED:
        yield meta.get(name, "")
    yield _attribute(tree, "[itemprop=datePublished]", "content")
    yield _attribute(tree, "[itemprop=datePublished]", "datetime")
    yield _attribute(tree, "article time[datetime]", "datetime")
    yield _attribute(tree, "time[datetime]", "datetime")
    yield _attribute(tree, "[data-date-time]", "data-date-time")
    yield from _texts(tree, "[class*=date],[class*=time],[class*=publish],[id*=date]")


def _first_date(texts: Iterator[str], zone: str | None) -> datetime | None:
    dates = (parse_date(text, zone_hint=zone) for text in texts if text)
    return next((date for date in dates if date is not None), None)


def _string(values: Mapping[str, object], key: str) -> str:
    return collapse(unescape(_raw(values, key)))


def _raw(values: Mapping[str, object], key: str) -> str:
    value = values.get(key)
    if isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, str) else ""


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    node = tree.css_first(selector)
    return (node.attributes.get(name) or "").strip() if node is not None else ""


def _text(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector)
    return _shown(node) if node is not None else ""


def _texts(tree: LexborHTMLParser, selector: str) -> Iterator[str]:
    """Yield the texts of the first few elements."""
    return map(_shown, tree.css(selector)[:MOST_TEXTS])


def _shown(node: LexborNode) -> str:
    """Return the text of an element, as far as a headline, a name or a date goes."""
    return collapse(node.text(deep=True, separator=" "))[:LONGEST_SHOWN]
