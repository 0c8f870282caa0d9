"""What is said at once again: units in order -> those that stutter, each with the unit that is kept.

That is certain without a look at the rest of the article, and hides how the rest lies while it stands.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise

from monitor.news.repeats.units import Unit

_ECHO = 40  # letters of a sentence, or a block, …
_CLAUSE = 60  # … or of words that nothing parts from what is around
_REFRAIN = 6  # times of a text that is meant to be heard again and again
_FEWEST = 3  # long blocks that come at once again where short ones that do are copies, too, …
_MOSTLY = 1 / 2  # … if they are so many of all that do, …
_OFTEN = 1 / 3  # … or all that do so many of the article's


def drop_doubles(units: Sequence[Unit], order: list[int]) -> dict[int, int]:
    """Return the blocks that come at once again, and the sentences that do inside a block.

    Where many blocks do, short ones and rows of tables are copies, too.
    """
    blocks = [list(block) for _, block in groupby(order, key=lambda index: units[index].block)]
    twins = _doubled_blocks(units, blocks)
    times = Counter(units[index].key for index in order)
    for block in blocks:
        if block[0] not in twins and len(block) > 1:
            twins.update(_stutters(units, block, times))
    return twins


def _doubled_blocks(units: Sequence[Unit], blocks: Sequence[list[int]]) -> dict[int, int]:
    """Return the units of blocks that come at once again, each with the first of its twins."""
    sure: dict[int, int] = {}
    short: dict[int, int] = {}
    doubles = longer = 0
    for early, late in pairwise(blocks):
        if [units[index].key for index in early] == [units[index].key for index in late]:
            first, weight = units[late[0]], sum(units[index].weight for index in late)
            is_question = first.asks and weight >= _ECHO
            pairs = sure if is_question or (len(late) > 1 and not first.spared) else short
            pairs.update(
                (index, sure.get(twin, short.get(twin, twin)))
                for index, twin in zip(late, early, strict=True)
            )
            doubles += 1
            longer += weight >= _ECHO
    is_habit = longer >= _MOSTLY * doubles or doubles >= _OFTEN * len(blocks)
    return sure | short if longer >= _FEWEST and is_habit else sure


def _stutters(units: Sequence[Unit], block: list[int], times: Mapping[str, int]) -> dict[int, int]:
    """Return the units of runs that come at once again in a block, each with its twin."""
    twins: dict[int, int] = {}
    kept: list[int] = []
    seen: dict[str, int] = {}  # where in ``kept`` a key stands last
    place = 0
    while place < len(block):
        key = units[block[place]].key
        begin = seen.get(key, len(kept))
        if times[key] < _REFRAIN and _come_again(units, kept, begin, block, place):
            late = block[place : place + len(kept) - begin]
            twins.update(zip(late, kept[begin:], strict=True))
            place += len(late)
        else:
            seen[key] = len(kept)
            kept.append(block[place])
            place += 1
    return twins


def _come_again(
    units: Sequence[Unit], kept: Sequence[int], begin: int, block: Sequence[int], place: int
) -> bool:
    """Tell whether what is kept from ``begin`` on comes at ``place`` again, and weighs enough."""
    length = len(kept) - begin
    if not 0 < length <= len(block) - place:
        return False
    pairs = ((units[kept[begin + at]], units[block[place + at]]) for at in range(length))
    if any(early.key != late.key for early, late in pairs):
        return False
    first, last = units[block[place]], units[block[place + length - 1]]
    weight = sum(units[index].weight for index in kept[begin:])
    return not first.spared and weight >= (_ECHO if first.opens and last.closes else _CLAUSE)
