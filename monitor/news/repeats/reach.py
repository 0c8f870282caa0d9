"""How far the text around a border says new things: units -> the stretches that may be two passes."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from monitor.news.repeats.alignment import LIGHTEST_OFTEN, Stretches
from monitor.news.repeats.units import Unit

_COST_OF_OLD = 2  # how much what is said again speaks against a stretch, beside what is new, …
_LIGHTEST_OLD = 80  # … from so many letters on, …
_FARTHEST_STUTTER = 2  # … if it stands so many blocks away


class Reach:
    """Units in order, and where what each of them says stands before and after it."""

    def __init__(self, said: Sequence[Unit], places: Mapping[str, list[int]]) -> None:
        """Take ``places`` where each text stands, rising."""
        self._weights = [unit.weight for unit in said]
        self._blocks = [unit.block for unit in said]
        self._before = [-1] * len(said)
        self._after = [len(said)] * len(said)
        self._is_any_thrice = False
        for twins in places.values():
            self._is_any_thrice |= len(twins) > 2
            for early, late in pairwise(twins):
                self._before[late] = early
                self._after[early] = late

    def around(self, border: int) -> Stretches:
        """Return the stretches before and after ``border`` as far as each says new things.

        Beyond them begins a third pass: where nothing stands thrice, there is none.
        """
        end = len(self._blocks)
        if not self._is_any_thrice:
            return Stretches(0, border, end)
        before = self._length_of_new(range(border - 1, -1, -1), self._after, border)
        after = self._length_of_new(range(border, end), self._before, border)
        return Stretches(border - before, border, border + after)

    def _length_of_new(self, places: range, twins: list[int], border: int) -> int:
        """Return after how many units most has been said that is new, less what was said again.

        One block that was said before is but a scattered copy if it stays the only one.
        """
        length, old = self._gained(places, twins, border, free=1)
        return length if old <= 1 else self._gained(places, twins, border, free=0)[0]

    def _gained(
        self, places: range, twins: list[int], border: int, *, free: int
    ) -> tuple[int, int]:
        """Return the length, and how many blocks of it were said before; so many first ones are free."""
        weights, blocks, is_forward = self._weights, self._blocks, places.step > 0
        rest = sum(weights[border:] if is_forward else weights[:border])
        length = old_inside = 0
        most = gain = 0.0
        old: set[int] = set()
        for count, place in enumerate(places, 1):
            weight, twin = weights[place], twins[place]
            rest -= weight
            if (twin >= border) is not is_forward:
                gain += weight
                if gain > most:
                    most = gain
            elif weight >= LIGHTEST_OFTEN and abs(blocks[place] - blocks[twin]) > _FARTHEST_STUTTER:
                old.add(blocks[place])
                if len(old) <= free:
                    continue
                gain -= _COST_OF_OLD * weight
            if gain >= most - _LIGHTEST_OLD:
                length, old_inside = count, len(old)
            elif gain + rest < most - _LIGHTEST_OLD:
                break  # nothing that comes makes up for it
        return length, old_inside
