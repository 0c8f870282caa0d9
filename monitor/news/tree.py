"""Text of a page -> tree, within bounds: some markup takes the parser quadratic time.

40,000 nested tags, 40,000 attributes on one tag, 20,000 options or 3,000 nested <font> each hold
Lexbor for seconds (lexbor issue 340). Up to 10,000 tags nothing of it is felt, and counting them
costs next to nothing; a page beyond that is read tag by tag before the parser sees it.
"""

import re
from collections import Counter
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser

LONGEST = 5 * 1024 * 1024  # characters; the longest news page of the benchmarks has 4 million
LONGEST_TAG = 20_000  # characters between < and >: at most 10,000 attributes, a tenth of a second
MOST_TAGS = 120_000
HARMLESS = 8_000  # tags, however nested, that Lexbor reads in under a tenth of a second
DEEPEST = 400  # open tags; the deepest real page seen has 90
FORMATTING = 300  # open tags of the kinds that HTML reopens in every block after them

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})")
_RAW_NAMES = """
    script style noscript template svg math select iframe object textarea noembed noframes xmp plaintext
""".split()
_UNNESTED = frozenset(
    """
    area base basefont bgsound br col embed frame hr img input keygen link meta param source track
    wbr p li td th tr option dt dd thead tbody tfoot
    """.split()
)
_REOPENED = frozenset("b big code em font i nobr s small strike strong tt u".split())


def _either_case(names: Iterable[str]) -> str:
    """Return alternatives of letters in both cases: ten times as fast as ``re.IGNORECASE``.

    Their first letters come first: most tags begin with another.
    """
    letters = ["".join(f"[{sign}{sign.upper()}]" for sign in name) for name in sorted(names)]
    first = "".join(sorted({alternative[1:3] for alternative in letters}))
    return f"(?=[{first}])(?:{'|'.join(letters)})"


_RAW = re.compile(rf"<(!--|{_either_case(_RAW_NAMES)}(?![A-Za-z0-9-]))")
_REOPENED_TAG = re.compile(rf"<{_either_case(_REOPENED)}[\s>]")


def parse(text: str) -> LexborHTMLParser:
    """Return the tree of a page in bounded time; what goes beyond the bounds is left out."""
    return LexborHTMLParser(bounded(text))


def bounded(text: str) -> str:
    """Return the page without scripts, styles and comments, and without tags beyond the bounds."""
    text = without_raw(text[:LONGEST])
    return text if _is_harmless(text) else _cut(text)


def _is_harmless(text: str) -> bool:
    """Tell whether a page is within the bounds by what is cheap to count."""
    if text.count("<") > HARMLESS:
        return False
    # a tag too long leaves a stretch of half its length without an end of any tag
    stretch = LONGEST_TAG // 2
    if any(text.find(">", at, at + stretch) < 0 for at in range(0, len(text) - stretch, stretch)):
        return False
    return len(_REOPENED_TAG.findall(text)) <= FORMATTING * 2


def _cut(text: str) -> str:
    """Leave out tags that nest too deeply, are too long, too many, or options of a list."""
    parts: list[str] = []
    nesting = _Nesting()
    end = 0
    for number, found in enumerate(_TAG.finditer(text)):
        if found.start() < end:
            continue
        name = found[2].lower()
        if found[1]:
            keep = nesting.closed(name)
        else:
            keep = number <= MOST_TAGS and name != "option" and nesting.opened(name)
        close = text.find(">", found.end(), found.end() + LONGEST_TAG)
        if not keep or close < 0:
            parts.append(text[end : found.start()])
            end = close + 1 if close >= 0 else min(len(text), found.end() + LONGEST_TAG)
    parts.append(text[end:])
    return "".join(parts)


class _Nesting:
    """Keeps account of what is open, roughly as HTML does; formatting ends by its own tag alone."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()
        self._formatting = 0

    def opened(self, name: str) -> bool:
        """Open an element; False where that goes too deep."""
        if name in _UNNESTED:
            return True
        if name in _REOPENED:
            if self._formatting >= FORMATTING:
                return False
            self._formatting += 1
        elif len(self._open) >= DEEPEST:
            return False
        else:
            self._open.append(name)
        self._counts[name] += 1
        return True

    def closed(self, name: str) -> bool:
        """Close an element and all that is open in it; False where none of its name is open."""
        if name in _UNNESTED:
            return True
        if not self._counts[name]:
            return False
        self._counts[name] -= 1
        if name in _REOPENED:
            self._formatting -= 1
            return True
        while (last := self._open.pop()) != name:
            self._counts[last] -= 1
        return True


def without_raw(text: str) -> str:
    """Take out comments and elements that hold no article text, by a linear scan."""
    parts: list[str] = []
    endless: set[str] = set()
    end = 0
    while (found := _RAW.search(text, end)) is not None:
        parts.append(text[end : found.start()])
        end = _end_of_raw(text, found, endless)
    parts.append(text[end:])
    return "".join(parts)


def _end_of_raw(text: str, found: re.Match[str], endless: set[str]) -> int:
    """Return where a raw element ends; one that never ends loses its tag alone."""
    name = found[1]
    close = -1 if name in endless else _close_of(text, found)
    if close < 0:
        endless.add(name)
        close = found.end()
    if name == "!--":
        return close
    after = text.find(">", close)
    return after + 1 if after >= 0 else len(text)


def _close_of(text: str, found: re.Match[str]) -> int:
    name = found[1]
    if name == "!--":
        close = text.find("-->", found.start() + 2)
        return close + 3 if close >= 0 else -1
    close = text.find(f"</{name}", found.end())
    if close < 0:
        other = name.lower() if name != name.lower() else name.upper()
        close = text.find(f"</{other}", found.end())
    return close
