"""Two aligned passes of one text made one: units in page order and pairs -> the merged order.

Both passes are partial orders of the same article. Between two pairs stands first what only the first
pass has, then what only the second has, so that a passage comes back to the one it followed.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from monitor.news.repeats.alignment import Pair
from monitor.news.repeats.units import Unit

_SHORTEST_START = 20  # letters of a beginning that need not be whole units on both sides
_SHORTEST_END = 4


@dataclass(frozen=True, slots=True)
class Merge:
    """The order after a merge, and the twin of each unit that left it."""

    order: list[int]
    twins: dict[int, int]


def merge(units: Sequence[Unit], order: list[int], pairs: Sequence[Pair]) -> Merge:
    """Return the order in which the passes that ``pairs`` align say everything once."""
    (first, second), (last, end) = pairs[0], pairs[-1]
    twins: dict[int, int] = {}
    border = _border(units, order, last, second)
    head, tail = order[:first], order[end + 1 :]
    # Between the passes: how the second begins, if it is not how the first ends.
    own = _without_start(units, order[border:second], tail, twins)
    own = _without_start(units, own, head, twins)
    merged = head + own
    gaps = [*pairs[1:], (border, len(order))]
    for (early, late), (next_early, next_late) in zip(pairs, gaps, strict=True):
        merged.append(_plainer(units, order[early], order[late], twins))
        mine, theirs = order[early + 1 : next_early], order[late + 1 : next_late]
        if mine and theirs:
            if len(mine) <= len(theirs):  # what is cut finer stays
                mine = _without_start(units, mine, theirs, twins)
                theirs = _without_start(units, theirs, mine, twins)
            else:
                theirs = _without_start(units, theirs, mine, twins)
                mine = _without_start(units, mine, theirs, twins)
            mine, theirs = _without_shared(units, mine, theirs, twins)
        merged += mine + theirs
    return Merge(merged, twins)


def _border(units: Sequence[Unit], order: Sequence[int], last: int, second: int) -> int:
    """Return where the first pass ends: with the block of its last shared text."""
    block = units[order[last]].block
    border = last + 1
    while block != units[order[second]].block and units[order[border]].block == block:
        border += 1
    return border


def _plainer(units: Sequence[Unit], early: int, late: int, twins: dict[int, int]) -> int:
    """Return which of two copies stays: the plainer, else the later."""
    keep, drop = (early, late) if units[early].plain > units[late].plain else (late, early)
    twins[drop] = keep
    return keep


def _text(units: Sequence[Unit], some: Sequence[int]) -> str:
    return "".join(units[index].key for index in some)


def _without_start(
    units: Sequence[Unit], mine: list[int], theirs: list[int], twins: dict[int, int]
) -> list[int]:
    """Drop the first of ``mine`` that ``theirs`` begin with, too, be they cut elsewhere."""
    text = _text(units, theirs)
    starts = list(accumulate((len(units[index].key) for index in theirs), initial=0))
    passed = count = 0
    while count < len(mine) and text.startswith(units[mine[count]].key, passed):
        passed += len(units[mine[count]].key)
        count += 1
    if passed < _SHORTEST_START and passed not in starts:
        return mine  # the first words of a sentence
    passed = 0
    for index in mine[:count]:
        twins[index] = theirs[bisect_right(starts, passed) - 1]
        passed += len(units[index].key)
    return mine[count:]


def _without_shared(
    units: Sequence[Unit], mine: list[int], theirs: list[int], twins: dict[int, int]
) -> tuple[list[int], list[int]]:
    """Drop one side between two pairs where the other says it, too, cut at other places."""
    if theirs and mine and _is_made_of(_text(units, theirs), units, mine):
        _pair_up(units, theirs, mine, twins)
        return mine, []
    if theirs and mine and _is_made_of(_text(units, mine), units, theirs):
        _pair_up(units, mine, theirs, twins)
        return [], theirs
    return mine, theirs


def _pair_up(
    units: Sequence[Unit], gone: list[int], stay: list[int], twins: dict[int, int]
) -> None:
    """Give each unit that goes the one that stays where its letters stand."""
    text = _text(units, stay)
    starts = list(accumulate((len(units[index].key) for index in stay), initial=0))
    at = 0
    for index in gone:
        at = max(at, text.find(units[index].key, at))
        twins[index] = stay[min(bisect_right(starts, at), len(stay)) - 1]


def _is_made_of(text: str, units: Sequence[Unit], parts: list[int]) -> bool:
    """Tell whether ``text`` is some of the parts in order, or one end of them all."""
    whole = _text(units, parts)
    if len(text) >= _SHORTEST_END and (whole.startswith(text) or whole.endswith(text)):
        return True
    passed = 0
    for index in parts:
        if text.startswith(units[index].key, passed):
            passed += len(units[index].key)
    return passed == len(text)
