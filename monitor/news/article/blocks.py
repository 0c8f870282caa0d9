"""Tree -> blocks in the order of the page, and the elements that hold them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.news.model import BlockKind

KINDS = {
    "h1": BlockKind.HEADING, "h2": BlockKind.HEADING, "h3": BlockKind.HEADING,
    "h4": BlockKind.HEADING, "h5": BlockKind.HEADING, "h6": BlockKind.HEADING,
    "li": BlockKind.LIST_ITEM, "dt": BlockKind.LIST_ITEM, "dd": BlockKind.LIST_ITEM,
    "blockquote": BlockKind.QUOTE, "q": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION, "caption": BlockKind.CAPTION,
    "tr": BlockKind.TABLE_ROW, "td": BlockKind.TABLE_ROW, "th": BlockKind.TABLE_ROW,
    "pre": BlockKind.CODE,
}  # fmt: skip
PARAGRAPH = BlockKind.PARAGRAPH  # any other's
# What a block inside such a block is as well.
INHERITED = frozenset(
    {BlockKind.QUOTE, BlockKind.LIST_ITEM, BlockKind.CAPTION, BlockKind.HEADING, BlockKind.CODE}
)
BOLD = frozenset(["b", "strong", "em", "i"])
INLINE = BOLD | frozenset(
    """
    a abbr acronym bdi bdo big cite code data del dfn font ins kbd label mark nobr ruby rb rt s samp
    small span strike sub sup time tt u var
    """.split()
)
VOID = frozenset(
    """
    area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr
    """.split()
)
# Elements that hold no article text; most are out of the page before it is parsed.
SKIPPED = frozenset(
    """
    script style noscript template svg math select button textarea iframe object audio video canvas
    map nav footer dialog rp noembed noframes xmp plaintext amp-ad amp-embed amp-sidebar amp-consent
    amp-user-notification amp-lightbox
    """.split()
)
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])"
    r"|(?:left|right|top|text-indent)\s*:\s*-\d{4}",  # beyond the edge of any screen
    re.IGNORECASE,
)
TEXT = "-text"  # what selectolax calls the tag of a text
CHILDLESS = VOID | {"-comment", ""}  # "": a processing instruction
BREAKING = frozenset(["br", "hr"])
MOST_BLOCKS = 20_000
LINE = 60  # bytes from which a text is more than an entry of a menu: 20 signs of Chinese
SHORTEST_LINE = LINE // 4  # signs of such a text, of four bytes each
LITTLE = 100  # bytes of such texts: less than that is nothing
HIDES = 3  # times as much as it shows: then a page is read with what it hides

# How a line begins that is a paragraph, where Chinese pages write them by line breaks.
_INDENTED = re.compile(r"\s*?(?:\u3000\u3000|\u00a0\u00a0)")
# Not the joiners U+200C and U+200D: Persian and Hindi are spelt with them.
_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff]+")


Attributes = Mapping[str, str | None]


@dataclass(slots=True)
class Element:
    """A block element that holds text: the blocks in it are those from ``first`` up to ``end``."""

    tag: str
    parent: int  # index of the element over it; the root's is 0
    attributes: Attributes
    depth: int
    kind: BlockKind
    first: int = 0
    end: int = 0


class Candidate(NamedTuple):
    """A block of the page, article or not."""

    kind: BlockKind
    text: str
    element: int  # index of the element that holds it
    links: int  # characters inside links
    bold: int  # characters in bold or italics
    broken: bool  # parted from its neighbour by line breaks alone


@dataclass(slots=True)
class Layout:
    """A page as blocks and elements."""

    candidates: list[Candidate] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    unseen: int = 0  # bytes of texts longer than a line that were not read


def collapse(text: str) -> str:
    """Return text with its white space collapsed to single blanks, and nothing invisible in it."""
    if text.isprintable() and "  " not in text:
        return text.strip()  # every blank but the plain one counts as not printable
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def read_layout(tree: LexborHTMLParser) -> Layout:
    """Return the blocks of a tree in reading order; hidden ones only where they are most of it."""
    if tree.body is None:
        return Layout()
    layout = _Reader().read(tree.body)
    if layout.unseen <= HIDES * LITTLE:
        return layout
    shown = _length_of_lines(one.text for one in layout.candidates)
    if layout.unseen <= HIDES * shown:
        return layout
    # a page that its scripts uncover piece by piece, or a menu that was never closed
    return _Reader(reveal=True).read(tree.body)


class _Reader:
    """Walks over a tree once, without recursion."""

    def __init__(self, *, reveal: bool = False) -> None:
        self._reveals = reveal
        self._skipped = SKIPPED - {"nav", "footer"} if reveal else SKIPPED
        self._layout = layout = Layout()
        self._candidates, self._elements = layout.candidates, layout.elements
        self._current = 0  # index of the block element that is being read
        self._parts: list[str] = []  # text since the last border of a block
        self._links = self._bold = 0  # characters of it inside links, and in bold
        self._linked = self._emboldened = 0  # open elements of these kinds
        self._at_break = False  # nothing stands after the last line break
        self._broken = False  # line breaks part the text from a block before it

    def read(self, body: LexborNode) -> Layout:
        self._elements.append(Element("html", 0, {}, 0, PARAGRAPH))
        opened: list[tuple[LexborNode, str]] = (
            [(body, "body")] if self._enters(body, "body") else []
        )
        node = body.first_child
        while opened:
            if node is None:
                node, tag = opened.pop()
                if tag in INLINE:
                    self._linked -= tag == "a"
                    self._emboldened -= tag in BOLD
                else:
                    self._close()
            elif (tag := node.tag or "") == TEXT:
                if self._parts or not node.is_empty_text_node:  # two of three are
                    self._take(node.text_content or "")
            elif self._enters(node, tag):
                opened.append((node, tag))
                node = node.first_child
                continue
            node = node.next
        self._flush()
        self._elements[0].end = len(self._candidates)
        return self._layout

    def _enters(self, node: LexborNode, tag: str) -> bool:
        """Open an element; tell whether there may be more in it."""
        if tag in CHILDLESS:
            if tag in BREAKING:
                self._break(tag)
            return False
        attributes = node.attributes
        if tag in self._skipped or (attributes and self._is_hidden(attributes)):
            texts = node.text(separator="\0", skip_empty=True).split("\0")
            self._layout.unseen += _length_of_lines(texts)
            return False
        if tag in INLINE:
            self._linked += tag == "a"
            self._emboldened += tag in BOLD
        else:
            self._open(tag, attributes)
        return True

    def _take(self, text: str) -> None:
        if self._at_break:
            self._at_break = text.isspace()
            if _INDENTED.match(text):
                self._part()
        if not self._parts and text.isspace():
            return
        self._parts.append(text)
        if self._linked:
            self._links += len(text)
        if self._emboldened:
            self._bold += len(text)

    def _is_hidden(self, attributes: Attributes) -> bool:
        if "hidden" in attributes or attributes.get("aria-hidden") == "true":
            return not self._reveals
        style = attributes.get("style")
        return style is not None and HIDDEN.search(style) is not None and not self._reveals

    def _break(self, tag: str) -> None:
        """Take a line break; a second one parts paragraphs, as a rule does, but not in code."""
        if not self._parts:
            return
        code = self._elements[self._current].kind is BlockKind.CODE
        if not code and (self._at_break or tag == "hr"):
            self._part()
        else:
            self._parts.append("\n")
            self._at_break = not code

    def _part(self) -> None:
        """Close a paragraph that ends by line breaks alone."""
        self._flush()
        self._broken = True

    def _open(self, tag: str, attributes: Attributes) -> None:
        if self._parts:
            self._flush()
        self._broken = False
        elements, outer = self._elements, self._current
        above = elements[outer]
        kind = above.kind if above.kind in INHERITED else KINDS.get(tag, PARAGRAPH)
        self._current = len(elements)
        first = len(self._candidates)
        elements.append(Element(tag, outer, attributes, above.depth + 1, kind, first))

    def _close(self) -> None:
        if self._parts:
            self._flush()
        self._broken = False
        element = self._elements[self._current]
        element.end = len(self._candidates)
        if element.end == element.first:
            self._elements.pop()  # it holds nothing, nor did what stood in it: it is the last
        self._current = element.parent

    def _flush(self) -> None:
        """Close the text gathered so far."""
        text = "".join(self._parts)
        cleaned = collapse(text)
        if cleaned and len(self._candidates) < MOST_BLOCKS:
            current, links, bold = self._current, self._links, self._bold
            if links or bold:
                share = len(cleaned) / len(text)
                links, bold = round(links * share), round(bold * share)
            kind = self._elements[current].kind
            self._candidates.append(Candidate(kind, cleaned, current, links, bold, self._broken))
        self._parts.clear()
        self._links = self._bold = 0
        self._at_break = False


def _length_of_lines(texts: Iterable[str]) -> int:
    """Return how many bytes those texts have that are longer than an entry of a menu."""
    long = (text.strip().encode() for text in texts if len(text) >= SHORTEST_LINE)
    return sum(len(text) for text in long if len(text) >= LINE)
