"""folded text x lexicon -> hits, each a span and what it means."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from monitor.news.topic.folding import Folded
from monitor.news.topic.lexicon import (
    HANGUL,
    KANA,
    LETTERS,
    Case,
    Edge,
    Lexicon,
    Sense,
    Sort,
)

# Words of these languages stand in texts of every other; the rest is read in its own texts only,
# since 'labor', 'centre' and 'base' mean something else in the next language.
_EVERYWHERE = frozenset({"", "any", "en", "zh", "vi", "ja", "ko", "ru"})

# Languages that make an owner of a name by an s without an apostrophe.
_OWNING = frozenset({"de", "nl", "sv", "da", "no"})
_NAMES = frozenset({Sort.FOREIGN, Sort.NATIVE, Sort.LAB})

# A member of an Enum is found ten times as fast under a name of its own.
_ANY, _NAME, _EXACT, _NEVER = Case.ANY, Case.NAME, Case.EXACT, Sort.NEVER

_RESCAN = 48  # signs after a form that failed at its edge: the longest form that may hide there
_FIRST_LINES = 600  # signs
_CJK = "\u2e80"  # below it are the scripts that part words by blanks


class Hit(NamedTuple):
    """A form found: offsets in the folded text."""

    start: int
    end: int
    sense: Sense


def find(folded: Folded, lexicon: Lexicon, language: str | None) -> list[Hit]:
    """Return what the text holds, in order, without overlaps, the longest form first.

    ``language`` decides which ordinary words count; names count in all.
    """
    text, shape = folded.text, folded.shape
    senses = _spoken(lexicon, (language or "").split("-")[0])
    left, right, mixed = lexicon.left, lexicon.right, lexicon.mixed
    owning = (language or "").split("-")[0] in _OWNING
    hits: list[Hit] = []
    at = 0
    for number, start, end in lexicon.automaton.find_matches_as_indexes(text):
        if start < at:
            continue
        before, after = text[start - 1 : start], text[end : end + 1]
        if (before.isalnum() and joined(left[number], before)) or (
            after.isalnum()
            and joined(right[number], after)
            and not (owning and senses[number] and _genitive(text, end, senses[number][0]))
        ):
            if end - start > 3:
                at = max(at, _hidden(folded, lexicon, senses, (number, start, end), hits))
            continue
        accepted = False
        for sense in senses[number]:
            if (
                sense.case is _ANY
                or (sense.case is _NAME and not shape[start].islower())
                or (sense.case is _EXACT and shape[start:end] == sense.form)
            ) and (not mixed[number] or _bounded(text, start, end, sense.left, sense.right)):
                at, accepted = end, True
                if sense.sort is not _NEVER:
                    hits.append(Hit(start, end, sense))
        # A form of another language or in other letters hides what it holds: 'open AI lab'.
        if not accepted and end - start > 3:
            at = max(at, _hidden(folded, lexicon, senses, (number, start, end), hits))
    return hits


def find_within(
    folded: Folded,
    lexicon: Lexicon,
    language: str | None,
    span: tuple[int, int],
) -> list[Hit]:
    """Return what a piece of the text holds, as if nothing stood around it."""
    start, end = span
    piece = Folded(folded.text[start:end], folded.shape[start:end])
    return [
        Hit(left + start, right + start, sense)
        for left, right, sense in find(piece, lexicon, language)
    ]


def _genitive(text: str, end: int, sense: Sense) -> bool:
    """Tell 'Googles Labor': a name with the ending of an owner."""
    return (
        sense.sort in _NAMES
        and text[end] == "s"
        and not (end + 1 < len(text) and text[end + 1].isalnum())
    )


def holds(folded: Folded, lexicon: Lexicon) -> bool:
    """Return whether any form of the lexicon stands in the text, in whatever language.

    Most texts that hold one do so in their first lines, and are read no further.
    """
    text, shape = folded.text, folded.shape
    return any(
        _bounded(text, start, end, sense.left, sense.right) and _cased(shape, start, end, sense)
        for piece in (text[:_FIRST_LINES], text)
        for number, start, end in lexicon.automaton.find_matches_as_indexes(piece)
        for sense in lexicon.senses[number]
    )


def _hidden(
    folded: Folded,
    lexicon: Lexicon,
    senses: Sequence[tuple[Sense, ...]],
    match: tuple[int, int, int],
    hits: list[Hit],
) -> int:
    """Add what a form that failed at its edge has hidden; return where it ends."""
    number, start, end = match
    taken = 0
    shorter = lexicon.shorter[number]
    while shorter >= 0 and not taken:
        length = len(lexicon.patterns[shorter])
        taken = _accept(folded, senses, (shorter, start, start + length), hits)
        shorter = lexicon.shorter[shorter]
    begin = taken or start + 1
    window = folded.text[begin : end + _RESCAN]
    for found, left, right in lexicon.automaton.find_matches_as_indexes(window):
        if begin + left >= end:
            break
        span = (found, begin + left, begin + right)
        taken = max(taken, _accept(folded, senses, span, hits))
    return taken


def _accept(
    folded: Folded,
    senses: Sequence[tuple[Sense, ...]],
    match: tuple[int, int, int],
    hits: list[Hit],
) -> int:
    """Add the senses that hold here; return the end, or 0 where none does."""
    number, start, end = match
    taken = 0
    for sense in senses[number]:
        bounded = _bounded(folded.text, start, end, sense.left, sense.right)
        if bounded and _cased(folded.shape, start, end, sense):
            taken = end
            if sense.sort is not _NEVER:
                hits.append(Hit(start, end, sense))
    return taken


def _bounded(text: str, start: int, end: int, left: Edge, right: Edge) -> bool:
    if start and joined(left, text[start - 1]):
        return False
    return end >= len(text) or not joined(right, text[end])


def joined(edge: Edge, outer: str) -> bool:
    """Return whether the sign beside an edge belongs to the same word."""
    if edge == LETTERS:
        return outer < _CJK and outer.isalnum()
    if edge == KANA:
        return "\u30a1" <= outer <= "\u30fa" or outer == "\u30fc"
    return edge == HANGUL and "\uac00" <= outer <= "\ud7a3"


def _cased(shape: str, start: int, end: int, sense: Sense) -> bool:
    if sense.case is _ANY:
        return True
    if sense.case is _NAME:
        return not shape[start].islower()
    return shape[start:end] == sense.form


def own(lexicon: Lexicon, language: str | None) -> Lexicon:
    """Return the words of one language, and of every; where it is not known, all."""
    return lexicon if language is None else _of_language(lexicon, language.split("-")[0])


@cache
def _of_language(lexicon: Lexicon, language: str) -> Lexicon:
    return lexicon.only(lambda sense: sense.language in {"", "any", language})


@cache
def _spoken(lexicon: Lexicon, language: str) -> tuple[tuple[Sense, ...], ...]:
    """Return the senses of each pattern that count in a language, each once."""
    spoken = _EVERYWHERE | {language}
    found = []
    for senses in lexicon.senses:
        said = {
            (sense.sort, sense.name, sense.lab, sense.rest): sense
            for sense in reversed(senses)
            if sense.language in spoken
        }
        found.append(tuple(reversed(said.values())))
    return tuple(found)
