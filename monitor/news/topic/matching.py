"""folded text x lexicon -> hits, each a span and what it means."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from monitor.news.topic.folding import Folded
from monitor.news.topic.lexicon import (
    HANGUL,
    KANA,
    LETTERS,
    OPEN,
    Case,
    Edge,
    Lexicon,
    Meaning,
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
_ANY, _NAME, _NEVER = Case.ANY, Case.NAME, Sort.NEVER

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
    spoken = (language or "").split("-")[0]
    meanings = _spoken(lexicon, spoken if spoken in lexicon.languages - _EVERYWHERE else "")
    owning = spoken in _OWNING
    hits: list[Hit] = []
    at = 0
    for number, start, end in lexicon.automaton.find_matches_as_indexes(folded.text):
        if start < at:
            continue
        found = meanings[number]
        if found and _accept(folded, found, start, end, hits, owning):
            at = end
        elif end - start > 3:
            at = max(at, _hidden(folded, lexicon, meanings, (number, start, end), hits))
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


def holds(folded: Folded, lexicon: Lexicon) -> bool:
    """Return whether any form of the lexicon stands in the text, in whatever language.

    Most texts that hold one do so in their first lines, and are read no further.
    """
    return any(
        _accept(folded, lexicon.meanings[number], start, end, [])
        for piece in (folded.text[:_FIRST_LINES], folded.text)
        for number, start, end in lexicon.automaton.find_matches_as_indexes(piece)
    )


def _accept(
    folded: Folded,
    meanings: Sequence[Meaning],
    start: int,
    end: int,
    hits: list[Hit],
    owning: bool = False,
) -> bool:
    """Add what a pattern means by the signs around it and its capitals; tell if that is anything."""
    text = folded.text
    before, after = text[start - 1 : start], text[end : end + 1]
    begun, going_on = before.isalnum(), after.isalnum()  # seldom: then nothing more is asked
    accepted = False
    for sense, form, case, left, right in meanings:
        if begun and joined(left, before):
            continue
        if going_on and joined(right, after) and not (owning and _genitive(text, end, sense)):
            continue
        if case is _ANY or _is_written(folded.shape[start:end], form, case):
            accepted = True
            if sense.sort is not _NEVER:
                hits.append(Hit(start, end, sense))
    return accepted


def _genitive(text: str, end: int, sense: Sense) -> bool:
    """Tell 'Googles Labor': a name with the ending of an owner."""
    return sense.sort in _NAMES and text[end] == "s" and not text[end + 1 : end + 2].isalnum()


def _is_written(found: str, form: str, case: Case) -> bool:
    return not found[0].islower() if case is _NAME else found == form


def _hidden(
    folded: Folded,
    lexicon: Lexicon,
    meanings: Sequence[Sequence[Meaning]],
    match: tuple[int, int, int],
    hits: list[Hit],
) -> int:
    """Add what a pattern without a meaning here has hidden, as 'open AI lab'; return where it ends."""
    number, start, end = match
    taken = 0
    shorter = lexicon.shorter[number]
    while shorter >= 0 and not taken:
        stop = start + len(lexicon.patterns[shorter])
        if _accept(folded, meanings[shorter], start, stop, hits):
            taken = stop
        shorter = lexicon.shorter[shorter]
    begin = taken or start + 1
    window = folded.text[begin : end + _RESCAN]
    for found, left, right in lexicon.automaton.find_matches_as_indexes(window):
        if begin + left >= end:
            break
        if _accept(folded, meanings[found], begin + left, begin + right, hits):
            taken = begin + right
    return taken


def joined(edge: Edge, outer: str) -> bool:
    """Return whether the sign beside an edge, if there is one, belongs to the same word."""
    if edge == LETTERS:
        return outer.isalnum() and outer < _CJK
    if edge == KANA:
        return "\u30a1" <= outer <= "\u30fa" or outer == "\u30fc"
    return edge == HANGUL and "\uac00" <= outer <= "\ud7a3"


def own(lexicon: Lexicon, language: str | None) -> Lexicon:
    """Return the words of one language, and of every; where it is not known, all."""
    if language is None:
        return lexicon
    spoken = language.split("-")[0]
    return _of_language(lexicon, spoken if spoken in lexicon.languages else "")


@cache
def _of_language(lexicon: Lexicon, language: str) -> Lexicon:
    return lexicon.only(lambda sense: sense.language in {"", "any", language})


@cache
def _spoken(lexicon: Lexicon, language: str) -> tuple[tuple[Meaning, ...], ...]:
    """Return the meanings of each pattern that count in a language, each once, by its widest form."""
    spoken = _EVERYWHERE | {language}
    return tuple(_once(meanings, spoken) for meanings in lexicon.meanings)


def _once(meanings: tuple[Meaning, ...], spoken: frozenset[str]) -> tuple[Meaning, ...]:
    if len(meanings) == 1:  # as nearly everywhere: these are shared by all languages
        return meanings if meanings[0].sense.language in spoken else ()
    said: dict[tuple[object, ...], Meaning] = {}
    for each in reversed(meanings):
        sense = each.sense
        if sense.language in spoken:
            key = (sense.sort, sense.name, sense.lab, sense.rest)
            known = said.get(key)
            if known is None or known.case is not each.case or _edges(each) <= _edges(known):
                said[key] = each
    return tuple(reversed(said.values()))


def _edges(meaning: Meaning) -> int:
    """Return at how many ends a form is closed: at fewer, and it finds what the other finds too."""
    return sum(edge != OPEN for edge in (meaning.left, meaning.right))
