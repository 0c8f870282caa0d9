"""Weighed pairs of articles -> groups that tell one story each; no order of arrival enters.

Average linkage from the strongest pair down (Sokal and Michener 1958); copies are the strongest,
but no chain of them joins two stories: a round-up holds parts of many. Pairs under ``FLOOR`` count
as nothing. An average of ``JOINS`` needs one pair of ``JOINS`` or more, so that only articles that
hang together by such pairs need to be looked at when one arrives. Sums are of whole numbers and
equal averages are told apart by the articles' own names, so that the same set always falls into
the same groups.
"""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.news.story.agreement import FLOOR, JOINS

NEAREST = 40  # articles that one is compared with; a group of more is measured by so many

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Edge:
    """What two articles have in common, as ``agreement`` weighed it."""

    score: int
    copy: bool = False


@dataclass(frozen=True, slots=True)
class Hand:
    """What a person has said: pairs of articles that belong together, and that don't."""

    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()


NOTHING_SAID = Hand()


def pair(a: str, b: str) -> Pair:
    """Return two names in their order."""
    return (a, b) if a <= b else (b, a)


def groups(
    members: Iterable[str], edges: Mapping[Pair, Edge], hand: Hand = NOTHING_SAID
) -> list[frozenset[str]]:
    """Return the members in groups, each one sorted into exactly one."""
    forming = _Forming(members, edges, hand)
    forming.join_by_hand(hand.together)
    forming.join_by_average()
    return [frozenset(group) for group in forming.groups.values()]


class _Forming:
    """Groups under way; each is called by its least member."""

    def __init__(self, members: Iterable[str], edges: Mapping[Pair, Edge], hand: Hand) -> None:
        self.groups = {member: [member] for member in sorted(members)}
        self._called = {member: member for member in self.groups}
        self._sums: dict[str, dict[str, int]] = {member: {} for member in self.groups}
        self._apart: dict[str, set[str]] = {member: set() for member in self.groups}
        for (a, b), edge in edges.items():
            if edge.score >= FLOOR or edge.score < 0:
                self._sums[a][b] = self._sums[b][a] = edge.score
        for a, b in hand.apart:
            if a in self._apart and b in self._apart:
                self._apart[a].add(b)
                self._apart[b].add(a)

    def join_by_hand(self, together: Iterable[Pair]) -> None:
        """Join what a person has put together; what agrees with one of them agrees with all."""
        for a, b in sorted(together):
            if a in self._called and b in self._called:
                self._join(self._called[a], self._called[b], by_best=True)

    def join_by_average(self) -> None:
        """Join the two groups that have most in common, until no two have enough."""
        heap = [
            (-average, one, other, len(self.groups[one]), len(self.groups[other]))
            for one in self.groups
            for other in self._sums[one]
            if one < other and (average := self._average(one, other)) >= JOINS
        ]
        heapq.heapify(heap)
        while heap:
            _, one, other, size, other_size = heapq.heappop(heap)
            if self._size(one) != size or self._size(other) != other_size:
                continue
            if other in self._apart[one]:
                continue
            joined = self._join(one, other)
            for near in self._sums[joined]:
                if (average := self._average(joined, near)) >= JOINS:
                    low, high = pair(joined, near)
                    heapq.heappush(heap, (-average, low, high, self._size(low), self._size(high)))

    def _size(self, name: str) -> int:
        return len(self.groups.get(name, ()))

    def _average(self, one: str, other: str) -> float:
        few, many = sorted((self._size(one), self._size(other)))
        return self._sums[one][other] / (few * min(many, NEAREST))

    def _join(self, a: str, b: str, *, by_best: bool = False) -> str:
        """Join two groups under the lesser name."""
        if a == b:
            return a
        kept, gone = pair(a, b)
        if by_best:
            self._level(kept, gone)
        for member in self.groups[gone]:
            self._called[member] = kept
        self.groups[kept] += self.groups.pop(gone)
        for near, total in self._sums.pop(gone).items():
            del self._sums[near][gone]
            if near != kept:
                self._sums[kept][near] = self._sums[kept].get(near, 0) + total
                self._sums[near][kept] = self._sums[kept][near]
        for stranger in self._apart.pop(gone):
            self._apart[stranger].discard(gone)
            if stranger != kept:
                self._apart[stranger].add(kept)
                self._apart[kept].add(stranger)
        return kept

    def _level(self, one: str, other: str) -> None:
        """Let both groups have as much in common with each other one as the nearer of them has."""
        sizes = self._size(one), self._size(other)
        for near in self._sums[one].keys() | self._sums[other].keys():
            sums = self._sums[one].get(near, 0), self._sums[other].get(near, 0)
            best = max(total // size for total, size in zip(sums, sizes, strict=True))
            for name, size in zip((one, other), sizes, strict=True):
                if near != name:
                    self._sums[name][near] = self._sums[near][name] = best * size
