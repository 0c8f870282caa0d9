"""A page in UTF-8 -> tree, within bounds: some markup takes the parser quadratic time.

40,000 nested tags, 40,000 attributes on one tag, 20,000 options or 3,000 nested <font> each hold
Lexbor for seconds (lexbor issue 340). Up to 10,000 tags nothing of it is felt, and counting them
costs next to nothing; a page beyond that is read tag by tag before the parser sees it.

All of it is done on bytes: to look through text that has a single sign beyond Latin-1 takes a
quarter longer, and the parser would have to encode it again.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

LONGEST = 5 * 1024 * 1024  # bytes; the longest news page of the benchmarks has 4 million
LONGEST_TAG = 20_000  # bytes between < and >: at most 10,000 attributes, a tenth of a second
LONGEST_ATTRIBUTES = 1024 * 1024  # bytes up to which the end of a longer tag is looked for
MOST_TAGS = 120_000
HARMLESS = 8_000  # tags, however nested, that Lexbor reads in under a tenth of a second
DEEPEST = 400  # open tags; the deepest real page seen has 90
FORMATTING = 8  # open tags of the kinds that HTML opens anew in every block after them
MOST_REOPENED = 1_000_000  # formatting times all tags, in a page that is not read tag by tag
MOST_DATA = 20  # scripts of data
LONGEST_DATA = 500_000  # bytes of one
DATA = b"ld+json"
WO_EVENTS = LexborDocumentOptions.WO_EVENTS

_TAG = re.compile(rb"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})")
# Each branch takes all that it can and gives nothing back: one pass, whatever the quotes.
_ATTRIBUTES = re.compile(rb"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_RAW_NAMES = """
    script style noscript template svg math select iframe object textarea noembed noframes xmp plaintext
""".split()
_UNNESTED = frozenset(
    b"""
    area base basefont bgsound br col embed frame hr img input keygen link meta param source track
    wbr p li td th tr option dt dd thead tbody tfoot
    """.split()
)
_BARRIERS = frozenset(
    b"table applet marquee".split()
)  # no end tag in one reaches formatting around
_REOPENED = "b big code em font i nobr s small strike strong tt u".split()
_FORMATTING = frozenset(name.encode() for name in _REOPENED)


def _either_case(names: Iterable[str]) -> bytes:
    """Return alternatives of letters in both cases: ten times as fast as ``re.IGNORECASE``.

    Their first letters come first: most tags begin with another.
    """
    letters = ["".join(f"[{sign}{sign.upper()}]" for sign in name) for name in sorted(names)]
    first = "".join(sorted({alternative[1:3] for alternative in letters}))
    return f"(?=[{first}])(?:{'|'.join(letters)})".encode()


_RAW = re.compile(rb"<(!--|%b(?![A-Za-z0-9-]))" % _either_case(_RAW_NAMES))
_REOPENED_TAG = re.compile(rb"<%b[\s>]" % _either_case(_REOPENED))


@dataclass(frozen=True, slots=True)
class Document:
    """A page as a tree, and what its scripts of data (JSON-LD) hold."""

    tree: LexborHTMLParser
    data: tuple[bytes, ...]


def parse(html: str | bytes) -> LexborHTMLParser:
    """Return the tree of a page in bounded time; what goes beyond the bounds is left out.

    Bytes are UTF-8.
    """
    return read_document(html).tree


def read_document(html: str | bytes) -> Document:
    """Return what ``parse`` does, and the data that stands in scripts, which leave the tree."""
    encoded = html.encode("utf-8", "replace") if isinstance(html, str) else html
    if len(encoded) > LONGEST:
        encoded = encoded[:LONGEST].decode("utf-8", "ignore").encode()
    bare, data = without_raw(encoded)
    # nobody listens to what happens to the tree: four hundredths of the parser's time
    return Document(LexborHTMLParser(bounded(bare), options=WO_EVENTS), data)


def bounded(html: bytes) -> bytes:
    """Return a page without tags beyond the bounds."""
    return html if _is_harmless(html) else _cut(html)


def _is_harmless(html: bytes) -> bool:
    """Tell whether a page is within the bounds by what is cheap to count."""
    tags = html.count(b"<")
    if tags > HARMLESS:
        return False
    # a tag too long leaves a stretch of half its length without an end of any tag
    stretch = LONGEST_TAG // 2
    if any(html.find(b">", at, at + stretch) < 0 for at in range(0, len(html) - stretch, stretch)):
        return False
    # of a third of all pages it is known without counting
    return tags**2 <= MOST_REOPENED or len(_REOPENED_TAG.findall(html)) * tags <= MOST_REOPENED


def _cut(html: bytes) -> bytes:
    """Leave out tags that nest too deeply, options of a list, and attributes that are too long.

    What follows more tags than any page has is left out whole.
    """
    parts: list[bytes] = []
    nesting = _Nesting()
    reach = LONGEST_ATTRIBUTES
    end = 0
    for number, found in enumerate(_TAG.finditer(html)):
        if number == MOST_TAGS:
            html = html[: found.start()]
            break
        if found.start() < end:
            continue
        name = found[2].lower()
        keep = nesting.closed(name) if found[1] else name != b"option" and nesting.opened(name)
        close = html.find(b">", found.end(), found.end() + LONGEST_TAG)
        if close < 0:
            parts.append(html[end : found.end()] + b">" if keep else html[end : found.start()])
            end = _end_of_long(html, found.end(), reach)
            if end < 0:
                end = min(len(html), found.end() + LONGEST_TAG)
                reach = LONGEST_TAG  # to look far from each of many costs seconds
        elif not keep:
            parts.append(html[end : found.start()])
            end = close + 1
    parts.append(html[end:])
    return b"".join(parts)


def _end_of_long(html: bytes, start: int, reach: int) -> int:
    """Return where a long tag ends, read from behind its name; -1 where that is out of reach.

    Forums keep whole threads in one.
    """
    found = _ATTRIBUTES.match(html, start, start + reach)
    return found.end() if found is not None else -1


class _Nesting:
    """Keeps account of what is open, roughly as HTML does; formatting ends by its own tag alone."""

    def __init__(self) -> None:
        self._open: list[bytes] = []
        self._counts: Counter[bytes] = Counter()
        self._formatting: list[bytes] = []
        self._around: list[int] = []  # how much of it stands around each open barrier

    def opened(self, name: bytes) -> bool:
        """Open an element; False where that goes too deep."""
        if name in _UNNESTED:
            return True
        if name in _FORMATTING:
            if len(self._formatting) >= FORMATTING:
                return False
            self._formatting.append(name)
            return True
        if len(self._open) >= DEEPEST:
            return False
        if name in _BARRIERS:
            self._around.append(len(self._formatting))
        self._open.append(name)
        self._counts[name] += 1
        return True

    def closed(self, name: bytes) -> bool:
        """Close an element and all that is open in it; False where none of its name is open."""
        if name in _UNNESTED:
            return True
        if name in _FORMATTING:
            inside = self._formatting[self._around[-1] if self._around else 0 :]
            if name in inside:
                del self._formatting[-1 - inside[::-1].index(name)]
            return name in inside
        if not self._counts[name]:
            return False
        while True:
            last = self._open.pop()
            self._counts[last] -= 1
            if last in _BARRIERS:
                del self._formatting[self._around.pop() :]
            if last == name:
                return True


def without_raw(html: bytes) -> tuple[bytes, tuple[bytes, ...]]:
    """Take out comments and elements that hold no article text, by a linear scan.

    Beside what is left: the data that stood in scripts.
    """
    parts: list[bytes] = []
    data: list[bytes] = []
    endless: set[bytes] = set()
    end = 0
    while (found := _RAW.search(html, end)) is not None:
        parts.append(html[end : found.start()])
        end = _end_of_raw(html, found, endless)
        if found[1].lower() == b"script" and len(data) < MOST_DATA:
            data += _data_of(html[found.end() : end])
    parts.append(html[end:])
    return b"".join(parts), tuple(data)


def _data_of(script: bytes) -> Iterator[bytes]:
    """Yield what a script holds, read from behind its name, if that is data."""
    inside = script.find(b">", 0, LONGEST_TAG) + 1
    if script.find(DATA, 0, inside) >= 0 and len(script) <= LONGEST_DATA:
        yield script[inside : script.rfind(b"</")]


def _end_of_raw(html: bytes, found: re.Match[bytes], endless: set[bytes]) -> int:
    """Return where a raw element ends; one that never ends loses its tag alone."""
    name = found[1]
    close = -1 if name in endless else _close_of(html, found)
    if close < 0:
        endless.add(name)
        close = found.end()
    if name == b"!--":
        return close
    after = html.find(b">", close)
    return after + 1 if after >= 0 else len(html)


def _close_of(html: bytes, found: re.Match[bytes]) -> int:
    name = found[1]
    if name == b"!--":
        close = html.find(b"-->", found.start() + 2)
        return close + 3 if close >= 0 else -1
    close = html.find(b"</" + name, found.end())
    if close < 0:
        other = name.lower() if name != name.lower() else name.upper()
        close = html.find(b"</" + other, found.end())
    return close
