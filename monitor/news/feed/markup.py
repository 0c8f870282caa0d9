"""Text -> XML tree, strictly, else mended; bounded in depth, attributes and entities."""

import html
import re

from lxml import etree

_ENTITY = re.compile(r"&(#?[0-9A-Za-z]{1,32};)?")
_XML_ENTITIES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PREFIX = re.compile(r"[<\s]([A-Za-z][\w.-]{0,20}):[A-Za-z]")
_ROOT = re.compile(r"<(?![?!])[A-Za-z]")
# HTML's tags that are never closed; link and source mean something else in a feed
_VOID = re.compile(r"<(br|hr|img|input|wbr|col|meta)\b([^<>]{0,2000}?)/?>", re.IGNORECASE)
_STARTS = ("<rss", "<feed", "<rdf:rdf", "<channel", "<urlset", "<atom:feed")

BROKEN = "markup that is not well formed"

# Prefixes that feeds use without declaring them, and what they mean by them.
NAMESPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "atom": "http://www.w3.org/2005/Atom",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


def parse(text: str) -> tuple[etree._Element | None, tuple[str, ...]]:
    """Return the root of the document and what was mended; None when there is no XML in it.

    No document type is read: entities that it declares stay unread, so that nothing multiplies
    and nothing is fetched.
    """
    bare, repairs = _without_doctype(_from_start(text))
    root = _parsed(bare, recover=False)
    if root is not None:
        return root, repairs
    mended, told = _mend(bare)
    root = _parsed(mended, recover=False)
    if root is not None:
        return root, (*repairs, *told)
    root = _parsed(_VOID.sub(r"<\1\2/>", mended), recover=True)
    return root, (*repairs, *told, BROKEN)


def looks_like_html(text: str) -> bool:
    """Tell a web page from a feed by how it begins."""
    head = text[:3000].lstrip("\ufeff \t\r\n").lower()
    if any(start in head for start in _STARTS):
        return False
    return "<!doctype html" in head or "<html" in head or "<head" in head or "<body" in head


def _parsed(text: str, *, recover: bool) -> etree._Element | None:
    parser = etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
        encoding="utf-8",
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _from_start(text: str) -> str:
    """Cut what stands before the first tag or declaration."""
    start = text.find("<")
    return text[start:] if start > 0 else text


def _without_doctype(text: str) -> tuple[str, tuple[str, ...]]:
    """Take out the document type; a bounded scan, since a pattern over it can be made slow."""
    root = _ROOT.search(text)
    begin = text.lower().find("<!doctype", 0, root.start() if root else 2000)
    if begin < 0:
        return text, ()
    bracket, end = text.find("[", begin), text.find(">", begin)
    if 0 <= bracket < end:
        end = text.find("]", bracket)
        end = text.find(">", end) if end >= 0 else -1
    if end < 0:
        return text, ()
    declares = "<!ENTITY" in text[begin:end].upper()
    told = ("entities that it declares itself are left out",) if declares else ()
    return text[:begin] + text[end + 1 :], told


def _mend(text: str) -> tuple[str, tuple[str, ...]]:
    told = []
    cleaned = _CONTROL.sub("", text)
    if len(cleaned) < len(text):
        told.append("control characters")
    resolved = _resolved(cleaned)
    if resolved != cleaned:
        told.append("entities that XML does not know")
    declared = _declared(resolved)
    if declared != resolved:
        told.append("prefixes that are not declared")
    return declared, tuple(told)


def _resolved(text: str) -> str:
    """Replace HTML's entities by their signs and stray & by &amp;, outside of CDATA."""
    parts = re.split(r"(<!\[CDATA\[)", text)
    made = [_ENTITY.sub(_entity, parts[0])]
    for part in parts[2::2]:
        inside, end, outside = part.partition("]]>")
        made += ["<![CDATA[", inside, end, _ENTITY.sub(_entity, outside) if end else ""]
    return "".join(made)


def _entity(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return "&amp;"
    if name in _XML_ENTITIES:
        return found[0]
    sign = html.unescape(found[0])
    return "&amp;" + name if sign == found[0] else html.escape(sign)


def _declared(text: str) -> str:
    """Declare on the root the prefixes that are used and declared nowhere."""
    root = _ROOT.search(text)
    if root is None:
        return text
    used = set(_PREFIX.findall(text)) - {"xml", "xmlns", "http", "https"}
    missing = sorted(prefix for prefix in used if f"xmlns:{prefix}" not in text)
    if not missing:
        return text
    declarations = "".join(
        f' xmlns:{prefix}="{NAMESPACES.get(prefix, "urn:undeclared:" + prefix)}"'
        for prefix in missing[:50]
    )
    name_end = re.compile(r"[\s/>]").search(text, root.end())
    if name_end is None:
        return text
    return text[: name_end.start()] + declarations + text[name_end.start() :]
