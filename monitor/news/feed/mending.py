"""Markup that is not well formed -> markup that is, or nearly: in three steps, each for what the one before left.

``mend`` keeps the meaning of every sign, ``wrap`` closes fields, ``balance`` all elements.
"""

import html
import re
from collections.abc import Callable

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

_ENTITY = re.compile(r"&(#?[0-9A-Za-z]{1,32};)?")
_NUMBERS = {"amp;": "&#38;", "lt;": "&#60;", "gt;": "&#62;", "quot;": "&#34;", "apos;": "&#39;"}
_XML_ENTITIES = frozenset(_NUMBERS)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CDATA = re.compile(r"<!\s?\[\s?CDATA\s?\[", re.IGNORECASE)
_PREFIX = re.compile(r"[<\s]([A-Za-z][\w.-]{0,20}):[A-Za-z]")
_ROOT = re.compile(r"<(?![?!])[A-Za-z]")
_DECLARED_PREFIX = re.compile(r"\sxmlns:([A-Za-z][\w.-]{0,20})\s?=")
# HTML's tags that are never closed; link and source mean something else in a feed
_VOID = re.compile(r"<(br|hr|img|input|wbr|col|meta)\b([^<>]{0,2000}?)/?>", re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z][^<>]{0,2000}>")
_ANY_TAG = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<(/?)([A-Za-z][\w:.-]{0,60})((?:\s[^<>]{0,2000}?)?)(/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"(?:\s|(?<=[\"']))([\w:.-]{1,60})\s?=\s?(\"[^\"]*\"|'[^']*'|[^\s\"'<>]+)")
# Tags in the value of an attribute
_TAG_IN_VALUE = re.compile(r"(?<==\")[^\"=<>\n]{0,300}[<>][^\"=\n]{0,300}(?=\"[\s/>])")
_NO_END = re.compile(r"(</[A-Za-z][\w:.-]{0,60})\s{0,20}(?=<)")  # of a tag that ends something
# Atom's link, which holds nothing, left open
_OPEN_LINK = re.compile(
    r"(<link\s[^<>]{0,2000}?[^<>/])>(?=\s{0,200}<(?!/link|!\[CDATA\[))", re.IGNORECASE
)
# What stands between the end of an item and a field, and should have begun the next one
_NO_BEGIN = re.compile(
    r"(</(item|entry|url)>\s{0,99})(?!<(?:\2|image|textinput)[\s>/])"
    r"(?:(?!<(?:title|link|guid|id|loc|\2)[\s>])[^\n]){0,100}(?=<(?:title|link|guid|id|loc)[\s>])",
    re.IGNORECASE,
)
_PREFIXED_ROOT = re.compile(r"<([A-Za-z][\w-]{0,20}):(?:feed|rss)\s", re.IGNORECASE)
# A tag that was cut off at the end of the document; one that ends something, misspelled; any other
_CUT_TAG = re.compile(r"<[^<>]{0,2000}\Z")
_NO_TAG = re.compile(r"</[A-Za-z][^<>\s]{0,60}>?|<(?![!?])")
# Fields that hold HTML, and what can't stand in a title
_BOUNDS = frozenset({"item", "entry"})
_PLAIN = frozenset(
    {"url", "loc", "link", "guid", "id", "pubdate", "author", "category", "published", "updated"}
)
_TEXT_ALONE = frozenset({"loc", "guid", "id", "pubdate", "published", "updated"})
_STRAY_END = re.compile(r"(?:</[^<>]{0,60}>\s{0,99}){1,5}$")
_FIELDS = (
    "title|description|summary|content|content:encoded|itunes:summary|media:description"
    "|item|entry|url|loc|link|guid|id|pubDate|author|category|published|updated"
)
_FIELD = re.compile(
    rf"<(/?)({_FIELDS}|\w{{1,12}}:title)(?:\s[^<>]{{0,500}})?>|(<!\[CDATA\[)", re.IGNORECASE
)
# What is open where a document was cut, though it is ended nowhere
_FRAME = frozenset(
    (*_FIELDS.lower().split("|"), *"rss rdf:rdf channel feed urlset sitemapindex".split())
)
DEEPEST = 200  # elements within each other


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """Put right what every character can be judged by alone: controls, entities, prefixes; and say so."""
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
    return _ATTRIBUTE.sub(lambda attribute: _once(attribute, names), tag)


def _once(attribute: re.Match[str], names: set[str]) -> str:
    name, value = attribute[1], attribute[2]
    if name in names:
        return ""
    names.add(name)
    return f" {name}={value}" if value[0] in "\"'" else f' {name}="{value.rstrip("/")}"'


def _sound(attributes: str) -> str:
    """Return attributes without what stands between them and is none."""
    names: set[str] = set()
    return "".join(_once(attribute, names) for attribute in _ATTRIBUTE.finditer(attributes))


def wrap(text: str) -> str:
    """Quote attributes, and put HTML that stands bare in a field into CDATA, where all that it leaves open ends.

    An attribute stands once. A title that is never ended ends before the next field, any other before its item does; an end
    takes the case of its beginning.
    """
    text = _NO_BEGIN.sub(r"\1<\2>", _TAG_IN_VALUE.sub(_without_tags, _unprefixed(text)))
    text = _OPEN_LINK.sub(r"\1/>", _NO_END.sub(r"\1>", _TAG.sub(_quoted, text)))
    if text.rfind("<![CDATA[") > text.rfind("]]>"):
        text += "]]>"
    bounds = _BOUNDS | {"url"} if "<urlset" in text[:2000].lower() else _BOUNDS
    made, done, opened, start = [], 0, "", 0
    for tag in _FIELD.finditer(text):
        closing, spelled = tag[1], tag[2] or ""
        name = spelled.lower()
        ends = name in bounds or (opened.lower() == "title" and name not in {"", "title"})
        if opened and ends:  # what was never ended, or by a tag that is spelled wrong
            made += [text[done:start], *_bare(_STRAY_END.sub("", text[start : tag.start()]))]
            made.append(f"</{opened}>")
            opened, done = "", tag.start()
        if not name or name in bounds:
            opened = ""
        elif not closing and not opened and name not in _PLAIN:
            opened, start = spelled, tag.end()
        elif closing and _local(name) == _local(opened.lower()):
            made += [text[done:start], *_bare(text[start : tag.start()]), f"</{opened}>"]
            opened, done = "", tag.end()
    return "".join((*made, text[done:]))


def _without_tags(value: re.Match[str]) -> str:
    return value[0].replace("<", "&lt;").replace(">", "&gt;")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def balance(text: str) -> str:
    """Return a document for a parser that recovers, in which every tag that begins something is ended, and nothing else is.

    What has attributes and is never ended anywhere is empty; an item ends the one before it.
    """
    text = _VOID.sub(r"<\1\2/>", _without_comments(text))
    ended = {tag[2].lower() for tag in _ANY_TAG.finditer(text) if tag[1]}
    made: list[str] = []
    opened: list[str] = []
    done = 0

    def end(names: list[str]) -> None:
        made.extend(f"</{name}>" for name in reversed(names))
        del opened[len(opened) - len(names) :]

    for tag in _ANY_TAG.finditer(text):
        closing, spelled, attributes, empty = tag.groups()
        made.append(_NO_TAG.sub(_escaped, text[done : tag.start()]))
        done = tag.end()
        if spelled is None or len(opened) > DEEPEST:
            made.append(tag[0])
            continue
        name, attributes = spelled.lower(), _sound(attributes)
        if opened and opened[-1] in _TEXT_ALONE and name != opened[-1]:
            end(opened[-1:])
        if closing:
            end(opened[_place(opened, name) :])
        elif empty or (attributes and name not in ended | _FRAME):
            made.append(f"<{name}{attributes}/>")
        else:
            if name in _BOUNDS:
                end(opened[_place(opened, name) :])
            made.append(f"<{name}{attributes}>")
            opened.append(name)
    made.append(_NO_TAG.sub(_escaped, _CUT_TAG.sub("", text[done:])))
    end(opened[:])
    return _numbered("".join(made))


def _without_comments(text: str) -> str:
    """Leave out comments; of one that is never ended, only its beginning."""
    first, *parts = text.split("<!--")
    return first + "".join(part.partition("-->")[2] if "-->" in part else part for part in parts)


def _escaped(found: re.Match[str]) -> str:
    return "" if found[0].startswith("</") else "&lt;"


def _place(opened: list[str], name: str) -> int:
    """Return where a name was opened last; beyond the end when it was not."""
    return len(opened) - 1 - opened[::-1].index(name) if name in opened else len(opened)


def _unprefixed(text: str) -> str:
    """Return a document whose own elements have no prefix: fields are known by their names."""
    root = _PREFIXED_ROOT.search(text)
    if root is None:
        return text
    bare = re.sub(rf"(</?){re.escape(root[1])}:", r"\1", text)
    return bare.replace(f"xmlns:{root[1]}=", "xmlns=", 1)


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
