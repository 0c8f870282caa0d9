"""An article that runs through its text twice: units in page order -> one merged order.

The second pass can begin wherever a run of copies begins. For each such border the heaviest chain of
equal units is found; the heaviest that looks like two passes, and not like scattered copies, is merged.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.news.repeats.alignment import Pair, Stretches, heaviest_chain, widened
from monitor.news.repeats.merging import Merge, merge
from monitor.news.repeats.reach import Reach
from monitor.news.repeats.units import Unit
from monitor.news.repeats.variants import are_variants

# In letters; measured on generated cases.
_LIGHTEST = 150  # that two passes share at least, …
_LIGHTEST_LINKS = 40  # … and of them in texts that stand few times
_LIGHTEST_END = 20  # … and before the first or after the last gap that both have
_LONGEST_HEADER = 250  # before the first shared unit, …
_LONGEST_HEADER_OF_FEW = 130  # … where the passes share no more than the fewest parts
_LEAD = 1  # of what is shared, in what may begin the second pass, if the first is all inside it
_OWN_OF_A_THIRD = 0.3  # of what is shared, in a third pass before them that has more to say
_VARIED = 0.3  # of what is shared, in what differs but in a figure or a name
_CROSSING = 0.15  # of what is shared, in copies beside it that do not rise: more, and it is chance
_FEWEST = 3  # blocks of one of them that the other shares at least
_DENSITY = 0.5  # share of the first pass, by weight, that the second must confirm
_DENSITY_OF_WHOLE = 0.75  # … if the second says nothing else and leaves out several passages
_DENSITY_OF_SECOND = 0.1  # … and of the second, which also says what the first leaves out
_PARTS_FOR_A_GAP = 3  # shared parts for each passage that only the first has
_MOST_BORDERS = 24  # candidates for where the second pass begins
_LIGHTEST_PROSE = 60  # letters of a sentence that heads no article


def merge_passes(units: Sequence[Unit], order: list[int]) -> Merge | None:
    """Return the merge of the two heaviest passes in ``order``, or nothing if there are none."""
    said = [units[index] for index in order]
    keys = [unit.key for unit in said]
    weights = [unit.weight for unit in said]
    places: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        places.setdefault(key, []).append(place)
    reach = Reach(said, places)
    around = [reach.around(border) for border in _borders(said, places)]
    chains = ((heaviest_chain(places, weights, stretches), stretches) for stretches in around)
    of_digests: set[Pair] = set()  # what is no pass as a whole is none in part
    for chain, stretches in sorted(chains, key=lambda found: -found[0].weight):
        if chain.weight < _LIGHTEST_LINKS:
            break
        if len(around) == _MOST_BORDERS:  # the second may begin with a lighter run than these
            stretches = reach.around(chain.pairs[-1][0] + 1)
            chain = heaviest_chain(places, weights, stretches)
        pairs = _without_light_ends(said, widened(chain, keys, stretches))
        passes = _Passes(said, places, stretches, pairs)
        if passes.pairs[0] in of_digests:
            continue
        if passes.are_meant():
            return merge(units, order, passes.pairs)
        if passes.is_digest():
            of_digests.update(passes.pairs)
    return None


def _borders(said: Sequence[Unit], places: Mapping[str, list[int]]) -> list[int]:
    """Return where the heaviest runs of copies begin: a second pass can begin nowhere else."""
    found: list[list[float]] = []  # [weight of the run, place]
    before = -2  # twin of the unit before
    for place, unit in enumerate(said):
        twins = places[unit.key]
        at = bisect_left(twins, place) - 1 if len(twins) > 1 else -1
        twin = twins[at] if at >= 0 else -2
        if twin >= 0 and twin != before + 1:
            found.append([0, place])
        if twin >= 0:
            found[-1][0] += unit.weight
        before = twin
    if len(found) > _MOST_BORDERS:
        found.sort(reverse=True)
    return sorted(int(place) for _, place in found[:_MOST_BORDERS])


def _without_light_ends(said: Sequence[Unit], pairs: list[Pair]) -> list[Pair]:
    """Leave out a line that two passes share by chance, with text of both beside it."""
    runs: list[list[Pair]] = [[pairs[0]]]
    for before, pair in pairwise(pairs):
        if pair[0] > before[0] + 1 and pair[1] > before[1] + 1:
            runs.append([])
        runs[-1].append(pair)
    weights = [sum(said[place].weight for place, _ in run) for run in runs]
    heavy = [at for at, weight in enumerate(weights) if weight >= _LIGHTEST_END]
    if heavy:
        runs = runs[heavy[0] : heavy[-1] + 1]
    return [pair for run in runs for pair in run]


@dataclass(frozen=True, slots=True)
class _Passes:
    """Units in order, where each text stands, and the pairs that may be two passes of them."""

    said: Sequence[Unit]
    places: Mapping[str, list[int]]
    stretches: Stretches
    pairs: list[Pair]

    def are_meant(self) -> bool:
        """Tell two passes from copies that are scattered over an article."""
        parts = self._parts_shared()
        if parts < _FEWEST or self._weight() < _LIGHTEST:
            return False
        if self._density(0) < _DENSITY or self._density(1) < _DENSITY_OF_SECOND:
            return False
        if not self._is_one_sided(parts):
            return False
        if self._has_nothing_new():
            return True
        longest = _LONGEST_HEADER if parts > _FEWEST else _LONGEST_HEADER_OF_FEW
        if self._header() > longest or not self._is_mostly_twice():
            return False
        if self._varied() > _VARIED * self._weight():
            return False
        if self._own_of_a_third() > _OWN_OF_A_THIRD * self._weight():
            return False
        return self._crossing() <= _CROSSING * self._weight() and not self.is_digest()

    def _weight(self) -> float:
        return sum(self.said[place].weight for place, _ in self.pairs)

    def _parts_shared(self) -> int:
        """Count the blocks of one pass that the other shares; where they are joined, the runs."""
        sides = zip(*self.pairs, strict=True)
        blocks = max(len({self.said[place].block for place in side}) for side in sides)
        runs = 1 + sum(
            next_first - first > 1 or next_second - second > 1
            for (first, second), (next_first, next_second) in pairwise(self.pairs)
        )
        return max(blocks, runs)

    def _density(self, side: int) -> float:
        """Return the share of a pass that the other confirms, by weight or by blocks."""
        shared = {self.said[pair[side]].block for pair in self.pairs}
        by_blocks = len(shared) / len({unit.block for unit in self._stretch(side)})
        return max(self._density_by_weight(side), by_blocks)

    def _density_by_weight(self, side: int) -> float:
        return self._weight() / (sum(unit.weight for unit in self._stretch(side)) or 1)

    def _stretch(self, side: int) -> Sequence[Unit]:
        return self.said[self.pairs[0][side] : self.pairs[-1][side] + 1]

    def _is_one_sided(self, parts: int) -> bool:
        """Tell whether between two pairs the first pass seldom has text of its own.

        Between scattered copies the first stretch is the article itself, with text in every gap;
        a first pass is a part of it, with few passages that the second leaves out.
        """
        return _PARTS_FOR_A_GAP * self._gaps() <= parts

    def _gaps(self) -> int:
        """Count the passages that only the first pass has."""
        return sum(next_first - first > 1 for (first, _), (next_first, _) in pairwise(self.pairs))

    def _has_nothing_new(self) -> bool:
        """Tell whether the second is the first, or a part of it, said at once again."""
        (_, second), (last, end) = self.pairs[0], self.pairs[-1]
        return second == last + 1 and end - second == len(self.pairs) - 1

    def _own_of_a_third(self) -> float:
        """Return the weight of what stands before both stretches and is said in neither."""
        told = {unit.key for unit in self.said[self.stretches.begin : self.stretches.end]}
        before = self.said[: self.stretches.begin]
        return sum(unit.weight for unit in before if unit.key not in told)

    def _header(self) -> float:
        """Return the weight of what is said before the first pass alone."""
        first = self.pairs[0][0]
        before = {unit.key: unit for unit in self.said[self.stretches.begin : first]}
        return sum(unit.weight for unit in before.values() if self._is_first_only(unit))

    def _is_first_only(self, unit: Unit) -> bool:
        """Tell whether a text stands only before what the passes share."""
        return self.places[unit.key][-1] < self.pairs[0][0]

    def _is_mostly_twice(self) -> bool:
        """Tell whether most of what is shared stands just twice from there on: the rest is structure."""
        begin = self.pairs[0][0]
        weights = [
            self.said[place].weight
            for place, _ in self.pairs
            if len(twins := self.places[self.said[place].key]) == 2 or twins[-3] < begin
        ]
        return 2 * sum(weights) >= self._weight()

    def _varied(self) -> float:
        """Return the weight of what differs beside the pairs, in their blocks, but in a figure or a name."""
        varied = 0.0
        (first, second), (last, end) = self.pairs[0], self.pairs[-1]
        begins = (self._edge_of_block(first, -1), self._edge_of_block(second, -1))
        ends = (self._edge_of_block(last, 1), self._edge_of_block(end, 1))
        for (first, second), (next_first, next_second) in pairwise([begins, *self.pairs, ends]):
            mine = self.said[first + 1 : next_first]
            theirs = self.said[second + 1 : next_second]
            if mine and theirs:
                texts = ("".join(unit.key for unit in side) for side in (mine, theirs))
                varied += are_variants(*texts) * sum(unit.weight for unit in mine)
        return varied

    def _edge_of_block(self, place: int, step: int) -> int:
        """Return the first place in a direction that is not in the block of ``place``."""
        block = self.said[place].block
        while 0 <= place < len(self.said) and self.said[place].block == block:
            place += step
        return place

    def _crossing(self) -> float:
        """Return the weight of copies that reach into the second pass and don't rise with the others."""
        (first, second), (last, _) = self.pairs[0], self.pairs[-1]
        aligned = {place for place, _ in self.pairs}
        return sum(
            self.said[place].weight
            for place in range(first, second)
            if len(twins := self.places[self.said[place].key]) == 2
            and place == twins[0]
            and place not in aligned
            and last < twins[1] < self.stretches.end
        )

    def is_digest(self) -> bool:
        """Tell whether the second is but parts of the whole that came first, and says nothing new.

        What stands between them ends the whole then, unless it is short enough to head the second.
        """
        (first, second), (last, end) = self.pairs[0], self.pairs[-1]
        if end - second >= len(self.pairs) or end + 1 < self.stretches.end:
            return False
        before = self.said[self.stretches.begin : first]
        if any(_is_prose(unit) and self._is_first_only(unit) for unit in before):
            return True
        between = sum(unit.weight for unit in self.said[last + 1 : second])
        gaps = last - first >= len(self.pairs)
        if not gaps:
            is_wrapped = self.said[second].block == self.said[end].block
            return is_wrapped or between > max(_LONGEST_HEADER, _LEAD * self._weight())
        return self._gaps() > 1 and self._density_by_weight(0) < _DENSITY_OF_WHOLE


def _is_prose(unit: Unit) -> bool:
    """Tell a sentence of an article from what heads one: a title, names, a date."""
    is_statement = unit.ends_sentence and not unit.line and not unit.asks
    return is_statement and unit.weight >= _LIGHTEST_PROSE
