"""Blocks and elements -> arrays of what can be counted on them, one value each."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitor.news.article.blocks import Candidate, Element, Layout
from monitor.news.article.signs import Floats, measure_signs
from monitor.news.article.words import (
    line_bits,
    line_groups,
    markup_bits,
    markup_groups,
    saying_bits,
)
from monitor.news.model import BlockKind

Whole = NDArray[np.int64]

KINDS = tuple(BlockKind)
HEAVY_SIGN = 2.5  # Latin letters that one sign of Chinese, Japanese or Korean counts for
STRONG = 60.0  # weight from which a block can be a paragraph of running text
LIGHT = 0.3  # share of links up to which it can
MOST_SHARE = 0.6  # of the page's running text, by which its core is known
VOTE = 1200.0  # weight beyond which a block's vote grows no more
HEAVIEST_LINE = 150.0  # weight of a line whose beginning tells what it is ...
HEAVIEST_SAYING = 350.0  # ... or one of whose words does
MOSTLY = 0.5  # share of links from which a block is a list of them
SHORTEST_TITLE, LONGEST_TITLE = 5, 250  # characters
NAMING = frozenset(["class", "id", "itemprop", "role"])  # attributes that say what a part is
DECAY = 0.6  # of a vote, for each level up
LEVELS = 4

_KINDS = {kind: number for number, kind in enumerate(KINDS)}
# Scripts that part no words: Thai to Tibetan, Burmese, Khmer, kana and Chinese.
_UNPARTED = re.compile(r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class TextMeasures:
    """One row a block."""

    kinds: Whole  # by their number in ``KINDS``
    weight: Floats  # length in Latin letters
    links: Floats  # share of the text inside links
    bold: Floats
    sentences: Floats
    ended: Floats  # 1 where it ends as sentences do
    commas: Floats
    digits: Floats  # share of the weight
    titled: Floats  # share of the words that stand in the title
    copies: Floats  # blocks with this very text
    lines: Whole  # bits of what the line begins like, and of what it says
    strong: Floats  # the weight again where it is running text, else 0

    @property
    def count(self) -> int:
        """How many blocks there are."""
        return len(self.weight)

    @property
    def heading(self) -> NDArray[np.bool_]:
        """Which are headings."""
        return np.equal(self.kinds, _KINDS[BlockKind.HEADING])


@dataclass(frozen=True, slots=True)
class Structure:
    """How the blocks hang together; one row an element, in ``held`` and ``holders`` one a block."""

    held: Whole  # the element that holds each block
    parent: Whole
    depth: Whole
    first: Whole
    end: Whole
    looks: Whole  # a number for each tag and class: elements of a repeated pattern share it
    near: Whole  # of it and the two over it
    every: Whole  # of it and all over it
    tags: Whole  # bits of the tags of it and all over it
    article: Whole  # the nearest <article> over it, or it; 0 where there is none
    likes: Whole  # siblings with the same tag and class
    above: Whole  # the nearest element over it that holds more blocks
    holders: tuple[
        Whole, ...
    ]  # for each block: its container of two blocks or more, and those above

    def within(self, name: str) -> NDArray[np.bool_]:
        """Return which blocks stand in an element that is named like a group of words in markup."""
        bit = markup_groups().names.index(name)
        return (self.every[self.held] >> bit & 1).astype(np.bool_)


TAG_NAMES = "main aside section figure form table ul figcaption li article ol blockquote".split()
_TAG_BITS = {tag: 1 << index for index, tag in enumerate(TAG_NAMES)}


def measure_texts(candidates: Sequence[Candidate], title: str) -> TextMeasures:
    """Count what can be counted on each block's text."""
    texts = [one.text for one in candidates]
    signs = measure_signs(texts)
    size = np.array([len(text) for text in texts], dtype=np.float32)
    links = np.array([one.links for one in candidates], dtype=np.float32)
    bold = np.array([one.bold for one in candidates], dtype=np.float32)
    weight = size + np.float32(HEAVY_SIGN - 1) * signs.wide
    links = np.minimum(1, links / size)
    running = (weight >= STRONG) & (links <= LIGHT) & (signs.stops > 0)
    copies = Counter(texts)
    return TextMeasures(
        kinds=np.array([_KINDS[one.kind] for one in candidates]),
        weight=weight,
        links=links,
        bold=np.minimum(1, bold / size),
        sentences=signs.stops,
        ended=signs.ended,
        commas=signs.commas,
        digits=np.asarray(signs.digits / weight, dtype=np.float32),
        titled=_titled(texts, title),
        copies=np.array([copies[text] for text in texts], dtype=np.float32),
        lines=_lines(candidates, weight, links),
        strong=np.where(running, weight, np.float32(0)),
    )


def _lines(candidates: Sequence[Candidate], weight: Floats, links: Floats) -> Whole:
    """Return bits for what each line begins like, and above those for what it says.

    A line that weighs as much as a sentence or two begins like anything, if it is no list of links.
    """
    begun = np.array([line_bits(one.text, one.links) for one in candidates], dtype=np.int64)
    begun[(weight > HEAVIEST_LINE) & (links < MOSTLY)] = 0
    may_say = ((weight <= HEAVIEST_SAYING) & (links < MOSTLY)).tolist()
    texts = [one.text if may else "" for one, may in zip(candidates, may_say, strict=True)]
    return begun | saying_bits(texts) << len(line_groups().names)


def _titled(texts: Sequence[str], title: str) -> Floats:
    """Return the share of each text's words that stand in the title; 0 for one of another length.

    Where the title parts no words, it is a share of signs.
    """
    words: Callable[[str], Sequence[str]] = list if _UNPARTED.search(title) else str.split
    known = frozenset(words(title.lower()))
    shares = np.zeros(len(texts), dtype=np.float32)
    for at, text in enumerate(texts):
        if SHORTEST_TITLE <= len(text) <= LONGEST_TITLE:
            told = words(text.lower())
            shares[at] = sum(map(known.__contains__, told)) / len(told)
    return shares


def measure_structure(layout: Layout) -> Structure:
    """Return the elements as arrays, and the containers of each block."""
    elements = layout.elements
    parent = np.array([one.parent for one in elements], dtype=np.int64)
    depth = np.array([one.depth for one in elements], dtype=np.int64)
    first = np.array([one.first for one in elements], dtype=np.int64)
    end = np.array([one.end for one in elements], dtype=np.int64)
    above = _above(elements)
    held = np.array([one.element for one in layout.candidates], dtype=np.int64)
    up = np.array(above, dtype=np.int64)
    own = np.where(end - first >= 2, np.arange(len(up)), up)
    holders = [own[held]]
    for _ in range(LEVELS - 1):
        holders.append(up[holders[-1]])
    names, looks = _read_names(elements)
    near, every, tags, article = _inherited(elements, names)
    return Structure(
        held=held,
        parent=parent,
        depth=depth,
        first=first,
        end=end,
        looks=np.array(looks, dtype=np.int64),
        near=near,
        every=every,
        tags=tags,
        article=article,
        likes=_likes(elements, looks),
        above=up,
        holders=tuple(holders),
    )


def _above(elements: Sequence[Element]) -> list[int]:
    """Return for each element the nearest one over it that holds more blocks; the root's is 0."""
    above: list[int] = []
    for one in elements:
        over = elements[one.parent]
        more = over.end - over.first > one.end - one.first
        above.append(one.parent if more or not above else above[one.parent])
    return above


def _inherited(elements: Sequence[Element], names: Sequence[int]) -> tuple[Whole, ...]:
    """Return near, every, tags and article: what each element has from those over it."""
    near, every, tags, articles = [0], [0], [0], [0]  # of the root, which is <html>
    for index, one in enumerate(elements[1:], 1):
        own, above, tag = names[index], one.parent, one.tag
        near.append(own | names[above] | names[elements[above].parent])
        every.append(own | every[above])
        tags.append(tags[above] | _TAG_BITS.get(tag, 0))
        articles.append(index if tag == "article" else articles[above])
    return tuple(np.array((near, every, tags, articles), dtype=np.int64))


def _likes(elements: Sequence[Element], looks: Sequence[int]) -> Whole:
    """Count the siblings that look the same: cards of a list do, and so do paragraphs."""
    kinds = len(looks)
    patterns = [one.parent * kinds + look for one, look in zip(elements, looks, strict=True)]
    counts = Counter(patterns)
    return np.array([counts[pattern] for pattern in patterns], dtype=np.int64)


def _read_names(elements: Sequence[Element]) -> tuple[list[int], list[int]]:
    """Return word groups of class, id, itemprop and role, and a number for each tag and class."""
    bits: list[int] = []
    numbers: dict[tuple[str, str], int] = {}
    looks: list[int] = []
    for one in elements:
        attributes = one.attributes
        found, look = 0, (one.tag, "")
        if attributes:
            named = [told for name, told in attributes.items() if name in NAMING and told]
            found = markup_bits(" ".join(named)) if named else 0
            look = one.tag, attributes.get("class") or ""
        bits.append(found)
        looks.append(numbers.setdefault(look, len(numbers)))
    return bits, looks


def best_container(texts: TextMeasures, structure: Structure) -> int:
    """Return the element for which most running text votes, the nearer the more (Readability)."""
    votes = np.zeros(len(structure.parent), dtype=np.float32)
    vote = np.minimum(texts.strong, VOTE)
    for level, holder in enumerate(structure.holders[:3]):
        np.add.at(votes, holder, vote * np.float32(DECAY**level))
    return int(votes.argmax())


def core(texts: TextMeasures, structure: Structure) -> int:
    """Return the smallest element that holds most of the page's running text."""
    total = np.concatenate(([0.0], np.cumsum(texts.strong, dtype=np.float64)))
    held = total[structure.end] - total[structure.first]
    size = structure.end - structure.first
    enough = held >= MOST_SHARE * total[-1]
    return int(np.where(enough, size, texts.count + 1).argmin())
