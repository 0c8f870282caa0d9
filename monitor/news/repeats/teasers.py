"""Beginnings cut with an ellipsis: blocks -> those whose whole stands elsewhere."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from monitor.news.repeats.invitations import body_of_teaser
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
    for block in of_block:
        body = body_of_teaser(texts[block])
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
                at = _find_whole(whole, others, starts, units, block, body)
                if at is not None:
                    twins.update(dict.fromkeys(of_block[block], at))
    return twins


def _find_whole(
    whole: str,
    owners: list[int],
    starts: list[int],
    units: Sequence[Unit],
    block: int,
    body: str,
) -> int | None:
    """Return the unit at which ``body`` begins in another block and goes on past its end."""
    at = whole.find(body)
    while at >= 0:
        begin = owners[bisect_right(starts, at) - 1]
        stop = at + len(body)
        end_place = bisect_right(starts, stop - 1) - 1
        end = owners[end_place]
        past = stop < starts[end_place] + len(units[end].key)
        goes_on = past or not units[end].closes
        if block not in (units[begin].block, units[end].block) and goes_on:
            return begin
        at = whole.find(body, at + 1)
    return None
