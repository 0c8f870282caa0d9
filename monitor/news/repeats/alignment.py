"""Two stretches of one text laid beside each other: equal keys -> pairs that rise in both.

First the heaviest chain of pairs, over keys that stand few times (a weighted longest increasing
subsequence); then, from each link of it outwards, whatever is equal beside it, however often it stands.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

Pair: TypeAlias = tuple[int, int]  # a place in the first stretch and one in the second

_MOST_PAIRS = 9  # pairings of one text with its copies; more are a refrain
_LIGHTEST_OFTEN = 20  # letters of a text that is a link though it stands more than twice
_LIGHTEST_LINK = 0.01  # what a text without weight adds to a chain


@dataclass(frozen=True, slots=True)
class Chain:
    """Pairs of places of equal text, rising in both stretches, and what they weigh together."""

    pairs: list[Pair]
    weight: float


def heaviest_chain(
    places: Mapping[str, Sequence[int]], weights: Sequence[float], border: int
) -> Chain:
    """Return the chain that weighs most between the text before ``border`` and the text after.

    ``places`` says where each text stands, rising; O(n log n) in the pairs.
    """
    pairs = _pairs(places, weights, border)
    ends: list[int] = []  # places in the second stretch, rising, …
    tops: list[float] = []  # … the weight of the heaviest chain that ends there, rising too, …
    links: list[int] = []  # … and the number of its last pair
    before: list[int] = []
    for number, (first, second) in enumerate(pairs):
        at = bisect_left(ends, second)
        weight = weights[first] + _LIGHTEST_LINK + (tops[at - 1] if at else 0)
        before.append(links[at - 1] if at else -1)
        drop = at
        while drop < len(ends) and tops[drop] <= weight:
            drop += 1
        if at < drop or at == len(ends) or ends[at] != second:
            ends[at:drop], tops[at:drop], links[at:drop] = [second], [weight], [number]
    chain: list[Pair] = []
    number = links[-1] if links else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    chain.reverse()
    return Chain(chain, tops[-1] if tops else 0)


def _pairs(
    places: Mapping[str, Sequence[int]], weights: Sequence[float], border: int
) -> list[Pair]:
    pairs: list[Pair] = []
    for twins in places.values():
        if len(twins) > 2 and weights[twins[0]] < _LIGHTEST_OFTEN:
            continue
        if len(twins) > 1 and twins[0] < border <= twins[-1]:
            split = bisect_left(twins, border)
            early, late = twins[:split], twins[split:]
            if len(early) * len(late) <= _MOST_PAIRS:
                pairs.extend((first, second) for first in early for second in late)
    pairs.sort(key=lambda pair: (pair[0], -pair[1]))
    return pairs


def widened(chain: Chain, keys: Sequence[str], weights: Sequence[float], border: int) -> Chain:
    """Return the chain with all that is equal beside its pairs, before and after each."""
    pairs: list[Pair] = []
    start = (-1, border - 1)
    for left, right in pairwise([start, *chain.pairs, (border, len(keys))]):
        if left != start:
            pairs.append(left)
        pairs += _between(keys, left, right, is_first=left == start)
    return Chain(pairs, sum(weights[first] for first, _ in pairs))


def _between(keys: Sequence[str], left: Pair, right: Pair, *, is_first: bool) -> list[Pair]:
    """Return the pairs that go on from ``left`` and those that lead to ``right``."""
    (first, second), (last, end) = left, right
    after: list[Pair] = []
    while not is_first and first + 1 < last and second + 1 < end:
        if keys[first + 1] != keys[second + 1]:
            break
        first, second = first + 1, second + 1
        after.append((first, second))
    before: list[Pair] = []
    while end < len(keys) and last - 1 > first and end - 1 > second:
        if keys[last - 1] != keys[end - 1]:
            break
        last, end = last - 1, end - 1
        before.append((last, end))
    return after + before[::-1]
