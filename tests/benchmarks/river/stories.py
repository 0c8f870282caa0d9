"""Labelled rows -> who publishes what when."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.benchmarks.river.outlets import OUTLETS, Outlet, Piece, paragraphs_of, with_related

DAYS = 8  # simulated
SHORTEST = 80  # letters of a story that is told
COPIED = 0.6  # of what is of the topic
COPIES = 2  # at most, of one text
OLD = timedelta(days=40)  # before the first day: too old to be told
STANDING = 4  # pieces that stand in a list before the first day

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Telling:
    """A piece, the labelled row that it tells, and the story of both."""

    piece: Piece
    row: Row
    story: str

    @property
    def wanted(self) -> bool:
        """Whether it is of the topic."""
        return bool(self.row["label"] == "positive")


def stories_of(rows: Sequence[Row], count: int, chance: random.Random) -> dict[str, list[Row]]:
    """Return up to so many stories: half of them of the topic, the rows of an event together."""
    languages = {outlet.language for outlet in OUTLETS}
    groups: dict[str, dict[str, list[Row]]] = {"positive": {}, "negative": {}}
    for row in rows:
        if row["lang"] in languages and len(row["text"]) >= SHORTEST and row["label"] in groups:
            event = row.get("event_group") or row["id"]
            # with a colon it is a month and a label, and no event
            name = row["id"] if ":" in event else event
            groups[row["label"]].setdefault(name, []).append(row)
    found: dict[str, list[Row]] = {}
    for told_of in groups.values():
        names = sorted(told_of)
        chance.shuffle(names)
        found.update(_one_each(told_of, names, count // 2))
    return found


def _one_each(
    told_of: dict[str, list[Row]], names: Sequence[str], count: int
) -> Iterator[tuple[str, list[Row]]]:
    """Yield so many stories, no two of one organisation: years are pressed into days here."""
    seen: set[str] = set()
    for name in names:
        parties = {party for row in told_of[name] for party in row.get("orgs", ())}
        if count > 0 and seen.isdisjoint(parties):
            seen |= parties
            count -= 1
            yield name, told_of[name]


def told(stories: dict[str, list[Row]], chance: random.Random) -> list[Telling]:
    """Return what the outlets make of the stories, the oldest first."""
    begin = datetime.now(UTC).replace(microsecond=0) - timedelta(days=DAYS)
    made = [
        telling
        for number, story in enumerate(sorted(stories))
        for telling in _told(
            story, stories[story], begin + timedelta(days=DAYS) * number / len(stories), chance
        )
    ]
    pieces = with_related([one.piece for one in made], chance)
    whole = [replace(one, piece=piece) for one, piece in zip(made, pieces, strict=True)]
    return sorted(whole, key=lambda one: one.piece.published)


def standing(later: Sequence[Piece]) -> Iterator[Piece]:
    """Yield what each outlet published long before all these, in words of no language."""
    for outlet in OUTLETS:
        for number in range(STANDING):
            words = [f"{outlet.slug}{number}{letter}" for letter in "abcdefghijklmnopqrst"]
            yield Piece(
                outlet,
                f"old-{number}",
                " ".join(words[:5]),
                (f"{' '.join(words)}.",) * 3,
                later[0].published - OLD - timedelta(hours=number),
                tuple(later[:4]),
            )


def _told(
    story: str, rows: Sequence[Row], at: datetime, chance: random.Random
) -> Iterator[Telling]:
    for place, row in enumerate(rows):
        outlets = [one for one in OUTLETS if one.language == row["lang"]]
        chance.shuffle(outlets)
        copies = COPIES if row["label"] == "positive" and chance.random() < COPIED else 0
        for hours, outlet in enumerate(outlets[: 1 + copies]):
            piece = _piece(row, outlet, at + timedelta(hours=place + hours))
            yield Telling(piece, row, story)


def _piece(row: Row, outlet: Outlet, at: datetime) -> Piece:
    return Piece(outlet, row["id"], row["title"], paragraphs_of(row["text"]), at)
