"""Units put together again: an order of units -> blocks, and what was removed from them."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.news.model import Block, Removal, Removed
from monitor.news.repeats.invitations import READ_ON_ALONE, is_cut_short
from monitor.news.repeats.units import Unit

_COMMAS = frozenset("、，,；;")
_NO_BLANK_AFTER = "。！？，、；：」』）】》"


@dataclass(frozen=True, slots=True)
class Assembled:
    """Blocks made of the units that stayed, what left, and where each block given begins now."""

    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...]
    moved: Mapping[int, int]
    settled: bool  # all that is left is said once and in whole blocks: nothing more is to be found


def assemble(
    blocks: Sequence[Block],
    units: Sequence[Unit],
    order: list[int],
    twins: dict[int, int],
    reasons: Mapping[int, Removal],
) -> Assembled:
    """Return the blocks of ``order`` and what left it, each with the block of its kept twin."""
    order = _without_invitations(units, order, twins)
    made, home = _made(blocks, units, order, twins)
    for index in twins:
        home[index] = home[_kept(twins, index)]
    moved = {units[index].block: home[index] for index in range(len(units)) if units[index].first}
    removed = _removed(blocks, units, twins, reasons, home)
    return Assembled(tuple(made), removed, moved, _is_settled(units, order, twins, made))


def _made(
    blocks: Sequence[Block], units: Sequence[Unit], order: list[int], twins: Mapping[int, int]
) -> tuple[list[Block], dict[int, int]]:
    """Return the blocks of what stays, and in which of them each unit stands."""
    borders = _borders(units, twins)
    openers = {units[index].key for index in twins if units[index].first}
    glued = {
        index
        for index in order
        if units[index].key in openers and _is_glued(blocks[units[index].block].text, units[index])
    }
    made: list[Block] = []
    home: dict[int, int] = {}
    text = ""
    for place, index in enumerate(order):
        unit = units[index]
        if place and _goes_on(units, order[place - 1], index, borders) and index not in glued:
            text += _between(blocks, units[order[place - 1]], unit)
        elif place:
            made.append(Block(blocks[units[order[place - 1]].block].kind, text))
            text = ""
        text += blocks[unit.block].text[unit.start : unit.end]
        home[index] = len(made)
    if order:
        made.append(Block(blocks[units[order[-1]].block].kind, text))
    return made, home


def _is_settled(
    units: Sequence[Unit], order: list[int], twins: Mapping[int, int], made: Sequence[Block]
) -> bool:
    touched = {units[index].block for index in twins}
    is_any_torn = any(units[index].block in touched for index in order)
    is_said_once = len({units[index].key for index in order}) == len(order)
    return is_said_once and not is_any_torn and not any(is_cut_short(one.text) for one in made)


def _kept(twins: Mapping[int, int], index: int) -> int:
    """Follow twins of twins to the unit that stayed."""
    while index in twins:
        index = twins[index]
    return index


def _without_invitations(
    units: Sequence[Unit], order: list[int], twins: dict[int, int]
) -> list[int]:
    """Drop a 'Read more' that ends a copy, be it the one that left or the one that stayed."""
    touched = {units[index].block: twin for index, twin in twins.items()}
    ends: dict[int, int] = {}
    for index, unit in enumerate(units):
        if unit.last:
            ends[unit.block] = index
    for index, twin in twins.items():  # what stayed loses it only if its copy went without
        last = twin + 1 == len(units) or units[twin + 1].block != units[twin].block
        if units[twin].last and not last and _key_after(units, index) != units[twin + 1].key:
            touched[units[twin].block] = twin
    gone = {
        index: touched[units[index].block]
        for index in order
        if units[index].block in touched
        and index > ends[units[index].block]
        and units[index].key in READ_ON_ALONE
    }
    twins.update(gone)
    return [index for index in order if index not in gone]


def _key_after(units: Sequence[Unit], index: int) -> str:
    inside = index + 1 < len(units) and units[index + 1].block == units[index].block
    return units[index + 1].key if inside else ""


def _borders(units: Sequence[Unit], twins: Mapping[int, int]) -> set[tuple[str, str]]:
    """Return the pairs of keys between which some copy begins a new block."""
    copied = set(twins) | set(twins.values())
    return {
        (before.key, unit.key)
        for at, (before, unit) in enumerate(itertools.pairwise(units))
        if before.block != unit.block and at in copied and at + 1 in copied
    }


def _goes_on(
    units: Sequence[Unit],
    before: int,
    index: int,
    borders: set[tuple[str, str]],
) -> bool:
    left, right = units[before], units[index]
    return (
        left.block == right.block
        and left.start < right.start
        and (left.key, right.key) not in borders
    )


def _is_glued(text: str, unit: Unit) -> bool:
    """Tell whether the unit stands right behind another sentence, without a blank."""
    before = text[unit.start - 1 : unit.start]
    return bool(before) and not before.isspace() and before not in _COMMAS


def _between(blocks: Sequence[Block], left: Unit, right: Unit) -> str:
    """Return what stands between two units of a block, or a blank where others were taken out."""
    text = blocks[left.block].text[left.end : right.start]
    if not text or text.isspace():
        return text
    return "" if blocks[left.block].text[left.end - 1] in _NO_BLANK_AFTER else " "


def _removed(
    blocks: Sequence[Block],
    units: Sequence[Unit],
    twins: Mapping[int, int],
    reasons: Mapping[int, Removal],
    home: Mapping[int, int],
) -> tuple[Removed, ...]:
    """Return what left, joined where it stood together and is kept together."""

    def fate(index: int) -> tuple[int, Removal, int]:
        return units[index].block, reasons.get(index, Removal.REPEAT), home[index]

    runs: list[list[int]] = []
    for index in sorted(twins):
        if runs and runs[-1][-1] == index - 1 and fate(index - 1) == fate(index):
            runs[-1].append(index)
        else:
            runs.append([index])
    return tuple(_take_out(blocks, units, run, *fate(run[0])[1:]) for run in runs)


def _take_out(
    blocks: Sequence[Block], units: Sequence[Unit], run: list[int], reason: Removal, kept_in: int
) -> Removed:
    first, last = units[run[0]], units[run[-1]]
    return Removed(blocks[first.block].text[first.start : last.end], reason, kept_in)
