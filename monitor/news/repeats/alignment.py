"""Two stretches of one text laid beside each other: equal keys -> pairs that rise in both.

First the heaviest chain of pairs, over keys that stand few times (a weighted longest increasing
subsequence); then, from each link of it outwards, whatever is equal beside it, however often it stands.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import TypeAlias

Pair: TypeAlias = tuple[int, int]  # a place in the first stretch and one in the second

_MOST_PAIRS = 9  # pairings of one text with its copies; more are a refrain
LIGHTEST_OFTEN = 20  # letters of a text that is a link though it stands more than twice
_LIGHTEST_LINK = 0.01  # what a text without weight adds to a chain


@dataclass(frozen=True, slots=True)
class Chain:
    """Pairs of places of equal text, rising in both stretches, and what they weigh together."""

    pairs: list[Pair]
    weight: float


@dataclass(frozen=True, slots=True)
class Stretches:
    """Two stretches side by side: places from ``begin`` to ``border``, and from there to ``end``."""

    begin: int
    border: int
    end: int

    def split(self, places: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
        """Return those of the rising places that lie in the first, and in the second."""
        border = bisect_left(places, self.border)
        return (
            places[bisect_left(places, self.begin) : border],
            places[border : bisect_left(places, self.end)],
        )


def heaviest_chain(
    places: Mapping[str, Sequence[int]], weights: Sequence[float], stretches: Stretches
) -> Chain:
    """Return the chain that weighs most between the two stretches.

    ``places`` says where each text stands, rising; O(n log n) in the pairs.
    """
    pairs = _pairs(places, weights, stretches)
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
    places: Mapping[str, Sequence[int]], weights: Sequence[float], stretches: Stretches
) -> list[Pair]:
    pairs: list[Pair] = []
    for twins in places.values():
        if len(twins) > 1 and twins[0] < stretches.border <= twins[-1]:
            early, late = stretches.split(twins)
            often = len(early) + len(late) > 2 and weights[twins[0]] < LIGHTEST_OFTEN
            if len(early) * len(late) <= _MOST_PAIRS and not often:
                pairs.extend((first, second) for first in early for second in late)
    pairs.sort(key=lambda pair: (pair[0], -pair[1]))
    return pairs


def widened(chain: Chain, keys: Sequence[str], stretches: Stretches) -> list[Pair]:
    """Return the pairs of the chain with all that is equal beside them, before and after each."""
    pairs = _leading_to(keys, (stretches.begin - 1, chain.pairs[-1][0]), chain.pairs[0])
    begins = (pairs or chain.pairs)[0][1]  # the second stretch
    for left, right in pairwise(chain.pairs):
        after = _going_on_from(keys, left, right)
        pairs += [left, *after, *_leading_to(keys, (after or [left])[-1], right)]
    last = chain.pairs[-1]
    return [*pairs, last, *_going_on_from(keys, last, (begins, stretches.end))]


def _going_on_from(keys: Sequence[str], left: Pair, right: Pair) -> list[Pair]:
    """Return the pairs after ``left`` and before ``right``, as far as keys are equal."""
    gap = zip(range(left[0] + 1, right[0]), range(left[1] + 1, right[1]), strict=False)
    return list(takewhile(lambda pair: keys[pair[0]] == keys[pair[1]], gap))


def _leading_to(keys: Sequence[str], left: Pair, right: Pair) -> list[Pair]:
    """Return the pairs before ``right`` and after ``left``, as far back as keys are equal."""
    gap = zip(range(right[0] - 1, left[0], -1), range(right[1] - 1, left[1], -1), strict=False)
    return list(takewhile(lambda pair: keys[pair[0]] == keys[pair[1]], gap))[::-1]
