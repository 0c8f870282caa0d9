"""Blocks of a page and the known text of its article -> which blocks are the article's."""

from collections import defaultdict
from collections.abc import Sequence

from tests.benchmarks.labelled import SHINGLE, tokens

LONG = 8  # tokens from which a block is found by its shingles alone
MOST = 0.5  # share of a long block's shingles that must stand in the truth


def article_marks(texts: Sequence[str], truth: str) -> list[bool]:
    """Return for each block whether it is the article's: most of it stands in the truth, in order.

    Of blocks that say the same, the one is taken that goes on where its neighbours end.
    """
    wanted = tokens(truth)
    where: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(max(1, len(wanted) - SHINGLE + 1)):
        where[tuple(wanted[at : at + SHINGLE])].append(at)
    blocks = [tokens(text) for text in texts]
    spots = [_spots(block, where) if len(block) >= LONG else [] for block in blocks]
    placed = _placed(blocks, spots)
    return _with_short_ones(blocks, placed, wanted)


def _spots(block: Sequence[str], where: dict[tuple[str, ...], list[int]]) -> list[int]:
    """Return where in the truth a long block may begin; empty where most of it is not there."""
    runs = [tuple(block[at : at + SHINGLE]) for at in range(len(block) - SHINGLE + 1)]
    hits = [(at, where[run]) for at, run in enumerate(runs) if run in where]
    if len(hits) < MOST * len(runs):
        return []
    starts: dict[int, int] = defaultdict(int)
    for at, places in hits:
        for place in places[:20]:
            starts[place - at] += 1
    most = max(starts.values())
    return sorted(start for start, count in starts.items() if count >= 0.7 * most)


def _placed(blocks: Sequence[Sequence[str]], spots: Sequence[list[int]]) -> dict[int, int]:
    """Give each place in the truth to one block: the one whose neighbours stand next to it."""
    placed: dict[int, int] = {}
    takers: dict[int, list[int]] = defaultdict(list)
    for index, starts in enumerate(spots):
        for start in starts:
            takers[start].append(index)
    used: set[int] = set()
    for start in sorted(takers):
        free = [index for index in takers[start] if index not in used]
        if not free:
            continue
        best = max(free, key=lambda index: _company(index, start, blocks, spots))
        placed[best] = start
        used.add(best)
    return placed


def _company(
    index: int, start: int, blocks: Sequence[Sequence[str]], spots: Sequence[list[int]]
) -> float:
    """Count the blocks around that the truth has around that place, the nearer the more."""
    worth = 0.0
    for step in range(1, 9):
        for other in (index - step, index + step):
            if 0 <= other < len(spots) and spots[other]:
                gap = min(abs(spot - start) for spot in spots[other])
                worth += (1.0 if gap < 400 else 0.2) / step
    return worth


def _with_short_ones(
    blocks: Sequence[Sequence[str]], placed: dict[int, int], wanted: Sequence[str]
) -> list[bool]:
    """Mark the long blocks that have a place, and the short ones that fit between such."""
    marks = [index in placed for index in range(len(blocks))]
    ends = {index: start + len(blocks[index]) for index, start in placed.items()}
    order = sorted(placed)
    for index, block in enumerate(blocks):
        if len(block) >= LONG or not block:
            continue
        after = max((ends[one] for one in _nearest(order, index, -1)), default=0)
        before = min((placed[one] for one in _nearest(order, index, 1)), default=len(wanted))
        low, high = max(0, after - 2), min(len(wanted), max(before, after) + 2)
        if not order:
            low, high = 0, len(wanted)
        if high - low <= 2000 and _stands(block, wanted[low:high]):
            marks[index] = True
    return marks


def _nearest(order: Sequence[int], index: int, step: int) -> list[int]:
    beyond = [one for one in order if (one < index) == (step < 0)]
    return beyond[-1:] if step < 0 else beyond[:1]


def _stands(block: Sequence[str], truth: Sequence[str]) -> bool:
    size = len(block)
    return any(list(truth[at : at + size]) == list(block) for at in range(len(truth) - size + 1))
