"""Tree and JSON-LD -> what a page says of itself."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.news.article.blocks import collapse
from monitor.news.article.bylines import without_prefix
from monitor.news.dates import parse_date
from monitor.news.urls import absolute

MOST_SCRIPTS = 20
MOST_TAGS = 300
LONGEST_SCRIPT = 500_000  # characters
DEEPEST = 8
MOST_TEXTS = 8  # elements that may hold a visible date or name
LONGEST_NAME = 120
LONGEST_TAG = 500  # characters of a <script> tag

OUTLET_MARKS = (" | ", " - ", " – ", " — ", "_", " :: ", "｜", " < ")

DATED = """
    article:published_time og:article:published_time datepublished pubdate publishdate date dc.date
    dc.date.issued sailthru.date parsely-pub-date weibo:article:create_at
""".split()

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
    told = tree.css("meta[content],h1")  # at once: each search goes over the whole tree
    meta = _meta([node for node in told if node.tag == "meta"])
    headings = [node for node in told if node.tag == "h1"]
    modified = _string(stated, "dateModified") or meta.get("article:modified_time", "")
    canonical = _attribute(tree, "link[rel=canonical]", "href") or meta.get("og:url") or ""
    return Metadata(
        title=_title(tree, headings, stated, meta),
        byline=_byline(tree, stated, meta),
        published=_first_date(_published(tree, stated, meta), zone),
        modified=_first_date(iter([modified]), zone),
        language=_language(tree, stated, meta),
        site_name=meta.get("og:site_name") or _name(stated.get("publisher")),
        canonical_url=absolute(url, canonical) if canonical else None,
        free=_free(stated, meta),
        body=_raw(stated, "articleBody"),
        description=meta.get("og:description") or meta.get("description") or "",
    )


def _articles(text: str) -> Iterator[Mapping[str, object]]:
    """Yield the articles of the page's JSON-LD; found in the text, as scripts leave the tree."""
    for script in _scripts(text):
        try:
            value = json.loads(_CONTROL.sub("\n", script), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _of_type(value, 0)


def _scripts(text: str) -> Iterator[str]:
    """Yield what stands in the page's ld+json scripts."""
    end = 0
    for _ in range(MOST_SCRIPTS):
        told = text.find("ld+json", end)
        if told < 0:
            return
        tag = text.rfind("<", max(end, told - LONGEST_TAG), told)
        start = text.find(">", told, told + LONGEST_TAG) + 1
        if not start or text[tag : tag + 7].lower() != "<script":
            end = told + 1
            continue
        end = _end_of_script(text, start)
        if end - start <= LONGEST_SCRIPT:
            yield text[start:end]


def _end_of_script(text: str, start: int) -> int:
    close = text.find("</script", start)
    if close < 0:
        close = text.find("</SCRIPT", start)
    return close if close >= 0 else len(text)


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


def _meta(nodes: Sequence[LexborNode]) -> dict[str, str]:
    """Return the page's meta tags by lower-case name; the first of each counts."""
    found: dict[str, str] = {}
    for node in nodes[:MOST_TAGS]:
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = collapse(attributes.get("content") or "")
        if name and content:
            found.setdefault(name.lower(), content[:5000])
    return found


def _title(
    tree: LexborHTMLParser,
    h1s: Sequence[LexborNode],
    stated: Mapping[str, object],
    meta: Mapping[str, str],
) -> str:
    """Return the headline: the page's one h1 where it agrees with what is stated, else that."""
    said = _string(stated, "headline") or meta.get("og:title") or meta.get("twitter:title") or ""
    headings = [collapse(node.text(deep=True, separator=" ")) for node in h1s[:5]]
    headings = [heading for heading in headings if heading]
    window = _text(tree, "title")
    shown = _without_site(window)
    for heading in headings:
        most_of_it = heading in shown and 2 * len(heading) >= len(shown)
        if heading in said or (said and said in heading) or most_of_it:
            return heading
    said = _without_outlet(said, (window, meta.get("og:site_name"), _name(stated.get("publisher"))))
    # an h1 that is in the window's title without being its headline is the outlet's name
    others = (heading for heading in headings if heading not in window)
    return said or next(others, shown)


def _without_site(title: str) -> str:
    """Cut the outlet's name from a window title: it stands last, or first where it is short."""
    for mark in OUTLET_MARKS:
        head, found, tail = title.rpartition(mark)
        if found:
            return (head if 2 * len(head) >= len(tail) else tail).strip()
    return title


def _without_outlet(title: str, names: Sequence[str | None]) -> str:
    """Cut the outlet's name from a stated headline, where other words of the page end in it too."""
    for mark in OUTLET_MARKS:
        head, found, tail = title.rpartition(mark)
        if found and any(name and name != title and name.endswith(tail) for name in names):
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


def _published(
    tree: LexborHTMLParser, stated: Mapping[str, object], meta: Mapping[str, str]
) -> Iterator[str]:
    """Yield what may be the date, the surest first; what is costly to find comes last."""
    yield _string(stated, "datePublished")
    for name in DATED:
        yield meta.get(name, "")
    yield _attribute(tree, "[itemprop=datePublished]", "content")
    yield _attribute(tree, "[itemprop=datePublished]", "datetime")
    yield _attribute(tree, "article time[datetime]", "datetime")
    yield _attribute(tree, "time[datetime]", "datetime")
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
    return collapse(node.text(deep=True, separator=" "))[:300] if node is not None else ""


def _texts(tree: LexborHTMLParser, selector: str) -> Iterator[str]:
    """Yield the texts of the first few elements."""
    for node in tree.css(selector)[:MOST_TEXTS]:
        yield collapse(node.text(deep=True, separator=" "))[:300]
