"""What elements hold -> plain text, HTML, names and dates, the same way for every format."""

import base64
import binascii
import hashlib
import html
import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree

from monitor.news.dates import parse_date, zone_for
from monitor.news.feed.fields import LONGEST, text_of
from monitor.news.language import identify
from monitor.news.urls import absolute

MOST_ENTRIES = 2000
TITLE = 100  # characters of text that stand for a title where there is none

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Tags of HTML: anything else between < and > is text, as in Vec<T> and 'a<b and c>d'
_ELEMENTS = (
    "a|abbr|acronym|address|article|aside|audio|b|bdi|bdo|big|blink|blockquote|body|br|button|center|cite"
    "|code|dd|del|dfn|dir|div|dl|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html"
    "|i|iframe|img|input|ins|kbd|label|li|link|main|mark|menu|meta|nav|noscript|object|ol|p|param|picture"
    "|pre|q|rp|rt|ruby|s|samp|script|section|small|source|span|strike|strong|style|sub|sup|svg|table|tbody"
    "|td|template|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr"
)
_TAG = re.compile(
    rf"<(?:!--.{{0,5000}}?--|/?(?:{_ELEMENTS})(?:\s{{0,99}}/?|[\s/][^<>]{{0,2000}}=[^<>]{{0,2000}})|![^<>]{{0,200}})>",
    re.DOTALL | re.IGNORECASE,
)
_BREAK = re.compile(
    r"<(?:br|hr|/?(?:p|div|li|ul|ol|h[1-6]|tr|td|th|blockquote|section))(?:[\s/][^<>]{0,2000})?>",
    re.IGNORECASE,
)
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_HIDDEN = re.compile(
    r"<(script|style)\b[^<>]{0,500}>.{0,100000}?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,2000}>|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,30});", re.IGNORECASE)  # fmt: skip
# Values of attributes that are no whole address; that it is one of href or src is seen after,
# since a pattern that begins with a plain sign is ten times faster.
_RELATIVE = re.compile(r"(=\s{0,9}[\"'])(?![Hh][Tt][Tt][Pp]|data:|mailto:|#)([^\"'<>]{1,2000})")
# Scripts whose languages are at home in one zone: Thai, kana, Han, hangul, Vietnamese
_OF_ONE_ZONE = re.compile(
    "[\u0e00-\u0e7f\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3ơưđạảấầẩậắằặẹẻếềểễệịọỏốồổộớờởợụủứừửựỳỷỹ]"
)
_HOST_FIRST = re.compile(r"www\.[\w-]{1,63}\.", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][\w+.-]{0,30}:")
_MAIL_NAME = re.compile(r"^\s*[^\s()<>]+@[^\s()<>]+\s*\(([^()]{1,200})\)\s*$")
_NAME_MAIL = re.compile(r"^\s*([^<>()]{1,200}?)\s*[<(](?:mailto:)?[^<>()\s]+@[^<>()\s]+[>)]\s*$")


def plain(markup: str) -> str:
    """Return text without tags, entities resolved once more, white space collapsed.

    Titles are text that may hold escaped HTML; a '<' that opens no tag stays. Control characters
    and byte order marks are left out.
    """
    bare = _TAG.sub("", _BREAK.sub(" ", markup)) if "<" in markup else markup
    text = " ".join(html.unescape(bare).split())
    return text if text.isprintable() else " ".join(_NO_TEXT.sub("", text).split())


def text_value(element: etree._Element | None) -> str:
    """Return an Atom text construct as plain text."""
    if element is None:
        return ""
    text = _decoded(element) or text_of(element)
    literal = (element.get("type") or "text").lower() in {"text", "text/plain"}
    if literal and element.get("mode") is None and not ("&" in text or "</" in text):
        return " ".join(text.split())
    return plain(text)


def html_value(element: etree._Element | None, base: str) -> str:
    """Return what an element holds as HTML with absolute addresses."""
    if element is None:
        return ""
    kind = (element.get("type") or "").lower()
    if len(element) and any(isinstance(one.tag, str) for one in element):
        markup = _inner_markup(element)
    elif decoded := _decoded(element):
        markup = decoded
    else:
        markup = text_of(element)
        if kind in {"text", "text/plain"} and not _MARKUP.search(markup):
            markup = html.escape(markup, quote=False)
    return with_addresses(markup, base_of(element, base))


def with_addresses(markup: str, base: str) -> str:
    """Return HTML in which href and src are absolute."""

    def replaced(found: re.Match[str]) -> str:
        name = markup[max(0, found.start() - 9) : found.start()].rstrip().lower()
        address = absolute(base, found[2]) if name.endswith(("href", "src")) else None
        return found[1] + (address or found[2])

    return _RELATIVE.sub(replaced, markup)


def _decoded(element: etree._Element) -> str:
    """Return text that stands in base64: Atom's way to carry other types."""
    kind = (element.get("type") or "text").lower()
    mode = (element.get("mode") or "").lower()
    texts = kind in {"text", "html", "xhtml"} or kind.startswith("text/") or kind.endswith("xml")
    if mode != "base64" and (texts or mode):
        return ""
    try:
        return base64.b64decode("".join(text_of(element).split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


def _inner_markup(element: etree._Element) -> str:
    """Return the markup inside an element (XHTML in Atom), without namespaces."""
    parts = [html.escape(element.text or "", quote=False)]
    for one in element:
        copy = deepcopy(one)
        copy.tail = None
        for node in copy.iter():
            tag: object = node.tag
            if isinstance(tag, str):  # with a namespace the serialiser would close <br>
                node.tag = tag.rpartition("}")[2].rpartition(":")[2] or "span"
        etree.cleanup_namespaces(copy)
        parts.append(etree.tostring(copy, encoding="unicode", method="html"))
        parts.append(html.escape(one.tail or "", quote=False))
    return "".join(parts)[:LONGEST].strip()


def link_address(element: etree._Element, base: str) -> str | None:
    """Return where a link leads: its text, its href, or what follows it, as HTML would have it.

    'www.example.com/a' is taken for the address that was meant, though it is a relative one.
    """
    text = text_of(element) or element.get("href") or ""
    after = (element.tail or "").strip()
    if not text and after.startswith(("http://", "https://")):
        text = after
    base = base_of(element, base)
    text = plain(text) if "<" in text else text  # a link in HTML
    if _HOST_FIRST.match(text):
        text = f"{urlsplit(base).scheme or 'https'}://{text}"
    return absolute(base, text.replace("&amp;", "&"))


def title_of(title: str, *others: str) -> str:
    """Return the title, else the beginning of the first text that there is, else nothing."""
    if title:
        return title
    for markup in others:
        if text := plain(_HIDDEN.sub("", markup[:20_000])):
            return text if len(text) <= TITLE else text[:TITLE].rsplit(" ", 1)[0] + "…"
    return ""


def identity(*candidates: str | None, rest: str = "") -> str:
    """Return the first name that there is; an entry without any is known by all it says."""
    found = next((one for one in candidates if one), None)
    return found or "untitled:" + hashlib.sha256(rest.encode("utf-8", "replace")).hexdigest()[:16]


def absolute_id(base: str, text: str) -> str:
    """Return an id; one that is a relative address counts by where it leads."""
    relative = "/" in text and "://" not in text and not _SCHEME.match(text)
    return (absolute(base, text) or text) if relative else text


def person(text: str) -> str | None:
    """Return the name out of 'mail (Name)', 'Name <mail>' or a name; None for nothing."""
    said = html.unescape(text)
    found = _MAIL_NAME.match(said) or _NAME_MAIL.match(said)
    return plain(found[1] if found else text) or None


def people(texts: Iterable[str]) -> str | None:
    """Return names, each once, in one line; None for nobody."""
    names = [person(text) for text in texts if text]
    return ", ".join(dict.fromkeys(name for name in names if name)) or None


def base_of(element: etree._Element, url: str) -> str:
    """Return the base of an element: its own xml:base, seen from ``url``, the base of its parent."""
    own = element.get(XML_BASE)
    return (absolute(url, own) or url) if own else url


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a feed hands down to its entries."""

    base: str  # of relative addresses
    language: str | None
    authors: str | None
    hosts: tuple[str | None, ...]  # of the feed and of its site
    now: datetime | None = None  # when a page was had: 'yesterday' counts from there

    def first_date(self, texts: Iterable[str], language: str | None, title: str) -> datetime | None:
        """Return the first text that tells a time.

        One without a zone is in that of the host, else of the language, else of the title's script.
        """
        for text in texts:
            zone = self._zone(language, title) if text else None
            if text and (found := parse_date(text, zone_hint=zone, now=self.now)):
                return found
        return None

    def _zone(self, language: str | None, title: str) -> str | None:
        zones = (zone_for(None, host) for host in self.hosts)
        if (zone := next((zone for zone in zones if zone), None)) is not None:
            return zone
        if language is None and _OF_ONE_ZONE.search(title):
            language = identify(title)
        return zone_for(language, None)


def inherited(
    url: str, base: str, link: str | None, language: str | None, authors: str | None
) -> Inherited:
    """Return what the entries of a feed at ``url`` take from it; ``link`` is its site.

    A feed that is served by another host than its site (a feed service), and gives no base, means
    relative addresses as its site would.
    """
    hosts = (host_of(url), host_of(link or ""))
    foreign = link is not None and base == url and hosts[0] != hosts[1]
    return Inherited(link if foreign and link else base, language, authors, hosts)


def host_of(url: str) -> str | None:
    """Return the host of an address; None where it has none."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
