"""Copies that stand alone: units in order -> those that are said elsewhere and can go.

What is short, or scattered three times and more, is structure (a refrain, the questions of an
interview, a legal line) and stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.news.repeats.units import Unit

# In letters; measured on generated cases, where refrains and short quotations stay below.
_ECHO = 40  # at once again
_ALONE = 40  # one of the two is a block of its own
_EMBEDDED = 60  # both stand inside longer blocks
_SCATTERED = 3  # so often is structure


@dataclass(frozen=True, slots=True)
class _Pair:
    """Consecutive units, and the units kept before that say the same in the same order."""

    early: list[int]
    late: list[int]
    adjacent: bool  # nothing stands between them
    weight: float  # of those that are not structure


def drop_copies(units: Sequence[Unit], order: list[int]) -> dict[int, int]:
    """Return the units of ``order`` that are copies, each with the unit that is kept for it."""
    places: dict[str, list[int]] = {}
    for place, index in enumerate(order):
        places.setdefault(units[index].key, []).append(place)
    twins: dict[int, int] = {}
    kept: list[int] = []
    latest: dict[str, int] = {}  # where in ``kept`` a key stands
    place = 0
    while place < len(order):
        first = latest.get(units[order[place]].key)
        length = 1
        if first is not None:
            length = _length(units, kept, first, order, place)
            pair = _pair(units, kept, first, order[place : place + length], places)
            gone = _judge(units, pair)
            if gone:
                stays = pair.early if gone is pair.late else pair.late
                twins.update(zip(gone, stays, strict=True))
                if gone is pair.late:
                    place += length
                    continue
        for index in order[place : place + length]:
            latest[units[index].key] = len(kept)
            kept.append(index)
        place += length
    return twins


def _length(
    units: Sequence[Unit], kept: list[int], first: int, order: list[int], place: int
) -> int:
    length = 1
    while (
        place + length < len(order)
        and first + length < len(kept)
        and units[kept[first + length]].key == units[order[place + length]].key
    ):
        length += 1
    return length


def _pair(
    units: Sequence[Unit],
    kept: list[int],
    first: int,
    late: list[int],
    places: Mapping[str, list[int]],
) -> _Pair:
    weight = sum(
        units[index].weight for index in late if _is_copy(places[units[index].key], len(late))
    )
    end = first + len(late)
    return _Pair(kept[first:end], late, end == len(kept), weight)


def _judge(units: Sequence[Unit], pair: _Pair) -> list[int]:
    """Return the side that goes, if one does."""
    early, late = [units[at] for at in pair.early], [units[at] for at in pair.late]
    if all(unit.spared for unit in early) and all(unit.spared for unit in late):
        return []
    alone_early, alone_late = _is_alone(early), _is_alone(late)
    inside = early[0].block == late[-1].block
    if pair.adjacent and (early[-1].ends_sentence or (alone_late and not inside)):
        least = _ECHO
    elif alone_early and alone_late:
        least = _ALONE
    else:
        sure = (late if alone_early else early)[-1].ends_sentence
        least = _ALONE if sure and (alone_early or alone_late) else _EMBEDDED
    if pair.weight < least:
        return []
    if alone_early and (not alone_late or early[0].plain < late[0].plain):
        return pair.early
    if alone_late or (_has_clean_edges(late) and _has_clean_edges(early)):
        return pair.late
    return []


def _is_copy(places: list[int], length: int) -> bool:
    """Tell a text seen twice, or more often but without a gap, from structure."""
    return len(places) < _SCATTERED or places[-1] - places[0] == length * (len(places) - 1)


def _is_alone(run: list[Unit]) -> bool:
    return run[0].first and run[-1].last


def _has_clean_edges(run: list[Unit]) -> bool:
    return run[0].opens and run[-1].closes
