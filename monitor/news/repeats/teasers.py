"""Beginnings cut with an ellipsis or a 'Read more': blocks -> those whose whole stands elsewhere."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, islice, pairwise

from monitor.news.model import Block
from monitor.news.repeats.drafts import offsets_after
from monitor.news.repeats.invitations import (
    CUT_INSIDE,
    READ_ON,
    READ_ON_ALONE,
    body_of_teaser,
    has_ellipsis,
)
from monitor.news.repeats.letters import letters, weigh
from monitor.news.repeats.units import Unit

_LIGHTEST = 20  # letters of a beginning that is long enough to be told from chance
_MOST = 64  # blocks looked at
_LIGHTEST_GLUED = 30  # letters of a beginning in one block with its whole, …
_HEAD = 12  # … of which so many tell where to look, …
_LONGEST = 2_000  # … and characters of it at most
_MOST_INSIDE = 8  # ellipses looked at in a block


def parted(block: Block) -> list[Block]:
    """Return a block in parts, cut where a beginning with an ellipsis ends and its whole follows."""
    text = block.text
    if not has_ellipsis(text):
        return [block]
    cuts = [0]
    for found in islice(CUT_INSIDE.finditer(text), _MOST_INSIDE):
        cuts += _around_teaser(text, max(cuts[-1], found.start() - _LONGEST), *found.span())
    if len(cuts) == 1:
        return [block]
    parts = (text[start:end].strip() for start, end in pairwise([*cuts, len(text)]))
    return [replace(block, text=part) for part in parts if part]


def _around_teaser(text: str, floor: int, cut: int, end: int) -> list[int]:
    """Return where a teaser cut at ``cut`` begins and where its whole does, if it follows."""
    body = letters(text[floor:cut])
    rest = letters(text[end : end + _LONGEST])
    for skipped in sorted({0, *(len(key) for key in READ_ON_ALONE if rest.startswith(key))}):
        head = rest[skipped : skipped + _HEAD]
        at = body.find(head)
        is_heavy = len(head) == _HEAD and at >= 0 and weigh(body[at:]) >= _LIGHTEST_GLUED
        if is_heavy and rest.startswith(body[at:], skipped):
            begin = floor + offsets_after(text[floor:cut], [at])[0] if at else floor
            return [begin, end + offsets_after(text[end : end + _LONGEST], [skipped])[0]]
    return []


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
