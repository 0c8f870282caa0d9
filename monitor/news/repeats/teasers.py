"""Beginnings cut with an ellipsis or a 'Read more': blocks -> those whose whole stands elsewhere."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

from monitor.news.repeats.invitations import READ_ON, body_of_teaser
from monitor.news.repeats.letters import weigh
from monitor.news.repeats.units import Unit

_LIGHTEST = 20  # letters of a beginning that is long enough to be told from chance
_MOST = 64  # blocks looked at


def drop_teasers(texts: Sequence[str], units: Sequence[Unit], order: list[int]) -> dict[int, int]:
    """Return the units of blocks that are cut short, each with the unit where the whole begins."""
    of_block: dict[int, list[int]] = {}
    for index in order:
        of_block.setdefault(units[index].block, []).append(index)
    bodies = {}
    for block, own in of_block.items():
        body = body_of_teaser(texts[block])
        if not body and units[own[-1]].key in READ_ON:
            body = "".join(units[index].key for index in own[:-1])
        if body and weigh(body) >= _LIGHTEST:
            bodies[block] = body
    if not bodies or len(bodies) > _MOST:
        return {}
    twins: dict[int, int] = {}
    for others in ([index for index in order if units[index].block not in bodies], order):
        keys = [units[index].key for index in others]
        starts = list(accumulate(map(len, keys), initial=0))
        whole = "".join(keys)
        for block, body in bodies.items():
            if of_block[block][0] not in twins:
                at = _find_whole(whole, others, starts, units, block, body, twins)
                if at is not None:
                    twins.update(dict.fromkeys(of_block[block], at))
    return twins | _headings(units, order, twins)


def _headings(
    units: Sequence[Unit], order: Sequence[int], twins: Mapping[int, int]
) -> dict[int, int]:
    """Return what stands before a teaser and before the whole alike, with its twins there."""
    place_of = {index: place for place, index in enumerate(order)}
    headings: dict[int, int] = {}
    for index, twin in twins.items():
        if units[index].first and units[twin].first:
            early, late = place_of[index] - 1, place_of[twin] - 1
            while 0 <= early < late and units[order[early]].key == units[order[late]].key:
                headings[order[early]] = order[late]
                early, late = early - 1, late - 1
    return headings


def _find_whole(
    whole: str,
    owners: list[int],
    starts: list[int],
    units: Sequence[Unit],
    block: int,
    body: str,
    gone: Mapping[int, int],
) -> int | None:
    """Return the unit at which ``body`` begins in another block that stays, and goes on past its end."""
    at = whole.find(body)
    while at >= 0:
        begin = owners[bisect_right(starts, at) - 1]
        stop = at + len(body)
        end_place = bisect_right(starts, stop - 1) - 1
        end = owners[end_place]
        past = stop < starts[end_place] + len(units[end].key)
        goes_on = past or not (units[end].closes or units[end].last)
        inside = block in (units[begin].block, units[end].block)
        if goes_on and not inside and begin not in gone:
            return begin
        at = whole.find(body, at + 1)
    return None
