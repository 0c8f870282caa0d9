"""Layout -> the blocks that are the article, and those near it that were left out."""

from dataclasses import dataclass

import numpy as np

from monitor.news.article.blocks import Candidate, Layout
from monitor.news.article.measures import measure_structure, measure_texts
from monitor.news.article.scorer import score

LIKELY = 0.5  # score from which a block is the article's
RELATIVE = 0.5  # of the page's highest score, where that is lower
NEAR = 5  # blocks before and after the article that are told as left out
MOST_REMOVED = 60


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of the article, and what in and near it was left out."""

    kept: tuple[Candidate, ...]
    left_out: tuple[Candidate, ...]


def choose(layout: Layout, title: str) -> Body:
    """Return the blocks that are the article, in the order of the page."""
    candidates = layout.candidates
    if not candidates:
        return Body((), ())
    texts = measure_texts(candidates, title)
    scores = score(layout, texts, measure_structure(layout))
    # a page on which nothing is likely is odd, not empty: what is likeliest there is its text
    limit = min(LIKELY, RELATIVE * float(scores.max()))
    chosen = np.flatnonzero((scores > limit) & ((scores > LIKELY) | (texts.strong > 0))).tolist()
    if not chosen:
        return Body((), ())
    kept = frozenset(chosen)
    near = range(max(0, chosen[0] - NEAR), min(len(candidates), chosen[-1] + NEAR + 1))
    left = [candidates[index] for index in near if index not in kept]
    return Body(tuple(candidates[index] for index in chosen), tuple(left[:MOST_REMOVED]))
