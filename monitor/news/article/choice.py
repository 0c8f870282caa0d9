"""Scores of blocks -> which of them are the article's, by where they stand and what is around them."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from monitor.news.article.measures import KINDS, LIGHT, Structure, TextMeasures
from monitor.news.article.signs import Floats
from monitor.news.article.words import line_groups
from monitor.news.model import BlockKind

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
