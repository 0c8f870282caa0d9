"""Tree and JSON-LD -> what a page says of itself."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from monitor.news.article.blocks import collapse
from monitor.news.article.bylines import without_prefix
from monitor.news.dates import parse_date
from monitor.news.urls import absolute

MOST_SCRIPTS = 20
LONGEST_SCRIPT = 500_000  # characters
DEEPEST = 8
MOST_TEXTS = 8  # elements that may hold a visible date or name
LONGEST_NAME = 120

_SCRIPT = re.compile(r"<script\b[^>]{0,500}?ld\+json[^>]{0,500}>", re.IGNORECASE)
_ARTICLE = re.compile(r"article|newsarticle|blogposting|reportage|report|liveblog", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; None where it says nothing."""

    title: str = ""
    byline: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    language: str | None = None
    site_name: str | None = None
    canonical_url: str | None = None
    free: bool | None = None
    body: str = ""  # articleBody of JSON-LD: a cross-check, not the first choice
    description: str = ""


def read_metadata(tree: LexborHTMLParser, text: str, url: str, zone: str | None) -> Metadata:
    """Return what JSON-LD, OpenGraph, microdata, meta tags and the page's head say."""
    stated = next(_articles(text), {})
    meta = _meta(tree)
    published = _first(
        _string(stated, "datePublished"),
        meta.get("article:published_time"),
        meta.get("og:article:published_time"),
        meta.get("datepublished"),
        meta.get("pubdate"),
        meta.get("publishdate"),
        meta.get("date"),
        meta.get("dc.date"),
        meta.get("dc.date.issued"),
        meta.get("sailthru.date"),
        meta.get("parsely-pub-date"),
        _attribute(tree, "[itemprop=datePublished]", "content"),
        _attribute(tree, "[itemprop=datePublished]", "datetime"),
        _attribute(tree, "article time[datetime]", "datetime"),
        _attribute(tree, "time[datetime]", "datetime"),
        *_texts(tree, "[class*=date],[class*=time],[class*=publish],[id*=date]"),
    )
    modified = _first(_string(stated, "dateModified"), meta.get("article:modified_time"))
    canonical = _attribute(tree, "link[rel=canonical]", "href") or meta.get("og:url") or ""
    return Metadata(
        title=_title(tree, stated, meta),
        byline=_byline(tree, stated, meta),
        published=_date(published, zone),
        modified=_date(modified, zone),
        language=_language(tree, stated, meta),
        site_name=meta.get("og:site_name") or _name(stated.get("publisher")),
        canonical_url=absolute(url, canonical) if canonical else None,
        free=_free(stated, meta),
        body=_string(stated, "articleBody"),
        description=meta.get("og:description") or meta.get("description") or "",
    )


def _articles(text: str) -> Iterator[Mapping[str, object]]:
    """Yield the articles of the page's JSON-LD; found in the text, as scripts leave the tree."""
    end = 0
    for _ in range(MOST_SCRIPTS):
        found = _SCRIPT.search(text, end)
        if found is None:
            return
        close = text.find("</", found.end())
        while close >= 0 and text[close + 2 : close + 8].lower() != "script":
            close = text.find("</", close + 2)
        end = close if close >= 0 else len(text)
        if end - found.end() > LONGEST_SCRIPT:
            continue
        try:
            value = json.loads(_CONTROL.sub(" ", text[found.end() : end]), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _of_type(value, 0)


def _of_type(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for one in value[:50]:
            yield from _of_type(one, depth + 1)
    elif isinstance(value, Mapping):
        kinds = value.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(_ARTICLE.search(str(name)) for name in names):
            yield value
        yield from _of_type(value.get("@graph"), depth + 1)
        yield from _of_type(value.get("mainEntity"), depth + 1)


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    """Return the page's meta tags by lower-case name; the first of each counts."""
    found: dict[str, str] = {}
    for node in tree.css("meta[content]")[:300]:
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = collapse(attributes.get("content") or "")
        if name and content:
            found.setdefault(name.lower(), content[:5000])
    return found


def _title(tree: LexborHTMLParser, stated: Mapping[str, object], meta: Mapping[str, str]) -> str:
    """Return the headline: the page's one h1 where it agrees with what is stated, else that."""
    said = _string(stated, "headline") or meta.get("og:title") or meta.get("twitter:title") or ""
    headings = [collapse(node.text(deep=True, separator=" ")) for node in tree.css("h1")[:5]]
    headings = [heading for heading in headings if heading]
    shown = _text(tree, "title")
    for heading in headings:
        if heading in said or heading in shown or (said and said in heading):
            return heading
    if said:
        return said
    if headings:
        return headings[0]
    return _without_site(shown)


def _without_site(title: str) -> str:
    """Cut the outlet's name from the end of a window title."""
    for mark in (" | ", " - ", " – ", " — ", "_", " :: "):
        head, found, tail = title.rpartition(mark)
        if found and len(head) > len(tail):
            return head.strip()
    return title


def _byline(
    tree: LexborHTMLParser, stated: Mapping[str, object], meta: Mapping[str, str]
) -> str | None:
    names = _names(stated.get("author"))
    if not names:
        said = meta.get("author") or meta.get("article:author") or meta.get("byl") or ""
        names = [] if said.startswith("http") else [said]
    if not any(names):
        names = [_text(tree, "[itemprop=author],[rel=author],[class*=byline],[class*=author]")]
    cleaned = [without_prefix(collapse(name)) for name in names]
    joined = ", ".join(dict.fromkeys(name for name in cleaned if 0 < len(name) <= LONGEST_NAME))
    return joined or None


def _names(value: object) -> list[str]:
    if isinstance(value, list):
        return [name for one in value[:10] for name in _names(one)]
    if isinstance(value, str):
        return [] if value.startswith("http") else [value]
    name = _name(value)
    return [name] if name else []


def _name(value: object) -> str | None:
    if isinstance(value, Mapping):
        return _string(value, "name") or None
    return None


def _free(stated: Mapping[str, object], meta: Mapping[str, str]) -> bool | None:
    """Return whether all of the text is open; publishers for Apple and Facebook say a tier."""
    told = stated.get("isAccessibleForFree")
    if told is None:
        told = meta.get("isaccessibleforfree") or meta.get("article:content_tier")
    return {"true": True, "free": True, "false": False, "locked": False}.get(str(told).lower())


def _language(
    tree: LexborHTMLParser, stated: Mapping[str, object], meta: Mapping[str, str]
) -> str | None:
    said = (
        _attribute(tree, "html", "lang")
        or _string(stated, "inLanguage")
        or meta.get("og:locale", "")
        or meta.get("content-language", "")
    )
    tag = said.strip().replace("_", "-").split(",")[0]
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}", tag) else None


def _date(text: str | None, zone: str | None) -> datetime | None:
    return parse_date(text, zone_hint=zone) if text else None


def _first(*texts: str | None) -> str | None:
    return next((text for text in texts if text and parse_date(text) is not None), None)


def _string(values: Mapping[str, object], key: str) -> str:
    value = values.get(key)
    if isinstance(value, list) and value:
        value = value[0]
    return collapse(value) if isinstance(value, str) else ""


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    node = tree.css_first(selector)
    return (node.attributes.get(name) or "").strip() if node is not None else ""


def _text(tree: LexborHTMLParser, selector: str) -> str:
    return next(_texts(tree, selector), "")


def _texts(tree: LexborHTMLParser, selector: str) -> Iterator[str]:
    """Yield the texts of the first few elements."""
    for node in tree.css(selector)[:MOST_TEXTS]:
        yield collapse(node.text(deep=True, separator=" "))[:300]
