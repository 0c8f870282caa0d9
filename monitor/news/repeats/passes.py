"""An article that runs through its text twice: units in page order -> one merged order.

Two passes are aligned on the heaviest chain of equal units that rises in both, and merged as
partial orders along it: what stands in only one of them comes back between its neighbours.
"""

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.news.repeats.units import Unit

_LIGHTEST = 150  # letters that two passes share at least
_FEWEST = 3  # blocks of one of them that the other shares at least …
_FEWEST_TORN = 4  # … and where the second has text of its own between
_DENSITY = 0.5  # share of the first pass, by weight, that the second must confirm
_LONGEST_HEADER = 400  # letters before the first shared unit, when text stands between the passes
_SHORTEST_END = 4  # letters
_MOST_BORDERS = 24  # candidates for where the second pass begins
_MOST_PAIRS = 9  # pairings of one text with its copies; more are a refrain


@dataclass(frozen=True, slots=True)
class Merge:
    """The order after a merge, and the twin of each unit that left it."""

    order: list[int]
    twins: dict[int, int]


@dataclass(frozen=True, slots=True)
class _Chain:
    pairs: list[tuple[int, int]]  # positions in the first and in the second pass, rising
    weight: float


def merge_passes(units: Sequence[Unit], order: list[int]) -> Merge | None:
    """Return the merge of the two heaviest passes in ``order``, or nothing if there are none."""
    places: dict[str, list[int]] = {}
    for place, index in enumerate(order):
        places.setdefault(units[index].key, []).append(place)
    weights = [units[index].weight for index in order]
    borders = _borders(units, order, places)
    best: _Chain | None = None
    for border in borders:
        chain = _heaviest(places, weights, border)
        if (best is None or chain.weight > best.weight) and _is_pass(
            units, order, places, weights, chain
        ):
            best = chain
    return _merge(units, order, best) if best else None


def _borders(units: Sequence[Unit], order: list[int], places: dict[str, list[int]]) -> list[int]:
    """Return where the heaviest runs of copies begin: a second pass can begin nowhere else."""
    found: list[list[float]] = []  # [weight of the run, place]
    before = -2  # twin of the unit before
    for place, index in enumerate(order):
        twins = places[units[index].key]
        at = bisect_left(twins, place) - 1 if len(twins) > 1 else -1
        twin = twins[at] if at >= 0 else -2
        if twin >= 0 and twin != before + 1:
            found.append([0, place])
        if twin >= 0:
            found[-1][0] += units[index].weight
        before = twin
    if len(found) > _MOST_BORDERS:
        found.sort(reverse=True)
    return sorted(int(place) for _, place in found[:_MOST_BORDERS])


def _heaviest(places: dict[str, list[int]], weights: list[float], border: int) -> _Chain:
    """Return the chain of pairs over ``border``, rising on both sides, that weighs most."""
    pairs: list[tuple[int, int]] = []
    for twins in places.values():
        if len(twins) > 1 and twins[0] < border <= twins[-1]:
            split = bisect_left(twins, border)
            early, late = twins[:split], twins[split:]
            if len(early) * len(late) > _MOST_PAIRS:
                early, late = early[-1:], late[:1]
            pairs.extend((first, second) for first in early for second in late)
    pairs.sort(key=lambda pair: (pair[0], -pair[1]))
    ends: list[int] = []  # places in the second pass, rising, …
    tops: list[float] = []  # … the heaviest chain that ends there, rising too, …
    links: list[int] = []  # … and its last pair
    before: list[int] = []
    for number, (first, second) in enumerate(pairs):
        at = bisect_left(ends, second)
        weight = weights[first] + 0.01 + (tops[at - 1] if at else 0)
        before.append(links[at - 1] if at else -1)
        drop = at
        while drop < len(ends) and tops[drop] <= weight:
            drop += 1
        if at < drop or at == len(ends) or ends[at] != second:
            ends[at:drop], tops[at:drop], links[at:drop] = [second], [weight], [number]
    chain: list[tuple[int, int]] = []
    number = links[-1] if links else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    chain.reverse()
    return _Chain(chain, tops[-1] if tops else 0)


def _is_pass(
    units: Sequence[Unit],
    order: list[int],
    places: dict[str, list[int]],
    weights: list[float],
    chain: _Chain,
) -> bool:
    pairs = chain.pairs
    if not pairs:
        return False
    (first, second), (last, end) = pairs[0], pairs[-1]
    blocks = _blocks_shared(units, order, pairs)
    if chain.weight < _LIGHTEST or blocks < _FEWEST:
        return False
    if _density(units, order, weights, pairs) < _DENSITY:
        return False
    if not _mostly_one_sided(units, order, pairs):
        return False
    if second == last + 1 and end - second == len(pairs) - 1:
        return True  # nothing new in the second: an article, or a part of it, said twice
    if sum(weights[:first]) > _LONGEST_HEADER or blocks < _FEWEST_TORN:
        return False
    twice = sum(len(places[units[order[place]].key]) == 2 for place, _ in pairs)
    return 2 * twice >= len(pairs)


def _density(
    units: Sequence[Unit], order: list[int], weights: list[float], pairs: list[tuple[int, int]]
) -> float:
    """Return the share of the first pass that the second confirms, by weight or by blocks."""
    first, last = pairs[0][0], pairs[-1][0] + 1
    by_weight = sum(weights[place] for place, _ in pairs) / (sum(weights[first:last]) or 1)
    shared = {units[order[place]].block for place, _ in pairs}
    return max(by_weight, len(shared) / len({units[at].block for at in order[first:last]}))


def _blocks_shared(units: Sequence[Unit], order: list[int], pairs: list[tuple[int, int]]) -> int:
    return max(
        len({units[order[place]].block for place in side}) for side in zip(*pairs, strict=True)
    )


def _mostly_one_sided(
    units: Sequence[Unit], order: list[int], pairs: list[tuple[int, int]]
) -> bool:
    """Tell two passes from scattered copies: between those, both sides have text of their own."""
    torn = clean = 0
    for (first, second), (next_first, next_second) in itertools.pairwise(pairs):
        if next_first - first > 1 and next_second - second > 1:
            torn += 1
        elif (
            units[order[first]].block != units[order[next_first]].block
            or units[order[second]].block != units[order[next_second]].block
        ):
            clean += 1
    return clean > 2 * torn


def _merge(units: Sequence[Unit], order: list[int], chain: _Chain) -> Merge:
    (first, second), (last, end) = chain.pairs[0], chain.pairs[-1]
    twins: dict[int, int] = {}
    merged = order[:first]
    own = order[last + 1 : second]  # how the second pass begins; what the first ends with is none
    if own and not _is_end(units, own, order[end + 1 :], order[:first], twins):
        merged = order[:first] + own
    ends = [*chain.pairs[1:], (last + 1, len(order))]
    for (early, late), (next_early, next_late) in zip(chain.pairs, ends, strict=True):
        keep, drop = order[late], order[early]
        if units[drop].plain > units[keep].plain:
            keep, drop = drop, keep
        twins[drop] = keep
        merged.append(keep)
        mine, theirs = order[early + 1 : next_early], order[late + 1 : next_late]
        if mine and theirs:
            mine, theirs = _without_shared(units, mine, theirs, twins)
        merged += mine + theirs
    return Merge(merged, twins)


def _without_shared(
    units: Sequence[Unit], mine: list[int], theirs: list[int], twins: dict[int, int]
) -> tuple[list[int], list[int]]:
    """Drop one side between two anchors where the other says it, too, cut at other places."""
    if _is_made_of("".join(units[at].key for at in theirs), units, mine):
        twins.update(dict.fromkeys(theirs, mine[0]))
        return mine, []
    if _is_made_of("".join(units[at].key for at in mine), units, theirs):
        twins.update(dict.fromkeys(mine, theirs[0]))
        return [], theirs
    return mine, theirs


def _is_end(
    units: Sequence[Unit], own: list[int], tail: list[int], head: list[int], twins: dict[int, int]
) -> bool:
    """Tell whether text between two passes stands at the end or beginning of all, cut elsewhere."""
    text = "".join(units[at].key for at in own)
    for side in (tail, head):
        if side and "".join(units[at].key for at in side).startswith(text):
            twins.update(dict.fromkeys(own, side[0]))
            return True
    return False


def _is_made_of(text: str, units: Sequence[Unit], parts: list[int]) -> bool:
    """Tell whether ``text`` is some of the parts in order, or one end of them all."""
    whole = "".join(units[at].key for at in parts)
    if len(text) >= _SHORTEST_END and (whole.startswith(text) or whole.endswith(text)):
        return True
    passed = 0
    for at in parts:
        if text.startswith(units[at].key, passed):
            passed += len(units[at].key)
    return passed == len(text)
