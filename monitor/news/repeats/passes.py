"""An article that runs through its text twice: units in page order -> one merged order.

Two passes are aligned on the heaviest chain of equal units that rises in both, and merged as
partial orders along it: what stands in only one of them comes back between its neighbours.
"""

import itertools
from bisect import bisect_left
from collections.abc import Sequence

from monitor.news.repeats.alignment import Chain, Pair, heaviest_chain, widened
from monitor.news.repeats.merging import Merge, merge
from monitor.news.repeats.units import Unit

_LIGHTEST = 150  # letters that two passes share at least
_LIGHTEST_LINKS = 40  # … and of them in texts that stand few times
_FEWEST = 3  # blocks of one of them that the other shares at least …
_FEWEST_TORN = 3  # … and where the second has text of its own between
_DENSITY = 0.5  # share of the first pass, by weight, that the second must confirm
_LONGEST_HEADER = 250  # letters before the first shared unit, when text stands between the passes
_CROSSING = 40  # letters of a copy that shows by its place that there are no passes
_MOST_BORDERS = 24  # candidates for where the second pass begins


def merge_passes(units: Sequence[Unit], order: list[int]) -> Merge | None:
    """Return the merge of the two heaviest passes in ``order``, or nothing if there are none."""
    places: dict[str, list[int]] = {}
    for place, index in enumerate(order):
        places.setdefault(units[index].key, []).append(place)
    keys = [units[index].key for index in order]
    weights = [units[index].weight for index in order]
    borders = _borders(units, order, places)
    chains = (heaviest_chain(places, weights, border) for border in borders)
    for chain in sorted(chains, key=lambda chain: -chain.weight):
        if chain.weight < _LIGHTEST_LINKS:
            break
        whole = widened(chain, keys, weights)
        if whole.weight >= _LIGHTEST and _is_pass(units, order, places, weights, whole):
            return merge(units, order, whole.pairs)
    return None


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


def _is_pass(
    units: Sequence[Unit],
    order: list[int],
    places: dict[str, list[int]],
    weights: list[float],
    chain: Chain,
) -> bool:
    pairs = chain.pairs
    if not pairs:
        return False
    (first, second), (last, end) = pairs[0], pairs[-1]
    blocks = _parts_shared(units, order, pairs)
    if blocks < _FEWEST:
        return False
    if _density(units, order, weights, pairs) < _DENSITY:
        return False
    if not _mostly_one_sided(units, order, pairs):
        return False
    if second == last + 1 and end - second == len(pairs) - 1:
        return True  # nothing new in the second: an article, or a part of it, said twice
    if sum(weights[:first]) > _LONGEST_HEADER or blocks < _FEWEST_TORN:
        return False
    twice = sum(weights[at] for at, _ in pairs if len(places[units[order[at]].key]) == 2)
    return 2 * twice >= chain.weight and not _has_crossing(units, order, places, pairs)


def _has_crossing(
    units: Sequence[Unit], order: list[int], places: dict[str, list[int]], pairs: list[Pair]
) -> bool:
    """Tell whether a copy between two passes does not rise with the others: then they are none."""
    (first, _), (last, _) = pairs[0], pairs[-1]
    aligned = {place for place, _ in pairs}
    for place in range(first, last + 1):
        unit = units[order[place]]
        twins = places[unit.key]
        crosses = len(twins) == 2 and place not in aligned and last < twins[1]
        if crosses and unit.weight >= _CROSSING:
            return True
    return False


def _density(
    units: Sequence[Unit], order: list[int], weights: list[float], pairs: list[tuple[int, int]]
) -> float:
    """Return the share of the first pass that the second confirms, by weight or by blocks."""
    first, last = pairs[0][0], pairs[-1][0] + 1
    by_weight = sum(weights[place] for place, _ in pairs) / (sum(weights[first:last]) or 1)
    shared = {units[order[place]].block for place, _ in pairs}
    return max(by_weight, len(shared) / len({units[at].block for at in order[first:last]}))


def _parts_shared(units: Sequence[Unit], order: list[int], pairs: list[Pair]) -> int:
    """Count the blocks of one side that the other shares; where they are joined, the runs."""
    sides = zip(*pairs, strict=True)
    blocks = max(len({units[order[place]].block for place in side}) for side in sides)
    breaks = sum(
        next_first - first > 1 or next_second - second > 1
        for (first, second), (next_first, next_second) in itertools.pairwise(pairs)
    )
    return max(blocks, breaks + 1)


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
    return clean > 2 * (torn - 1)
