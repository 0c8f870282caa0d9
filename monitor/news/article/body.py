"""Layout -> the blocks that are the article, and those near it that were left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from monitor.news.article.blocks import Candidate, Layout
from monitor.news.article.measures import (
    KINDS,
    LIGHT,
    Structure,
    TextMeasures,
    measure_structure,
    measure_texts,
)
from monitor.news.article.scorer import score
from monitor.news.article.signs import Floats
from monitor.news.article.words import line_groups
from monitor.news.model import Block, BlockKind

TABLE_ROW = BlockKind.TABLE_ROW
# Scores lie between 0 and 1. What a change of these limits does on pages of hosts never trained on
# is printed by tests/benchmarks/train_articles.py --folds, as 'as read'.
LIKELY = 0.55  # score from which a block is the article's
SURE = 0.75  # score that a line needs whose words say that it is none of an article's
AMBIGUOUS = frozenset(["comment", "credit", "tags"])  # groups of words that tell less
HALF_LIKELY = 0.3  # from which a lead just above the text is its own, and a line within it
UNLIKELY = 0.15  # from which a sentence goes on with a brief item of news ...
BRIEF = 300.0  # ... which weighs less than that, in Latin letters as all weights
BETWEEN = 5  # blocks between two of the article's, at most, that such lines are
LEAD = 8  # blocks above the text among which the lead stands
RELATIVE = 0.5  # of the page's highest score, where that is lower ...
RELATIVE_OF_LOW = 0.35  # ... and where nothing on the page is likely
# kinds of blocks in which other stories are told
TELLING = np.array([kind in {BlockKind.PARAGRAPH, BlockKind.TABLE_ROW} for kind in KINDS])
LINKED = 0.9  # share of links from which a block is one
PARTLY = 0.15  # from which a paragraph begins with one
HEADLINE = 20.0  # weight of a headline
SAME_TITLE = 0.7  # share of a headline's words in the title, from which it is the article's own
TOP = 3  # blocks of an <article> among which its headline stands
BESIDE = 200.0  # weight of an article beside which comments are none of it
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


def chosen_by(scores: Floats, texts: TextMeasures, structure: Structure) -> NDArray[np.bool_]:
    """Return which blocks are the article's by how likely each is, and by where it stands."""
    announced = _announced(texts)
    highest = float(scores[~announced].max(initial=0.0)) or float(scores.max())
    # a page on which nothing is likely is odd, not empty: what is likeliest there is its text
    limit = min(LIKELY, RELATIVE * highest) if highest > LIKELY else RELATIVE_OF_LOW * highest
    likely = (scores > limit) & ((scores > LIKELY) | (texts.strong > 0))
    likely &= (scores >= min(SURE, highest)) | (texts.lines & ~_ambiguous() == 0)
    _take_lead(likely, scores, texts)
    _take_between(likely, scores, texts, structure)
    _take_rest(likely, scores, texts, structure)
    _leave_comments(likely, texts, structure)
    _leave_other_stories(likely, announced, texts, structure)
    return likely


@cache
def _ambiguous() -> int:
    """Return the bits of groups of words with which sentences begin as well: 'by the evening'."""
    return sum(1 << at for at, name in enumerate(line_groups().names) if name in AMBIGUOUS)


def _take_lead(likely: NDArray[np.bool_], scores: Floats, texts: TextMeasures) -> None:
    """Take a paragraph right before the text that is only half likely: many sites set leads apart."""
    first = int(likely.argmax())
    above = slice(max(0, first - LEAD), first)
    written_out = (texts.strong[above] > 0) & (texts.ended[above] > 0) & (texts.lines[above] == 0)
    likely[above] |= (scores[above] > HALF_LIKELY) & written_out


def _take_between(
    likely: NDArray[np.bool_], scores: Floats, texts: TextMeasures, structure: Structure
) -> None:
    """Take headings and short lines that are only half likely where the article goes on after them."""
    half = ((scores > HALF_LIKELY) & (texts.links < LIGHT) & (texts.lines == 0)).tolist()
    container = structure.holders[0].tolist()
    for before, after in pairwise(np.flatnonzero(likely).tolist()):
        if after - before <= BETWEEN + 1:
            beside = container[before], container[after]
            for index in range(before + 1, after):
                likely[index] = half[index] and container[index] in beside


def _take_rest(
    likely: NDArray[np.bool_], scores: Floats, texts: TextMeasures, structure: Structure
) -> None:
    """Take the sentences that follow a brief item in its container: few are so short that were learnt."""
    if float(texts.weight[likely].sum()) >= BRIEF or not likely.any():
        return
    container = structure.holders[0]
    last = int(np.flatnonzero(likely)[-1])
    written_out = (texts.ended > 0) & (texts.sentences > 0) & (texts.links < LIGHT)
    goes_on = written_out & (texts.lines == 0) & (scores > UNLIKELY)
    while last + 1 < texts.count and goes_on[last + 1] and container[last + 1] == container[last]:
        last += 1
        likely[last] = True


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


def _leave_comments(likely: NDArray[np.bool_], texts: TextMeasures, structure: Structure) -> None:
    """Leave out what stands among comments, however well written, where an article stands beside."""
    among = structure.within("comment")
    if float(texts.weight[likely & ~among].sum()) >= BESIDE:
        likely &= ~among


def _linked_headlines(texts: TextMeasures) -> NDArray[np.bool_]:
    """Return which blocks are links as long as a headline, and not the article's own."""
    return (texts.links >= LINKED) & (texts.weight >= HEADLINE) & (texts.titled < SAME_TITLE)


def _announced(texts: TextMeasures) -> NDArray[np.bool_]:
    """Return what follows a link to another story, and paragraphs that begin with one."""
    headline = _linked_headlines(texts)
    # a second link makes a list of them, which announces nothing
    first = headline.copy()
    first[1:] &= ~headline[:-1]
    announced: NDArray[np.bool_] = (texts.links >= PARTLY) & TELLING[texts.kinds]
    announced[1:] |= first[:-1]
    return announced


def _leave_other_stories(
    likely: NDArray[np.bool_],
    announced: NDArray[np.bool_],
    texts: TextMeasures,
    structure: Structure,
) -> None:
    """Leave out what ends the page under links: teasers, an endless page's next article."""
    chosen = np.flatnonzero(likely).tolist()
    headline = _linked_headlines(texts)
    while len(chosen) > 1 and any(
        _is_anothers(box, headline, announced, texts, structure)
        for box in _boxes_without(chosen[0], chosen[-1], structure)
    ):
        likely[chosen.pop()] = False


def _boxes_without(begin: int, index: int, structure: Structure) -> Iterator[int]:
    """Yield the elements around a block in which the article does not begin, the smallest first."""
    box = int(structure.holders[0][index])
    while box and not structure.first[box] <= begin < structure.end[box]:
        yield box
        box = int(structure.above[box])


def _is_anothers(
    box: int,
    headline: NDArray[np.bool_],
    announced: NDArray[np.bool_],
    texts: TextMeasures,
    structure: Structure,
) -> bool:
    """Tell an <article> with a headline that leads to it, or a box whose text links announce."""
    first, end = int(structure.first[box]), int(structure.end[box])
    if structure.article[box] == box and headline[first : first + TOP].any():
        return True
    running = texts.strong[first:end] > 0
    several = running.sum() > 1 or (running.any() and structure.likes[box] > 1)
    return bool(several and announced[first:end][running].all())


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
