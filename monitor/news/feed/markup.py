"""Text -> XML tree, strictly, else mended; bounded in depth, attributes and entities."""

import html
import re
from collections.abc import Callable

from lxml import etree

_ENTITY = re.compile(r"&(#?[0-9A-Za-z]{1,32};)?")
_NUMBERS = {"amp;": "&#38;", "lt;": "&#60;", "gt;": "&#62;", "quot;": "&#34;", "apos;": "&#39;"}
_XML_ENTITIES = frozenset(_NUMBERS)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_CDATA = re.compile(r"<!\s?\[\s?CDATA\s?\[", re.IGNORECASE)
# A section that is ended by half: its own end comes nowhere
_HALF_ENDED = re.compile(r"\]\](?=</)")
_CONTROL_SPELLED = re.compile(r"&#(?:0{0,6}\d{1,2}|1[2-5]\d|[xX]0{0,6}[0-9a-fA-F]{1,2});")
_PAIR = re.compile(r"&#(?:x([dD][89abAB][0-9a-fA-F]{2})|(5[56]\d{3}));&#(?:x([dD][c-fC-F][0-9a-fA-F]{2})|(5[67]\d{3}));")  # fmt: skip
_PREFIX = re.compile(r"[<\s]([A-Za-z][\w.-]{0,20}):[A-Za-z]")
_DECLARED_PREFIX = re.compile(r"\sxmlns:([A-Za-z][\w.-]{0,20})\s?=")
_ROOT = re.compile(r"<(?![?!])[A-Za-z]")
_FEED_ROOT = re.compile(
    r"<(?:[A-Za-z][\w-]{0,20}:)?(?:rss|feed|rdf|channel|urlset|sitemapindex)(?=[\s>])",
    re.IGNORECASE,
)
# An entity that stands for signs and XML's own entities alone, so that nothing multiplies
_SIGN = r"&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});"
_DECLARED_ENTITY = re.compile(
    rf"<!ENTITY\s{{1,9}}([\w.:-]{{1,40}})\s{{1,9}}"
    rf"(?:\"((?:[^\"&%<]|{_SIGN}){{0,200}})\"|'((?:[^'&%<]|{_SIGN}){{0,200}})')\s{{0,9}}>"
)
_ESCAPED = re.compile(
    r"&lt;(?:[A-Za-z][\w-]{0,20}:)?(?:rss|feed|rdf|channel|urlset|item|entry)(?=&gt;|\s)",
    re.IGNORECASE,
)
# HTML's tags that are never closed; link and source mean something else in a feed
_VOID = re.compile(r"<(br|hr|img|input|wbr|col|meta)\b([^<>]{0,2000}?)/?>", re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z][^<>]{0,2000}>")
_ANY_TAG = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<(/?)([A-Za-z][\w:.-]{0,60})((?:\s[^<>]{0,2000}?)?)(/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"(?:\s|(?<=[\"']))([\w:.-]{1,60})\s?=\s?(\"[^\"]*\"|'[^']*'|[^\s\"'<>]+)")
# Fields that hold HTML, and what can't stand in a title
_BOUNDS = frozenset({"item", "entry"})
_PLAIN = frozenset({"link", "guid", "id", "pubdate", "author", "category", "published", "updated"})
_STRAY_END = re.compile(r"</[^<>]{0,60}>\s{0,99}$")
_FIELDS = (
    "title|description|summary|content|content:encoded|itunes:summary|media:description"
    "|item|entry|link|guid|id|pubDate|author|category|published|updated"
)
_FIELD = re.compile(rf"<(/?)({_FIELDS})(?:\s[^<>]{{0,500}})?>|(<!\[CDATA\[)", re.IGNORECASE)
# What is open where a document was cut, though it is ended nowhere
_FRAME = frozenset(
    (
        *_FIELDS.lower().split("|"),
        "rss",
        "rdf:rdf",
        "channel",
        "feed",
        "urlset",
        "url",
        "sitemapindex",
    )
)
MOST_ENTITIES = 50
LONGEST_TYPE = 100_000  # characters of a document type, and of what its entities may add
DEEPEST = 200  # elements within each other
PREFACE = 200  # characters of text that may stand before a feed that is escaped
JUNK = 20_000  # characters that may stand before a feed: warnings of the server's language

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
BROKEN = "markup that is not well formed"


def parse(text: str) -> tuple[etree._Element | None, tuple[str, ...]]:
    """Return the root of the document and what was mended; None when there is no XML in it.

    No document type is read: entities that it declares stay unread, so that nothing multiplies
    and nothing is fetched.
    """
    bare, document_type = _from_root(text)
    bare, repairs = _with_entities(bare, document_type)
    if "]]<" in bare:
        bare = _with_ends(bare)
    if "&#" in bare:
        bare = _CONTROL_SPELLED.sub(_windows_sign, _PAIR.sub(_paired, bare))
    if not bare.isascii():
        bare = _C1.sub(_windows_sign, bare)
    root = _parsed(bare, recover=False)
    if root is not None:
        return root, repairs
    mended, told = _mend(bare)
    root = _parsed(mended, recover=False)
    if root is not None:
        return root, (*repairs, *told)
    wrapped = _wrapped(_TAG.sub(_quoted, mended))
    root = _parsed(wrapped, recover=False)
    if root is None:
        root = _parsed(_numbered(_balanced(_VOID.sub(r"<\1\2/>", wrapped))), recover=True)
    return root, (*repairs, *told, BROKEN)


def escaped(text: str) -> str | None:
    """Return the feed in a document that holds one as text, escaped once; None for any other.

    Hardly more than it may stand there: a page about feeds is none.
    """
    found = _ESCAPED.search(text)
    if found is None or len(_TAG.sub("", text[: found.start()][:JUNK]).strip()) > PREFACE:
        return None
    return html.unescape(text)


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


def _from_root(text: str) -> tuple[str, str]:
    """Return the document from its first element on, and its document type.

    Other markup before a feed is cut as well. A bounded scan, since a pattern over a document
    type can be made slow.
    """
    document_type = ""
    place = text.find("<")
    while place >= 0:
        if text.startswith("<!--", place):
            place = _after(text, "-->", place)
        elif text[place : place + 9].lower() == "<!doctype":
            end = _end_of_doctype(text, place)
            document_type, place = text[place:end], end
        elif text.startswith(("<?", "<!"), place):
            place = _after(text, ">", place)
        elif text[place + 1 : place + 2].isalpha():
            break
        else:
            place += 1
        place = text.find("<", place) if place >= 0 else place
    if place < 0:
        return text, document_type
    feed = _FEED_ROOT.search(text, place, place + JUNK)
    if feed is not None and feed.start() > place:
        place = feed.start()
    return text[place:], document_type


def _with_entities(text: str, document_type: str) -> tuple[str, tuple[str, ...]]:
    """Put in the short plain entities that a document declares, within a bound; no others."""
    declared = document_type.upper().count("<!ENTITY")
    if not declared:
        return text, ()
    known = _DECLARED_ENTITY.findall(document_type[:LONGEST_TYPE])[:MOST_ENTITIES]
    for name, double, single in known:
        value = html.escape(html.unescape(double or single))
        if text.count(f"&{name};") * len(value) <= LONGEST_TYPE:
            text = text.replace(f"&{name};", value)
    left = declared - len(known)
    return text, ("entities that it declares itself are left out",) if left else ()


def _with_ends(text: str) -> str:
    """End the sections of CDATA whose end lacks its last sign: else they swallow what follows."""
    first, *sections = text.split("<![CDATA[")
    ended = (one if "]]>" in one else _HALF_ENDED.sub("]]>", one, count=1) for one in sections)
    return "<![CDATA[".join((first, *ended))


def _after(text: str, mark: str, place: int) -> int:
    found = text.find(mark, place)
    return found + len(mark) if found >= 0 else -1


def _end_of_doctype(text: str, begin: int) -> int:
    """Return where a document type ends; one that never ends is skipped up to the first element."""
    bracket, end = text.find("[", begin), text.find(">", begin)
    if 0 <= bracket < end:
        end = text.find("]", bracket)
        end = text.find(">", end) if end >= 0 else -1
    if end >= 0:
        return end + 1
    root = _ROOT.search(text, begin + 9)
    return root.start() if root else -1


def _windows_sign(found: re.Match[str]) -> str:
    """Return what a control character means that was written by Windows: a quote or a dash.

    One that means nothing is left out; any other character stays.
    """
    spelled = found[0]
    number = spelled[2:-1].lower()
    code = (
        ord(spelled) if len(spelled) == 1 else int(number.lstrip("x"), 16 if "x" in number else 10)
    )
    if 128 <= code < 160:
        return html.unescape(f"&#{code};")
    return "" if code < 32 and code not in {9, 10, 13} else spelled


def _paired(found: re.Match[str]) -> str:
    """Join the halves of a surrogate pair that were spelled apart."""
    high = int(found[1], 16) if found[1] else int(found[2])
    low = int(found[3], 16) if found[3] else int(found[4])
    if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
        return found[0]
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _mend(text: str) -> tuple[str, tuple[str, ...]]:
    told = []
    cleaned = _CONTROL.sub("", text)
    if len(cleaned) < len(text):
        told.append("control characters")
    cleaned = _CDATA.sub("<![CDATA[", cleaned)
    resolved = _resolved(cleaned)
    if resolved != cleaned:
        told.append("entities that XML does not know")
    declared = _declared(resolved)
    if declared != resolved:
        told.append("prefixes that are not declared")
    return declared, tuple(told)


def _resolved(text: str) -> str:
    """Replace HTML's entities by their signs and stray & by &amp;, outside of CDATA."""
    return _outside(text, lambda part: _ENTITY.sub(_entity, part.replace("]]>", "]]&gt;")))


def _numbered(text: str) -> str:
    """Spell XML's own entities as numbers: libxml2 drops them once it has met a fault."""
    return _outside(
        text, lambda part: _ENTITY.sub(lambda one: _NUMBERS.get(one[1] or "", one[0]), part)
    )


def _outside(text: str, change: Callable[[str], str]) -> str:
    """Change what stands outside of CDATA."""
    first, *sections = text.split("<![CDATA[")
    made = [change(first)]
    for section in sections:
        inside, end, outside = section.partition("]]>")
        made += ["<![CDATA[", inside, end, change(outside) if end else ""]
    return "".join(made)


def _entity(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return "&amp;"
    if name in _XML_ENTITIES:
        return found[0]
    sign = html.unescape(found[0])
    return "&amp;" + name if sign == found[0] else html.escape(sign)


def _quoted(found: re.Match[str]) -> str:
    """Return a tag whose attributes have quotes and stand once each."""
    tag = found[0]
    if "=" not in tag:
        return tag
    if tag.count('"') % 2:  # one is missing: where it should stand nobody knows
        tag = tag.replace('"', "")
    names: set[str] = set()

    def one(attribute: re.Match[str]) -> str:
        name, value = attribute[1], attribute[2]
        if name in names:
            return ""
        names.add(name)
        return f" {name}={value}" if value[0] in "\"'" else f' {name}="{value.rstrip("/")}"'

    return _ATTRIBUTE.sub(one, tag)


def _wrapped(text: str) -> str:
    """Put HTML that stands bare in a field into CDATA, so that what it leaves open ends there.

    A title that is never ended ends before the next field, any other before its item does; an end
    takes the case of its beginning.
    """
    if text.rfind("<![CDATA[") > text.rfind("]]>"):
        text += "]]>"
    made, done, opened, start = [], 0, "", 0
    for tag in _FIELD.finditer(text):
        closing, spelled = tag[1], tag[2] or ""
        name = spelled.lower()
        ends = name in _BOUNDS or (opened.lower() == "title" and name not in {"", "title"})
        if opened and ends:  # what was never ended, or by a tag that is spelled wrong
            made += [text[done:start], *_bare(_STRAY_END.sub("", text[start : tag.start()]))]
            made.append(f"</{opened}>")
            opened, done = "", tag.start()
        if not name or name in _BOUNDS:
            opened = ""
        elif not closing and not opened and name not in _PLAIN:
            opened, start = spelled, tag.end()
        elif closing and name == opened.lower():
            made += [text[done:start], *_bare(text[start : tag.start()]), f"</{opened}>"]
            opened, done = "", tag.end()
    return "".join((*made, text[done:]))


def _balanced(text: str) -> str:
    """Return a document in which every tag that begins something is ended, and nothing else is.

    What has attributes and is never ended anywhere is empty; an item ends the one before it.
    """
    ended = {tag[2].lower() for tag in _ANY_TAG.finditer(text) if tag[1]}
    made: list[str] = []
    opened: list[str] = []
    done = 0

    def end(names: list[str]) -> None:
        made.extend(f"</{name}>" for name in reversed(names))
        del opened[len(opened) - len(names) :]

    for tag in _ANY_TAG.finditer(text):
        closing, spelled, attributes, empty = tag.groups()
        if spelled is None or empty or len(opened) > DEEPEST:
            continue
        name = spelled.lower()
        made.append(text[done : tag.start()])
        done = tag.end()
        if closing:
            end(opened[_place(opened, name) :])
        elif attributes and name not in ended | _FRAME:
            made.append(f"<{name}{attributes}/>")
        else:
            if name in _BOUNDS:
                end(opened[_place(opened, name) :])
            made.append(f"<{name}{attributes}>")
            opened.append(name)
    made.append(text[done:])
    end(opened[:])
    return "".join(made)


def _place(opened: list[str], name: str) -> int:
    """Return where a name was opened last; beyond the end when it was not."""
    return len(opened) - 1 - opened[::-1].index(name) if name in opened else len(opened)


def _bare(inside: str) -> tuple[str, ...]:
    return ("<![CDATA[", inside, "]]>") if "<" in inside else (inside,)


def _declared(text: str) -> str:
    """Declare on the root the prefixes that are used and declared nowhere."""
    root = _ROOT.search(text)
    if root is None:
        return text
    used = set(_PREFIX.findall(text)) - {"xml", "xmlns", "http", "https"}
    missing = sorted(used - set(_DECLARED_PREFIX.findall(text)))
    if not missing:
        return text
    meant = {prefix: f"urn:undeclared:{prefix}" for prefix in missing[:50]}
    if "rdf" in meant:  # its attributes are read
        meant["rdf"] = RDF
    declarations = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in meant.items())
    name_end = re.compile(r"[\s/>]").search(text, root.end())
    if name_end is None:
        return text
    return text[: name_end.start()] + declarations + text[name_end.start() :]
