"""Text -> XML tree, strictly, else mended; bounded in depth, attributes and entities."""

import html
import re

from lxml import etree

from monitor.news.feed.mending import balance, mend, wrap

_C1 = re.compile("[\x80-\x84\x86-\x9f]")
# A section that is ended by half: its own end comes nowhere
_HALF_ENDED = re.compile(r"\]\](?=</)")
_CONTROL_SPELLED = re.compile(r"&#(?:0{0,6}\d{1,2}|1[2-5]\d|[xX]0{0,6}[0-9a-fA-F]{1,2});")
_PAIR = re.compile(r"&#(?:x([dD][89abAB][0-9a-fA-F]{2})|(5[56]\d{3}));&#(?:x([dD][c-fC-F][0-9a-fA-F]{2})|(5[67]\d{3}));")  # fmt: skip
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
_TAG = re.compile(r"<[A-Za-z][^<>]{0,2000}>")
MOST_ENTITIES = 50
LONGEST_TYPE = 100_000  # characters of a document type, and of what its entities may add
PREFACE = 200  # characters of text that may stand before a feed that is escaped
JUNK = 20_000  # characters that may stand before a feed: warnings of the server's language

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
    mended, told = mend(bare)
    root = _parsed(mended, recover=False)
    if root is not None:
        return root, (*repairs, *told)
    wrapped = wrap(mended)
    root = _parsed(wrapped, recover=False)
    if root is None:
        root = _parsed(balance(wrapped), recover=True)
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
