"""Copies that stand alone: units in order -> those that are said elsewhere and can go.

What is short, or scattered three times and more, is structure (a refrain, the questions of an
interview, a legal line) and stays.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import inf

from monitor.news.repeats.units import Unit
from monitor.news.repeats.variants import are_variants

# In letters; measured on generated cases, where refrains and short quotations stay below.
_ECHO = 40  # at once again
_ALONE = 40  # both are blocks of their own
_PULLED = 34  # one is a block of its own, the other a sentence of a longer one
_EMBEDDED = 60  # both stand inside longer blocks
_MOST_TWINS = 4  # places of a text that are looked at, the latest first
_SCATTERED = 3  # so often is structure, …
_NO_REFRAIN = 200  # … unless it is a paragraph
_LONGEST_ITEM = 120  # of two lists that share it
_LONGEST_OF_A_SERIES = 100  # letters of a block that is one of several which begin alike, …
_ALIKE = 8  # … with so many letters
_FEWEST_OF_A_COPY = 3  # sentences of a block that is a copy for saying nothing of its own


@dataclass(frozen=True, slots=True)
class _Pair:
    """Consecutive units, and the units kept before that say the same in the same order."""

    early: list[int]
    late: list[int]
    adjacent: bool  # nothing stands between them
    weight: float  # of those that are not structure


@dataclass(slots=True)
class _Spread:
    """How a text lies in the order: how often, and the widest way from one place to the next."""

    first: int
    latest: int
    times: int = 0
    widest: int = 0

    def is_copied(self, length: int) -> bool:
        """Tell a text seen twice, or more often without a gap in runs of ``length``, from structure."""
        if self.times < _SCATTERED:
            return True
        return self.widest == length and self.latest - self.first == length * (self.times - 1)


@dataclass(frozen=True, slots=True)
class _Around:
    """What the whole text tells of its copies."""

    spread: Mapping[str, _Spread]
    own: AbstractSet[int]  # blocks that also say something once, or hardly more than a quote
    listed: AbstractSet[str]  # lines that come again, if they do so in numbers

    def is_list(self, early: list[Unit], late: list[Unit]) -> bool:
        """Tell whether most of a run is lines that repeat by nature."""
        spared = sum(
            unit.weight
            for unit, twin in zip(early, late, strict=True)
            if unit.key in self.listed or _are_spared(unit, twin)
        )
        return 2 * spared > sum(unit.weight for unit in late)

    def is_built_alike(self, run: list[Unit]) -> bool:
        """Tell a section that is built like others: it has a line that they have, too."""
        return len(run) > 1 and any(
            unit.key in self.listed and self.spread[unit.key].times > _SCATTERED for unit in run
        )


def _are_spared(unit: Unit, twin: Unit) -> bool:
    """Tell lines that repeat by nature; a short item of a list may also be said in a sentence."""
    return (unit.spared and (twin.spared or unit.item > 0)) or (twin.spared and twin.item > 0)


def drop_copies(units: Sequence[Unit], order: list[int]) -> dict[int, int]:
    """Return the units of ``order`` that are copies, each with the unit that is kept for it."""
    around = _around(units, order)
    twins: dict[int, int] = {}
    kept: list[int] = []
    stands: dict[str, list[int]] = {}  # where in ``kept`` a key stands
    place = 0
    while place < len(order):
        first, length = _longest(units, kept, stands, order, place)
        gone: list[int] = []
        if length:
            pair = _pair(units, kept, first, order[place : place + length], around.spread)
            gone = _judge(units, pair, around)
            twins.update(zip(gone, pair.early if gone is pair.late else pair.late, strict=False))
        for index in order[place : place + (length or 1)]:
            if index not in twins:
                stands.setdefault(units[index].key, []).append(len(kept))
                kept.append(index)
        place += length or 1
    return twins


def _around(units: Sequence[Unit], order: list[int]) -> _Around:
    spread: dict[str, _Spread] = {}
    lines: dict[str, bool] = {}
    for place, index in enumerate(order):
        unit = units[index]
        seen = spread.setdefault(unit.key, _Spread(place, place))
        seen.times += 1
        seen.widest = max(seen.widest, place - seen.latest)
        seen.latest = place
        lines[unit.key] = lines.get(unit.key, True) and unit.line
    own = {units[index].block for index in order if spread[units[index].key].times == 1}
    parts = Counter(units[index].block for index in order)
    own.update(block for block, count in parts.items() if count < _FEWEST_OF_A_COPY)
    repeated = {key for key, is_line in lines.items() if is_line and spread[key].times > 1}
    listed = repeated if len(repeated) >= _SCATTERED else set()
    return _Around(spread, own, listed | _series(units, order, spread))


def _series(units: Sequence[Unit], order: list[int], spread: Mapping[str, _Spread]) -> set[str]:
    """Return the short blocks that come again and begin like several others."""
    alike: dict[str, set[str]] = {}
    for index in order:
        unit = units[index]
        if unit.first and unit.last and unit.weight < _LONGEST_OF_A_SERIES:
            alike.setdefault(unit.key[:_ALIKE], set()).add(unit.key)
    series = (keys for keys in alike.values() if len(keys) > _SCATTERED)
    return {key for keys in series for key in keys if spread[key].times > 1}


def _longest(
    units: Sequence[Unit],
    kept: list[int],
    stands: Mapping[str, list[int]],
    order: list[int],
    place: int,
) -> tuple[int, int]:
    """Return where in ``kept`` most of what follows ``place`` is said, and how many units."""
    first = length = 0
    for early in reversed(stands.get(units[order[place]].key, [])[-_MOST_TWINS:]):
        found = _length(units, kept, early, order, place)
        if found > length:
            first, length = early, found
    return first, length


def _length(
    units: Sequence[Unit], kept: list[int], first: int, order: list[int], place: int
) -> int:
    """Return how many units from ``place`` on say what is kept from ``first`` on.

    A short unit that only begins or ends longer blocks, on both sides, is none of it: outlets
    begin many paragraphs with the same words.
    """
    pairs = [(units[kept[first]], units[order[place]])]
    for at in range(1, min(len(kept) - first, len(order) - place)):
        early, late = units[kept[first + at]], units[order[place + at]]
        if early.key != late.key:
            break
        pairs.append((early, late))
    if len(pairs) > 1 and not _belongs(pairs[0], pairs[1], at_end=True):
        return 1
    if len(pairs) > 1 and not _belongs(pairs[-1], pairs[-2], at_end=False):
        return len(pairs) - 1
    return len(pairs)


def _belongs(pair: tuple[Unit, Unit], beside: tuple[Unit, Unit], *, at_end: bool) -> bool:
    """Tell whether a pair is of a piece with the one beside it."""
    is_whole = all(unit.first if at_end else unit.last for unit in pair)
    goes_on = any(unit.block == other.block for unit, other in zip(pair, beside, strict=True))
    return is_whole or goes_on or pair[0].weight >= _ALONE


def _pair(
    units: Sequence[Unit],
    kept: list[int],
    first: int,
    late: list[int],
    spread: Mapping[str, _Spread],
) -> _Pair:
    weight = sum(units[index].weight for index in late)
    is_paragraph = units[late[0]].block == units[late[-1]].block and weight >= _NO_REFRAIN
    if not is_paragraph:
        weight -= sum(
            units[index].weight
            for index in late
            if not spread[units[index].key].is_copied(len(late))
        )
    end = first + len(late)
    return _Pair(kept[first:end], late, end == len(kept), weight)


def _judge(units: Sequence[Unit], pair: _Pair, around: _Around) -> list[int]:
    """Return the side that goes, if one does."""
    early, late = [units[at] for at in pair.early], [units[at] for at in pair.late]
    if around.is_list(early, late):
        return []
    if not pair.adjacent and (
        around.is_built_alike(late)
        or _is_item_of_two(units, pair, around)
        or _is_varied(units, pair)
    ):
        return []
    alone_early = _is_alone(early)
    alone_late = _is_alone(late) or around.own.isdisjoint((late[0].block, late[-1].block))
    if pair.weight < _least(pair, early, late, alone_early=alone_early, alone_late=alone_late):
        return []
    wraps = early[0].block == early[-1].block and late[0].block != late[-1].block
    if alone_early and (not alone_late or wraps or early[0].plain < late[0].plain):
        return pair.early
    if alone_late or pair.adjacent or (_is_sentence(early) and _is_sentence(late)):
        return pair.late
    return []


def _is_item_of_two(units: Sequence[Unit], pair: _Pair, around: _Around) -> bool:
    """Tell an item that two lists share, which are else not alike."""
    early, late = units[pair.early[0]], units[pair.late[0]]
    are_of_two = early.item > 0 and late.item > 0 and early.item != late.item
    if not are_of_two or late.block != units[pair.late[-1]].block:
        return False
    begin, end = pair.late[0], pair.late[-1] + 1
    beside = *units[max(0, begin - 1) : begin], *units[end : end + 1]
    is_single = all(around.spread[unit.key].times == 1 for unit in beside if unit.item == late.item)
    return is_single and min(early.plain, late.plain) > 1 and pair.weight < _LONGEST_ITEM


def _is_varied(units: Sequence[Unit], pair: _Pair) -> bool:
    """Tell whether a sentence beside a copy, in its block, differs but in a figure or a name."""
    return any(
        _is_variant(units, early, late, step)
        for early, late, step in (
            (pair.early[0], pair.late[0], -1),
            (pair.early[-1], pair.late[-1], 1),
        )
    )


def _is_variant(units: Sequence[Unit], early: int, late: int, step: int) -> bool:
    if not (0 <= early + step < len(units) and 0 <= late + step < len(units)):
        return False
    one, other = units[early + step], units[late + step]
    if one.block != units[early].block or other.block != units[late].block:
        return False
    return are_variants(one.key, other.key)


def _is_sentence(run: list[Unit]) -> bool:
    return run[0].from_break and run[-1].to_break


def _least(
    pair: _Pair, early: list[Unit], late: list[Unit], *, alone_early: bool, alone_late: bool
) -> float:
    """Return how much must be said twice to be a copy there, in letters."""
    inside = early[0].block == late[-1].block
    is_clause = _has_clean_edges(early) and _has_clean_edges(late)
    if pair.adjacent and (is_clause or (alone_late and not inside)):
        return _ECHO
    if alone_early and alone_late:
        return _ALONE
    longer, other = (late, early) if alone_early else (early, late)
    is_sentence = longer[0].begins_sentence and longer[-1].ends_sentence
    # what begins a block here and goes on in lower case there the author said again: no program does
    is_reworded = longer[0].lower and not other[0].lower and other[0].plain > 1
    if is_reworded and not longer[0].begins_sentence:
        return inf
    return _PULLED if is_sentence and (alone_early or alone_late) else _EMBEDDED


def _is_alone(run: list[Unit]) -> bool:
    return run[0].first and run[-1].last


def _has_clean_edges(run: list[Unit]) -> bool:
    return run[0].opens and run[-1].closes
