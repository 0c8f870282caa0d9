"""Names of the country's own laboratories that a foreign owner bears here -> their parts."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from monitor.news.topic.folding import Folded
from monitor.news.topic.lexicon import Lexicon, Sort
from monitor.news.topic.matching import Hit, find

# What may stand between an owner and what is its own.
_OWNING = frozenset({"", " ", "'s ", "s ", "' ", "的", "在", "旗下", "驻", "の", "의 ", " 의 "})


def taken_apart(
    folded: Folded, lexicon: Lexicon, language: str | None, hits: Sequence[Hit]
) -> list[Hit]:
    """Return the hits with each name in its parts that a foreign owner stands directly before.

    '上海人工智能实验室' is one of the country's own laboratories, but in '微软上海人工智能实验室' it is a
    place, a field and a laboratory, and so it is in the rest of that text.
    """
    borne = {
        hit.sense.name
        for before, hit in pairwise(hits)
        if hit.sense.sort is Sort.NATIVE
        and before.sense.sort is Sort.FOREIGN
        and folded.text[before.end : hit.start] in _OWNING
    }
    if not borne:
        return list(hits)
    apart: list[Hit] = []
    for hit in hits:
        native = hit.sense.sort is Sort.NATIVE and hit.sense.name in borne
        parts = list(_parts(folded, lexicon, language, hit)) if native else []
        apart += parts or [hit]
    return apart


def _parts(folded: Folded, lexicon: Lexicon, language: str | None, hit: Hit) -> Iterator[Hit]:
    """Yield place and laboratory of a name that begins with a place; nothing for another name."""
    first = next(_within(folded, lexicon, language, hit.start, hit.end - 1), None)
    if first is None or first.start != hit.start or first.sense.sort is not Sort.INSIDE:
        return
    rest = list(_within(folded, lexicon, language, first.end, hit.end))
    if any(each.sense.sort is Sort.RESEARCH for each in rest):
        yield first
        yield from rest


def _within(
    folded: Folded, lexicon: Lexicon, language: str | None, start: int, end: int
) -> Iterator[Hit]:
    piece = Folded(folded.text[start:end], folded.shape[start:end])
    for found in find(piece, lexicon, language):
        yield found._replace(start=found.start + start, end=found.end + start)
