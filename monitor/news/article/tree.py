"""Text of a page -> tree, within bounds: some markup takes the parser quadratic time.

40,000 nested tags, 40,000 attributes on one tag or 32,000 options in one list each hold Lexbor for
seconds (lexbor issue 340). So nesting, attributes, options and size are cut before it sees them,
by one linear scan over the tags.
"""

import re

from selectolax.lexbor import LexborHTMLParser

LONGEST = 5 * 1024 * 1024  # characters; the longest news page of the benchmarks has 4 million
DEEPEST = 400  # open tags; the deepest real page seen has 90
LONGEST_TAG = 20_000  # characters between < and >
MOST_TAGS = 120_000
FORMATTING = 300  # open tags of the kinds that HTML reopens again and again

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})")
_RAW = re.compile(
    r"<(script|style|noscript|template|svg|math|select|iframe|object)\b", re.IGNORECASE
)
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "th",
        "tr",
        "option",
        "dt",
        "dd",
        "thead",
        "tbody",
        "tfoot",
    ]
)
_REOPENED = frozenset(
    [
        "a",
        "b",
        "big",
        "code",
        "em",
        "font",
        "i",
        "nobr",
        "s",
        "small",
        "strike",
        "strong",
        "tt",
        "u",
    ]
)


def parse(text: str) -> LexborHTMLParser:
    """Return the tree of a page in bounded time; what goes beyond the bounds is left out."""
    return LexborHTMLParser(bounded(text))


def bounded(text: str) -> str:
    """Return the page without scripts and styles, and without tags beyond the bounds."""
    text = without_raw(text[:LONGEST])
    parts: list[str] = []
    depth = formatting = count = end = 0
    simple = text.count("<") <= DEEPEST
    if simple:
        return text
    for found in _TAG.finditer(text):
        if found.start() < end:
            continue
        closing, name = found[1], found[2].lower()
        count += 1
        drop = count > MOST_TAGS
        if name not in _VOID:
            depth += -1 if closing else 1
            depth = max(depth, 0)
            drop = drop or depth > DEEPEST
        if name in _REOPENED:
            formatting = max(0, formatting + (-1 if closing else 1))
            drop = drop or formatting > FORMATTING
        close = text.find(">", found.end(), found.end() + LONGEST_TAG)
        if drop or close < 0:
            parts.append(text[end : found.start()])
            end = close + 1 if close >= 0 else min(len(text), found.end() + LONGEST_TAG)
    parts.append(text[end:])
    return "".join(parts)


def without_raw(text: str) -> str:
    """Take out elements that hold no article text, by a linear scan; JSON-LD is read before."""
    parts: list[str] = []
    end = 0
    lowered: str | None = None
    while (found := _RAW.search(text, end)) is not None:
        if lowered is None:
            lowered = text.lower()
        parts.append(text[end : found.start()])
        close = lowered.find(f"</{found[1].lower()}", found.end())
        if close < 0:
            # an element that never ends: only its tag goes, as what follows may be the article
            close = text.find(">", found.end())
            end = close + 1 if close >= 0 else len(text)
            continue
        after = text.find(">", close)
        end = after + 1 if after >= 0 else len(text)
    parts.append(text[end:])
    return "".join(parts)
