"""Lists of names and words -> one automaton that finds them all in one pass."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from monitor.news.topic.folding import fold

# What must not stand beside a form, or it would be a part of a longer word. Korean particles
# follow a name without a blank, so that hangul is closed at the left only.
Edge = int
OPEN: Edge = 0
LETTERS: Edge = 1
KANA: Edge = 2
HANGUL: Edge = 3


def edge(sign: str) -> Edge:
    """Return what closes a word at this sign of it."""
    if sign < "\u2e80":
        return LETTERS if sign.isalnum() else OPEN
    if "\u30a1" <= sign <= "\u30fa" or sign == "\u30fc":
        return KANA
    return HANGUL if "\uac00" <= sign <= "\ud7a3" else OPEN


class Sort(Enum):
    """What a found form stands for; members are compared, and hashed, by identity."""

    __hash__ = object.__hash__

    FOREIGN = "foreign organisation"
    NATIVE = "organisation of the country"
    LAB = "named laboratory of a foreign organisation"
    INSIDE = "place inside the country"
    ELSEWHERE = "place elsewhere"
    PEOPLE = "home of an organisation"
    NATION = "adjective of the country"
    RESEARCH = "place of research"
    ACTIVITY = "research, without a word for its place"
    GENERAL = "place that may be one of research"
    FIELD = "field"
    DRIVING = "field of self-driving"
    EVENT = "event"
    CUE = "small word"
    NEVER = "none of these"


class Case(Enum):
    """How the capitals of a form are to be written."""

    ANY = 0
    NAME = 1  # begins with a capital where the form does
    EXACT = 2  # as the form is written


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """What forms stand for."""

    sort: Sort
    name: str  # canonical: of organisation, place, event, list
    language: str = ""  # empty: whatever the text is in
    form: str = ""  # of a word, as it is listed
    place: str = ""  # of a laboratory; country of an organisation or place elsewhere
    lab: str = ""
    kind: str = ""  # of a place: city | region | country
    field: bool = False  # the form itself names the field
    ambiguous: bool = False
    sar: bool = False
    owned: bool = False  # belongs to the country though its home is elsewhere
    joint: bool = False
    seat: bool = False  # a university: what it shares in stands where its home is
    faint: bool = False  # an event's form that says little by itself
    rest: str = ""  # the other half of a verb, somewhere behind

    @property
    def seated(self) -> bool:
        """Tell whether it is a university of the country, or one that it has a share in."""
        return self.seat and (self.sort is Sort.NATIVE or self.joint)


class Form(NamedTuple):
    """A form as it is given: text with ``*`` for an open end, what it means, and its capitals."""

    text: str
    sense: Sense
    case: Case = Case.ANY


class Meaning(NamedTuple):
    """What a pattern means where it is written so."""

    sense: Sense
    form: str  # as it is listed, without ``*``
    case: Case
    left: Edge
    right: Edge


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The compiled forms: ``find`` gives spans and senses in a folded text."""

    automaton: AhoCorasick
    patterns: tuple[str, ...]
    meanings: tuple[tuple[Meaning, ...], ...]  # of each pattern
    shorter: tuple[int, ...]  # the longest pattern that begins this one, or -1
    languages: frozenset[str]

    def only(self, wanted: Callable[[Sense], bool]) -> "Lexicon":
        """Return a lexicon of the wanted senses alone."""
        chosen = (
            (pattern, tuple(each for each in meanings if wanted(each.sense)))
            for pattern, meanings in zip(self.patterns, self.meanings, strict=True)
        )
        return _lexicon({pattern: meanings for pattern, meanings in chosen if meanings})


def compile_forms(forms: Iterable[Form]) -> Lexicon:
    """Return the automaton of all forms; forms that fold to nothing are left out."""
    patterns: dict[str, list[Meaning]] = defaultdict(list)
    for text, sense, case in forms:
        bare = text.strip("*")
        folded = fold(bare).text
        if folded.strip():
            left = OPEN if text.startswith("*") else edge(folded[0])
            right = OPEN if text.endswith("*") else edge(folded[-1])
            right = OPEN if right == HANGUL else right
            patterns[folded].append(Meaning(sense, bare, case, left, right))
    for text, meanings in patterns.items():
        if any(each.sense.rest for each in meanings):
            meanings += _begun(text, patterns)
    return _lexicon({text: tuple(_distinct(meanings)) for text, meanings in patterns.items()})


def _lexicon(patterns: Mapping[str, tuple[Meaning, ...]]) -> Lexicon:
    # In this order the states near the root, which every text visits, lie together in memory.
    texts = tuple(sorted(patterns, key=lambda text: (len(text), text)))
    index = {text: number for number, text in enumerate(texts)}
    return Lexicon(
        automaton=AhoCorasick(
            texts, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
        ),
        patterns=texts,
        meanings=tuple(patterns[text] for text in texts),
        shorter=tuple(_prefix(text, index) for text in texts),
        languages=frozenset(each.sense.language for found in patterns.values() for each in found),
    )


def _begun(text: str, patterns: Mapping[str, Sequence[Meaning]]) -> list[Meaning]:
    """Return what a first half also is by itself: 'recruits … lead' hides 'recruit*'."""
    return [
        each
        for end in range(3, len(text))
        for each in patterns.get(text[:end], ())
        if each.right == OPEN and not each.sense.rest and text[end - 1].isalnum()
    ]


def _prefix(text: str, index: dict[str, int]) -> int:
    for end in range(len(text) - 1, 0, -1):
        if text[:end] in index:
            return index[text[:end]]
    return -1


def _distinct(meanings: Iterable[Meaning]) -> Iterator[Meaning]:
    """Yield each sense once; no list holds a form twice with other ends."""
    seen = set()
    for each in meanings:
        sense = each.sense
        key = (sense.sort, sense.name, sense.language, sense.lab, sense.rest)
        if key not in seen:
            seen.add(key)
            yield each
