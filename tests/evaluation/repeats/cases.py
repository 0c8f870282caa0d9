"""Families of cases: a clean article and chance -> what a reader is given, and what is wanted.

Each family is one way in which pages come to say things twice, or one in which they do so on
purpose (a control, marked with '='). All they know of the code under test is its task.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.evaluation.repeats import planted, purposeful, quoted
from tests.evaluation.repeats.source import Plant, Planted, Source, is_clean, letters


@dataclass(frozen=True, slots=True)
class Case:
    """What a reader is given and what it should make of it; equal for a control."""

    family: str
    variant: str
    language: str
    given: tuple[str, ...]
    wanted: tuple[str, ...]

    @property
    def is_control(self) -> bool:
        return self.family.startswith("=")

    def is_restored(self, blocks: Sequence[str]) -> bool:
        """Tell whether blocks say what is wanted: letters and digits, in order."""
        return letters("".join(blocks)) == letters("".join(self.wanted))


def _within(first: Plant, second: Plant) -> Plant:
    """Plant repeats into an article that also repeats on purpose."""

    def both(source: Source, chance: Random) -> Planted:
        control = second(source, chance)
        return control and first(Source(source.language, tuple(control[1])), chance)

    return both


FAMILIES: dict[str, Plant] = {
    "two passes": planted.two_passes,
    "two passes, table": _within(planted.two_passes, purposeful.table),
    "three passes": planted.three_passes,
    "each twice": planted.each_twice,
    "whole again": planted.whole_again,
    "whole again, table": _within(planted.whole_again, purposeful.table),
    "nested": planted.nested,
    "digest": planted.digest,
    "scattered": planted.scattered,
    "sentence": planted.sentence,
    "near copy": planted.near_copy,
    "teaser": planted.teaser,
    "pull quote": planted.pull_quote,
    "box": quoted.box,
    "quotation": quoted.quotation,
    "= clean": purposeful.as_given,
    "= figures and names": purposeful.figures,
    "= refrain": purposeful.refrain,
    "= table or list": purposeful.table,
    "= short quote": purposeful.short_quote,
    "= boilerplate": purposeful.boilerplate,
    "= interview": purposeful.interview,
    "= groups": purposeful.groups,
}


def plant_all(sources: Sequence[Source], seed: int, of_each: int) -> Iterator[Case]:
    """Return as many cases of each family as asked for, over the articles in turn."""
    for family, plant in FAMILIES.items():
        chance = Random(f"{seed} {family}")
        turn = list(sources)
        chance.shuffle(turn)
        left = of_each
        for source in turn * 3:
            made = plant(source, chance) if left else None
            if made and (
                family.startswith("=") or letters("".join(made[1])) != letters("".join(made[2]))
            ):
                left -= 1
                variant, given, wanted = made
                yield Case(family, variant, source.language, tuple(given), tuple(wanted))


def read_sources(folder: Path) -> list[Source]:
    """Return the clean articles of a folder: JSON lists of {"lang", "blocks"}, or text.

    The name of a text file ends in its language, as in ``flood.vi.txt``; a block stands on a line.
    """
    found = []
    for file in sorted(folder.rglob("*.json")):
        rows = json.loads(file.read_text("utf-8"))
        found += [Source(row["lang"], tuple(row["blocks"])) for row in rows]
    for file in sorted(folder.rglob("*.txt")):
        blocks = (line.strip() for line in file.read_text("utf-8").splitlines())
        found.append(
            Source(file.stem.rpartition(".")[2], tuple(block for block in blocks if block))
        )
    return [source for source in found if len(source.blocks) > 1 and is_clean(source)]
