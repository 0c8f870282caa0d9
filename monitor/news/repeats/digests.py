"""Blocks that do nothing but quote the article: units in order -> the quotes, each with its source.

A digest ('In short', a box of bullets, a row of pull quotes) says nothing of its own and stands together,
while what it quotes lies apart, in paragraphs that say more. So it is the digest that goes, also where
one of its quotes is a paragraph of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.news.repeats.invitations import READ_ON_ALONE
from monitor.news.repeats.units import Unit

_LIGHTEST = 40  # letters of a quote


@dataclass(frozen=True, slots=True)
class _Block:
    """A block as it lies in the order: its units, and where each is said elsewhere."""

    own: list[int]
    elsewhere: list[int]  # units; empty if the block is no quote
    tells: bool  # says something once


def drop_digests(units: Sequence[Unit], order: list[int]) -> dict[int, int]:
    """Return the units of digests, each with the unit that says the same in the article."""
    twins: dict[int, int] = {}
    blocks = _blocks(units, order)
    telling = {index for block in blocks if block.tells for index in block.own}
    run: list[_Block] = []
    for at, block in enumerate([*blocks, _Block([], [], tells=True)]):
        if block.elsewhere:
            run.append(block)
            continue
        digest = _without_sources(run, at_start=len(run) == at)
        sources = {index for quote in digest for index in quote.elsewhere}
        lie_apart = len({units[index].block for index in sources}) > 1
        if lie_apart and not sources.isdisjoint(telling) and sources.isdisjoint(twins):
            for quote in digest:
                twins.update(zip(quote.own, quote.elsewhere, strict=True))
        run = []
    return twins


def _blocks(units: Sequence[Unit], order: list[int]) -> list[_Block]:
    places: dict[str, list[int]] = {}
    of_block: dict[int, list[int]] = {}
    for index in order:
        if units[index].key not in READ_ON_ALONE:
            places.setdefault(units[index].key, []).append(index)
            of_block.setdefault(units[index].block, []).append(index)
    blocks = []
    for own in of_block.values():
        times = {len(places[units[index].key]) for index in own}
        elsewhere = []
        if times == {2} and _is_quote(units, own):
            twins = [sum(places[units[index].key]) - index for index in own]
            elsewhere = twins if _are_sentences(units, twins) else []
        blocks.append(_Block(own, elsewhere, tells=1 in times))
    return blocks


def _is_quote(units: Sequence[Unit], own: list[int]) -> bool:
    said = [units[index] for index in own]
    if said[0].spared or said[0].line or sum(unit.weight for unit in said) < _LIGHTEST:
        return False
    return _are_sentences(units, own)


def _are_sentences(units: Sequence[Unit], some: list[int]) -> bool:
    return all(units[index].begins_sentence and units[index].ends_sentence for index in some)


def _without_sources(run: list[_Block], *, at_start: bool) -> list[_Block]:
    """Return the blocks of a run up to where it quotes itself: there begins or ends the article."""
    facing = run if at_start else run[::-1]
    said: set[int] = set()
    digest: list[_Block] = []
    for block in facing:
        said.update(block.own)
        if not said.isdisjoint(block.elsewhere):
            break
        digest.append(block)
    return digest if at_start else digest[::-1]
