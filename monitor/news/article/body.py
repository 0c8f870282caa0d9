"""Layout -> the blocks that are the article, and those near it that were left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitor.news.article.blocks import Candidate, Layout
from monitor.news.article.choice import chosen_by
from monitor.news.article.measures import (
    Structure,
    TextMeasures,
    measure_structure,
    measure_texts,
)
from monitor.news.article.scorer import score
from monitor.news.model import Block, BlockKind

TABLE_ROW = BlockKind.TABLE_ROW
NEAR = 5  # blocks before and after the article that are told as left out
BELOW = 3  # blocks after the article among which its credit stands
MOST_LEFT_OUT = 60
LONGEST_CELL = 200  # characters of a cell that joins its row


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of the article; what in and near it was left out; the lines beside it."""

    kept: tuple[Block, ...] = ()
    left_out: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def choose(layout: Layout, title: str) -> Body:
    """Return what of a page is its article, in the order of the page, without the headline."""
    candidates = layout.candidates
    if not candidates:
        return Body()
    texts, structure = measure_texts(candidates, title), measure_structure(layout)
    scores = score(layout, texts, structure)
    likely = chosen_by(scores, texts, structure)
    _take_copies(likely, candidates, texts, structure)
    said = _letters(title)
    chosen = [
        index
        for index in np.flatnonzero(likely).tolist()
        if not _is(candidates[index], title, said)
    ]
    if not chosen:
        return Body()
    first, last = chosen[0], chosen[-1]
    kept = frozenset(chosen)
    near = range(max(0, first - NEAR), min(len(candidates), last + NEAR + 1))
    left = [candidates[index].text for index in near if index not in kept]
    return Body(
        as_blocks(layout, [candidates[index] for index in chosen]),
        tuple(left[:MOST_LEFT_OUT]),
        tuple(one.text for one in candidates[max(0, first - 2 * NEAR) : first]),
        tuple(one.text for one in candidates[last + 1 : last + 1 + BELOW]),
    )


def _take_copies(
    likely: NDArray[np.bool_],
    candidates: Sequence[Candidate],
    texts: TextMeasures,
    structure: Structure,
) -> None:
    """Take what says the same as an article's block beside it: the order of both tells their place."""
    copied = texts.copies > 1
    over = structure.parent[structure.held]
    chosen = np.flatnonzero(likely & copied).tolist()
    beside = {(candidates[index].text, int(over[index])) for index in chosen}
    for index in np.flatnonzero(copied & ~likely).tolist():
        likely[index] = (candidates[index].text, int(over[index])) in beside


def as_blocks(layout: Layout, candidates: Sequence[Candidate]) -> tuple[Block, ...]:
    """Join the short cells of a table's row; everything else stays a block."""
    blocks: list[Block] = []
    last = 0
    for one in candidates:
        row = _row_of(layout, one) if one.kind is TABLE_ROW else 0
        if row and row == last:
            blocks[-1] = Block(TABLE_ROW, f"{blocks[-1].text} | {one.text}")
        elif one.kind is TABLE_ROW and not row:
            blocks.append(Block(BlockKind.PARAGRAPH, one.text))
        else:
            blocks.append(Block(one.kind, one.text))
        last = row
    return tuple(blocks)


def _row_of(layout: Layout, one: Candidate) -> int:
    """Return the table row that a cell belongs to; 0 for a long one.

    A cell of several blocks lays out a page, as tables did before style sheets.
    """
    element = layout.elements[one.element]
    if len(one.text) > LONGEST_CELL:
        return 0
    if element.end - element.first > 1:
        return 0
    return element.parent if element.tag in {"td", "th"} else one.element


def _is(one: Candidate, title: str, letters: str) -> bool:
    """Tell whether a block says just the title."""
    if abs(len(one.text) - len(title)) >= len(title):
        return False
    first = one.text[0]
    if first.isalnum() and first.casefold()[:1] != letters[:1]:
        return False  # nearly all: that spares to look at every sign
    return _letters(one.text) == letters


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
