"""What one sentence says of a place of research: who runs it, where it stands, of what field."""

from collections.abc import Iterable
from typing import NamedTuple

from monitor.news.topic.grammar import grammar
from monitor.news.topic.lexicon import Sort
from monitor.news.topic.matching import Hit
from monitor.news.topic.text import Sentence, Text

ORGANISATIONS = frozenset({Sort.FOREIGN, Sort.NATIVE})
FIELDS = frozenset({Sort.FIELD, Sort.DRIVING})

# Weights of how surely an organisation is the one that runs the place, by how it stands to it.
OWNER = {
    "named": 1.0,
    "possessor": 1.0,
    "of": 1.0,
    "subject": 0.9,
    "joint": 0.85,
    "said": 0.8,
    "after": 0.45,
    "inherited": 0.6,
    "titled": 0.75,
}
# Of an organisation that has no name in the text: 'foreign companies'.
_NAMELESS = 0.4
# Han, kana and hangul begin with one of thirteen bytes in UTF-8: these are all others.
_NO_WIDE = bytes(code for code in range(0x100) if not 0xE3 <= code <= 0xEF)


class Mention(NamedTuple):
    """A place of research as one sentence speaks of it; what is unsaid is None."""

    sentence: Sentence
    hit: Hit
    grade: float  # how surely it is a place of research
    owners: tuple[Hit, ...] = ()
    how: str = ""  # key of OWNER, or 'inherited'
    native: bool = False  # its owner is of the country itself
    where: tuple[Hit, ...] = ()  # inside the country
    firm: float = 0.0  # how surely it stands there
    elsewhere: Hit | None = None
    field: Hit | None = None
    past: bool = False  # a person's past, not news of the place

    @property
    def owner_weight(self) -> float:
        """Return how surely the owner runs the place; 0 where none is known."""
        if not self.owners:
            return 0.0
        named = any(owner.sense.name or owner.sense.place for owner in self.owners)
        return OWNER[self.how] * (1.0 if named else _NAMELESS)


def gap(text: Text, one: Hit, other: Hit) -> float:
    """Return the distance of two hits in letters; a Han character counts as three."""
    start, end = (one.end, other.start) if one.start <= other.start else (other.end, one.start)
    between = text.folded.text[start:end]
    wide = 0 if between.isascii() else len(between.encode().translate(None, _NO_WIDE))
    return float(len(between) + 2 * wide)


def nearest(text: Text, hit: Hit, others: Iterable[Hit]) -> tuple[float, Hit | None]:
    """Return the hit that stands nearest, and how far; a great distance where there is none."""
    best = min(others, key=lambda other: gap(text, hit, other), default=None)
    return (gap(text, hit, best), best) if best is not None else (1e9, None)


def listed(text: Text, one: Hit, other: Hit, homes: Iterable[Hit] = ()) -> bool:
    """Return whether two names are neighbours in one list: 'Google, Amazon and Microsoft'.

    A home directly before the second belongs to it: '吉林大学与以色列海法大学'.
    """
    start = next((home.start for home in homes if home.end == other.start), other.start)
    between = text.folded.text[one.end : start]
    return (
        len(between) <= 14 and bool(between.strip()) and grammar().listed.match(between) is not None
    )
