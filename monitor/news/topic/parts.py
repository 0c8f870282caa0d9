"""Names of the country's own laboratories that a foreign owner bears here -> their parts."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from monitor.news.topic.folding import Folded
from monitor.news.topic.lexicon import Lexicon, Sort
from monitor.news.topic.matching import Hit, find_within
from monitor.news.topic.mention import ORGANISATIONS

# What may stand between an owner and what is its own.
_OWNING = frozenset("| |'s |s |' |的|在|向|对|为|给|将|把|旗下|驻|の|의 | 의 ".split("|"))
_POSSESSIVES = (" its ", " their ", "旗下", "其", "旗下的")
_LONGEST = 12  # signs between the two
_DONE = frozenset({"", "了"})
_OWNERS = frozenset({"closure", "layoffs", "relocation", "expansion"})


def taken_apart(
    folded: Folded, lexicon: Lexicon, telling: Lexicon, language: str | None, hits: Sequence[Hit]
) -> list[Hit]:
    """Return the hits with each name in its parts that a foreign owner stands directly before.

    '上海人工智能实验室' is one of the country's own laboratories, but in '微软上海人工智能实验室' and
    '微软关闭上海人工智能实验室' it is a place, a field and a laboratory, and so it is in the rest of that text.
    """
    borne = {
        hit.sense.name
        for before, hit in pairwise(hit for hit in hits if hit.sense.sort in ORGANISATIONS)
        if hit.sense.sort is Sort.NATIVE
        and before.sense.sort is Sort.FOREIGN
        and _owns(folded, telling, language, before.end, hit.start)
    }
    borne |= {
        hit.sense.name
        for hit in hits
        if hit.sense.sort is Sort.NATIVE and (_its(folded, hit) or _is_described(folded, hit))
    }
    if not borne:
        return list(hits)
    apart: list[Hit] = []
    for hit in hits:
        native = hit.sense.sort is Sort.NATIVE and hit.sense.name in borne
        parts = list(_parts(folded, lexicon, language, hit)) if native else []
        apart += parts or [hit]
    return apart


def _its(folded: Folded, hit: Hit) -> bool:
    """Tell 'doubles its Shanghai AI lab': no name in its own right has an owner before it."""
    return folded.text.endswith(_POSSESSIVES, max(0, hit.start - _LONGEST), hit.start)


def _is_described(folded: Folded, hit: Hit) -> bool:
    """Tell 'the Shanghai AI lab' from the name: its last word begins with a small letter."""
    first, _, last = folded.shape[hit.start : hit.end].rpartition(" ")
    return first[:1].isupper() and last[:1].islower()


def _owns(folded: Folded, telling: Lexicon, language: str | None, start: int, end: int) -> bool:
    """Tell whether nothing stands between, or only what an owner alone can do."""
    if end - start > _LONGEST:
        return False
    between = folded.text[start:end]
    return between in _OWNING or any(
        hit.sense.name in _OWNERS and folded.text[hit.end : end] in _DONE
        for hit in find_within(folded, telling, language, (start, end))
    )


def _parts(folded: Folded, lexicon: Lexicon, language: str | None, hit: Hit) -> Iterator[Hit]:
    """Yield place and laboratory of a name that begins with a place; nothing for another name."""
    first = next(iter(find_within(folded, lexicon, language, (hit.start, hit.end - 1))), None)
    if first is None or first.start != hit.start or first.sense.sort is not Sort.INSIDE:
        return
    rest = find_within(folded, lexicon, language, (first.end, hit.end))
    if any(each.sense.sort is Sort.RESEARCH for each in rest):
        yield first
        yield from rest
