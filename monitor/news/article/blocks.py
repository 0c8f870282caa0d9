"""Tree -> blocks in the order of the page, each with what helps to tell text from furniture."""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from monitor.news.model import BlockKind

KINDS = {
    "h1": BlockKind.HEADING, "h2": BlockKind.HEADING, "h3": BlockKind.HEADING,
    "h4": BlockKind.HEADING, "h5": BlockKind.HEADING, "h6": BlockKind.HEADING,
    "li": BlockKind.LIST_ITEM, "dt": BlockKind.LIST_ITEM, "dd": BlockKind.LIST_ITEM,
    "blockquote": BlockKind.QUOTE, "q": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION, "caption": BlockKind.CAPTION,
    "tr": BlockKind.TABLE_ROW, "pre": BlockKind.CODE,
}  # fmt: skip
INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr ruby
    rb rp rt s samp small span strike strong sub sup time tt u var wbr
    """.split()
)
SKIPPED = frozenset(
    """
    script style noscript template svg math select option button input textarea iframe object
    embed audio video canvas map head title meta link base dialog rp rt -comment !doctype
    """.split()
)
FURNITURE_TAGS = frozenset(["nav", "aside", "footer", "form", "menu"])

# What class and id say of an element, in the words of many publishers' markup.
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|foot\w*|side-?bar\w*|related\w*|recommend\w*|promo\w*|share\w*|"
    r"social\w*|comment\w*|newsletter\w*|subscri\w*|cookie\w*|consent\w*|banner\w*|advert\w*|ads?|"
    r"breadcrumb\w*|pagination|pager|popular|trending|most-?read|more-?stor\w*|read-?more|teaser\w*|"
    r"tags?|tag-?list|author-?bio|author-?box|toolbar|popup|modal|overlay|login|sign-?up|paywall|"
    r"disclaimer|copyright|sponsor\w*|outbrain|taboola|widget\w*|recirc\w*|also-?like|next-?article|"
    r"prev-?next|skip\w*|hidden|screen-?reader\w*|sr-only|visually-?hidden|print-?only|"
    r"xiangguan|tuijian|pinglun|hot-?news|tin-?lien-?quan|bai-?lien-?quan|lienquan|box-?tin\w*)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
BODY = re.compile(
    r"article|story|post|entry|content|body|detail|main|text|noidung|bai-?viet|zhengwen|TRS_Editor",
    re.IGNORECASE,
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0", re.IGNORECASE)
BREAK = "\u2028"  # what <br> leaves in the text; two of them part paragraphs
_BREAKS = re.compile(r"\u2028\s*\u2028[\s\u2028]*")
_BLANK = re.compile(r"[\s\u00a0\u200b-\u200d\u2060\ufeff]+")
MOST_BLOCKS = 20_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block of the page, article or not. ``path`` numbers the elements that hold it."""

    kind: BlockKind
    text: str
    tag: str
    links: int  # characters inside links
    suspects: tuple[int, ...]  # elements over it that look like navigation, footers, related boxes
    path: tuple[int, ...]

    @property
    def link_share(self) -> float:
        """Share of the text that is a link."""
        return self.links / max(1, len(self.text))


@dataclass(slots=True)
class _Open:
    """An element that is being read: text gathered since the last block border."""

    tag: str
    kind: BlockKind
    suspects: tuple[int, ...]
    path: tuple[int, ...]
    parts: list[str] = field(default_factory=list)
    links: int = 0


def collapse(text: str) -> str:
    """Return text with its white space, and what is invisible, collapsed to single spaces."""
    return _BLANK.sub(" ", text).strip()


class Walker:
    """Reads a tree once, without recursion."""

    def __init__(self) -> None:
        self.found: list[Candidate] = []
        self.words: dict[int, str] = {}  # element number -> its class and id, for the choice
        self._count = 0

    def walk(self, root: LexborNode) -> list[Candidate]:
        """Return the blocks of a tree in reading order."""
        self._element(root, _Open("body", BlockKind.PARAGRAPH, (), ()), in_link=False)
        return self.found

    def _element(self, root: LexborNode, outer: _Open, *, in_link: bool) -> None:
        # (node, block it is in, in a link); a None node closes its block
        stack: list[tuple[LexborNode | None, _Open, bool]] = [(None, outer, False)]
        stack += [(child, outer, in_link) for child in _children(root)]
        while stack and len(self.found) < MOST_BLOCKS:
            node, block, linked = stack.pop()
            if node is None:
                self._flush(block)
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._text(node, block, linked)
            elif tag == "br":
                block.parts.append(BREAK)
            elif tag in SKIPPED or tag.startswith("-"):
                continue
            elif tag in INLINE:
                # an inline element that holds blocks is walked all the same
                if tag == "a":
                    linked = True
                stack += [(child, block, linked) for child in _children(node)]
            elif not _hidden(node):
                self._flush(block)
                inner = self._opened(node, tag, block)
                stack.append((None, inner, False))
                stack += [(child, inner, linked) for child in _children(node)]

    def _opened(self, node: LexborNode, tag: str, outer: _Open) -> _Open:
        self._count += 1
        attributes = node.attributes
        words = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
        suspect = tag in FURNITURE_TAGS
        if words:
            self.words[self._count] = words
            suspect = suspect or FURNITURE.search(words) is not None
        suspects = (*outer.suspects, self._count) if suspect else outer.suspects
        kind = KINDS.get(tag, outer.kind if outer.kind in _INHERITED else BlockKind.PARAGRAPH)
        if (
            kind is BlockKind.PARAGRAPH
            and outer.kind is BlockKind.TABLE_ROW
            and tag in {"td", "th"}
        ):
            kind = BlockKind.TABLE_ROW
        return _Open(tag, kind, suspects[-8:], (*outer.path, self._count)[-40:])

    def _text(self, node: LexborNode, block: _Open, linked: bool) -> None:
        text = node.text_content or ""
        if not text:
            return
        block.parts.append(text)
        if linked:
            block.links += len(text.strip())

    def _flush(self, block: _Open) -> None:
        """Close the text gathered so far; <br><br> parts paragraphs as well."""
        if not block.parts:
            return
        text = "".join(block.parts)
        links, block.links = block.links, 0
        block.parts.clear()
        pieces = [text] if block.kind is BlockKind.CODE else _BREAKS.split(text)
        cleaned = [piece for piece in map(collapse, pieces) if piece]
        total = sum(len(piece) for piece in cleaned)
        for piece in cleaned:
            share = round(links * len(piece) / total) if total else 0
            self.found.append(
                Candidate(block.kind, piece, block.tag, share, block.suspects, block.path)
            )


_INHERITED = frozenset({BlockKind.QUOTE, BlockKind.LIST_ITEM, BlockKind.CAPTION, BlockKind.HEADING})


def _children(node: LexborNode) -> list[LexborNode]:
    children = list(node.iter(include_text=True))
    children.reverse()
    return children


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style) and HIDDEN.search(style or "") is not None
