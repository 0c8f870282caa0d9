"""Elements -> plain text, HTML, addresses and dates, the same way for every format."""

import html
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree

from monitor.news.dates import parse_date, zone_for
from monitor.news.urls import absolute

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
LONGEST_TEXT = 2 * 1024 * 1024  # characters of one field

_TAG = re.compile(r"<(?:!--.{0,5000}?--|/?[A-Za-z][^<>]{0,2000}|![^<>]{0,200})>", re.DOTALL)
_MAIL_NAME = re.compile(r"^\s*[^\s()<>]+@[^\s()<>]+\s*\(([^()]{1,200})\)\s*$")
_NAME_MAIL = re.compile(r"^\s*([^<>]{1,200}?)\s*<[^<>\s]+@[^<>\s]+>\s*$")


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the children of these local names, in the order of the names, then of the document."""
    for name in names:
        for child in element:
            if _name(child) == name:
                yield child


def descendants(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield all elements of a local name: in broken markup they come to stand in each other."""
    for element in root.iter():
        if _name(element) == name:
            yield element


def _name(element: etree._Element) -> str | None:
    """Return the local name, None for the references to entities that are left unread."""
    tag: object = element.tag
    return etree.QName(tag).localname.lower() if isinstance(tag, str) else None


def child(element: etree._Element, *names: str) -> etree._Element | None:
    """Return the first child of the first of these names that there is."""
    return next(children(element, *names), None)


def is_atom(element: etree._Element) -> bool:
    """Tell whether an element is Atom's, also inside RSS."""
    return etree.QName(element).namespace in ATOM


def inner_text(element: etree._Element | None) -> str:
    """Return all text of an element, as it stands."""
    if element is None:
        return ""
    return "".join(str(part) for part in element.itertext())[:LONGEST_TEXT].strip()


def inner_markup(element: etree._Element) -> str:
    """Return the markup inside an element (XHTML in Atom), without namespaces."""
    parts = [html.escape(element.text or "", quote=False)]
    for one in element:
        copy = etree.fromstring(etree.tostring(one, with_tail=False))
        for node in copy.iter():
            if isinstance(node.tag, str):
                node.tag = etree.QName(node).localname
        etree.cleanup_namespaces(copy)
        parts.append(etree.tostring(copy, encoding="unicode", method="html"))
        parts.append(html.escape(one.tail or "", quote=False))
    return "".join(parts)[:LONGEST_TEXT].strip()


def plain(markup: str) -> str:
    """Return text without tags, entities resolved once more, white space collapsed.

    Titles are text that may hold escaped HTML; a '<' that opens no tag stays.
    """
    bare = _TAG.sub("", markup) if "<" in markup else markup
    resolved = html.unescape(bare)
    return " ".join(resolved.split())


def person(text: str) -> str | None:
    """Return the name out of 'mail (Name)', 'Name <mail>' or a name; None for nothing."""
    text = plain(text)
    found = _MAIL_NAME.match(text) or _NAME_MAIL.match(text)
    return (found[1].strip() if found else text) or None


def base_of(element: etree._Element, url: str) -> str:
    """Return the base that xml:base gives an element on a document at ``url``."""
    bases = [element.get(XML_BASE)]
    bases += [parent.get(XML_BASE) for parent in element.iterancestors()]
    for base in reversed(bases):
        url = (absolute(url, base) or url) if base else url
    return url


def language_of(element: etree._Element) -> str | None:
    """Return xml:lang of an element or of what holds it."""
    for one in (element, *element.iterancestors()):
        if language := one.get(XML_LANG):
            return language.strip() or None
    return None


def first_date(texts: Iterable[str], language: str | None, url: str) -> datetime | None:
    """Return the first text that tells a time, read in the zone that language and host suggest."""
    for text in texts:
        if text and (found := parse_date(text, zone_hint=zone_hint(language, url))):
            return found
    return None


def zone_hint(language: str | None, url: str) -> str | None:
    """Return the zone that dates without one are likely in."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    return zone_for(language, host)
