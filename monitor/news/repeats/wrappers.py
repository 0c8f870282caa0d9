"""Blocks that hold what the blocks right beside them hold: order -> order without the wrappers.

A wrapper before its parts is found by walking on; one after them is the same in a text read backwards.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, groupby

from monitor.news.repeats.letters import weigh
from monitor.news.repeats.units import Unit

_LIGHTEST = 40  # letters of a wrapper
_LEVELS = 8  # of wrappers in wrappers
_OWN = 0.1  # share of a wrapper that none of its parts says
_FARTHEST = 20  # letters of a part that is looked for behind such text


def unwrap(units: Sequence[Unit], order: list[int]) -> tuple[list[int], dict[int, int]]:
    """Return the order with each wrapper and its parts, at any level, said once; and the twins.

    Of a wrapper and its parts the innermost blocks stay, if together they say all of it.
    """
    keys = [unit.key for unit in units]
    kept, twins = _unwrap(units, keys, order)
    if not _has_equal(keys, kept):
        return kept, twins
    backwards, more = _unwrap(units, [key[::-1] for key in keys], kept[::-1])
    return backwards[::-1], twins | more


def _has_equal(keys: Sequence[str], order: list[int]) -> bool:
    return len({keys[index] for index in order}) < len(order)


def _unwrap(
    units: Sequence[Unit], keys: Sequence[str], order: list[int]
) -> tuple[list[int], dict[int, int]]:
    blocks = [list(group) for _, group in groupby(order, key=lambda index: units[index].block)]
    flats = ["".join(keys[index] for index in block) for block in blocks]
    kept: list[int] = []
    twins: dict[int, int] = {}
    at = 0
    while at < len(blocks):
        places = _parts(flats, at)
        if places and weigh(flats[at]) >= _LIGHTEST:
            end = at + 1 + len(places)
            kept += _innermost(units, blocks[at:end], flats[at:end], places, twins)
            at = end
        else:
            kept += blocks[at]
            at += 1
    return kept, twins


def _parts(flats: list[str], at: int) -> list[int]:
    """Return where in block ``at`` the blocks after it stand, if they are it, taken apart."""
    whole = flats[at]
    places: list[int] = []
    start = end = 0
    budget = _LEVELS * len(whole)
    for later in range(at + 1, len(flats)):
        part = flats[later]
        budget -= len(part)
        if budget < 0 or (not places and len(part) >= len(whole)):
            break  # said again whole, nothing is taken apart
        if whole.startswith(part, end):
            place = end
        elif places and len(part) <= end - start and whole.startswith(part, start):
            place = start  # a part of the part before
        else:
            place = whole.find(part, end) if len(part) >= _FARTHEST else -1
        if place < 0 or place - end > _OWN * len(whole):
            break
        start, end = place, place + len(part)
        places.append(place)
    next_part = flats[at + 2 + len(places)] if at + 2 + len(places) < len(flats) else ""
    if len(next_part) >= _FARTHEST and whole.find(next_part, end) >= 0:
        return []  # one of the parts says something of its own: these are two passes
    own = len(whole) - _length_said(flats[at + 1 : at + 1 + len(places)], places)
    return places if len(places) > 1 and own <= _OWN * len(whole) else []


def _length_said(parts: list[str], places: list[int]) -> int:
    said = reached = 0
    for part, place in zip(parts, places, strict=True):
        end = place + len(part)
        said += max(0, end - max(place, reached))
        reached = max(reached, end)
    return said


def _innermost(
    units: Sequence[Unit],
    blocks: list[list[int]],
    flats: list[str],
    places: list[int],
    twins: dict[int, int],
) -> list[int]:
    """Return the units of the innermost parts, or of the wrapper if they leave something out."""
    ends = [place + len(flat) for place, flat in zip(places, flats[1:], strict=True)]
    inner = [
        at
        for at in range(len(places))
        if at + 1 == len(places) or not (places[at] <= places[at + 1] < ends[at])
    ]
    stay = [0]
    if "".join(flats[at + 1] for at in inner) == flats[0]:
        stay = [at + 1 for at in inner]
    kept = [index for at in stay for index in blocks[at]]
    starts = list(accumulate((len(units[index].key) for index in kept), initial=0))[:-1]
    for at, (block, place) in enumerate(zip(blocks, [0, *places], strict=True)):
        if at not in stay:
            for index in block:
                twins[index] = kept[bisect_right(starts, place) - 1]
                place += len(units[index].key)
    return kept
