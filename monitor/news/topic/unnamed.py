"""Hits of a sentence -> organisations that no list knows: 'the German carmaker', 'University of X'."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.news.topic.grammar import grammar
from monitor.news.topic.lexicon import Sense, Sort
from monitor.news.topic.matching import Hit
from monitor.news.topic.names import name_after, name_before, name_from
from monitor.news.topic.text import Text

_OF = re.compile("'s(?= )")
_KNOWN = frozenset({Sort.FOREIGN, Sort.NATIVE, Sort.LAB})
_SHORTEST = 3  # signs of a name to look for
_MOST_NAMES, _MOST_TIMES = 5, 50
_APPOSED = 14  # signs between a name and the home that explains it
_WIDE = 6  # the same in Han and kana
_FAR = 30  # signs between a home and what it is said of


def unnamed(text: Text, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits with an organisation for each home that is said of one.

    Organisations get the name that stands behind the home, else an empty one.
    """
    found: list[Hit] = []
    for at, hit in enumerate(hits):
        sort = hit.sense.sort
        if sort is Sort.CUE and hit.sense.name in {"foreign", "chinese"}:
            owner = Sort.FOREIGN if hit.sense.name == "foreign" else Sort.NATIVE
            found.append(hit._replace(sense=Sense(owner, "", form=hit.sense.form)))
        elif sort in {Sort.PEOPLE, Sort.ELSEWHERE, Sort.INSIDE, Sort.NATION}:
            found.append(_of_home(text, hits, at) or hit)
        else:
            found.append(hit)
    learnt = [hit for hit, known in zip(found, hits, strict=True) if hit is not known]
    return _again(text, found, learnt)


def _again(text: Text, found: list[Hit], learnt: Sequence[Hit]) -> list[Hit]:
    """Return the hits with every other place at which a name just learnt stands."""
    names = {hit.sense.name: hit.sense for hit in learnt if len(hit.sense.name) >= _SHORTEST}
    taken = {at for hit in found for at in range(hit.start, hit.end)} if names else set()
    more = [
        Hit(match.start(), match.end(), sense)
        for name, sense in list(names.items())[:_MOST_NAMES]
        for match in itertools.islice(_whole(name).finditer(text.folded.text), _MOST_TIMES)
        if match.start() not in taken
    ]
    return sorted([*found, *more], key=_span) if more else found


def _span(hit: Hit) -> tuple[int, int]:
    return hit.start, hit.end


def _whole(name: str) -> re.Pattern[str]:
    left, right = (r"\b" if sign.isascii() else "" for sign in (name[0], name[-1]))
    return re.compile(left + re.escape(name.lower()) + right)


def _of_home(text: Text, hits: Sequence[Hit], at: int) -> Hit | None:
    """Return the organisation that a home at this place is said of."""
    hit = hits[at]
    folded, shape = text.folded.text, text.folded.shape
    owner = Sort.NATIVE if hit.sense.sort in {Sort.INSIDE, Sort.NATION} else Sort.FOREIGN
    before = folded[max(0, hit.start - 30) : hit.start]
    after = folded[hit.end : hit.end + 30]
    university = _university(text, hit, owner)
    if university is not None:
        return university
    if owner is Sort.NATIVE:
        return None
    if _known_beside(hits, at):
        return None
    bare = _bare(text, hits, at)
    if bare is not None:
        return bare
    if hit.sense.sort is Sort.ELSEWHERE and not (
        grammar().based.match(after)
        or (hit.sense.kind == "country" and _directly(hits, at))
        or shape[hit.start] > "\u2e7f"
        or folded[hit.start] >= "\u00c0"
        or grammar().title.search(before)
    ):
        return None
    kind = next(
        (
            each
            for each in hits[at + 1 : at + 5]
            if each.sense.sort is Sort.CUE
            and each.sense.name == "kind"
            and each.start - hit.end <= (_WIDE if shape[hit.start] > "\u2e7f" else _FAR)
        ),
        None,
    )
    kind = _last(hits, kind) if kind is not None else None
    if kind is None:
        kind = _kind_before(folded, hits, at)
    if kind is None:
        return None
    if any(
        each.sense.sort in _KNOWN and 0 <= each.start - kind.end <= 3 and each.sense.name
        for each in hits[at + 1 : at + 7]
    ):
        return None  # 'the US tech giant Microsoft' has its name
    end = max(hit.end, kind.end)
    name, end = name_after(text, end, part=True)
    if not name:
        if at and hits[at - 1].sense.sort in _KNOWN and hit.start - hits[at - 1].end <= _APPOSED:
            return None  # 'Siemens, the German company': it has its name
        name = name_before(text, hit.start)
    start = min(hit.start, kind.start)
    return _named(hit, owner, name, start, end if name else hit.end)


def _university(text: Text, hit: Hit, owner: Sort) -> Hit | None:
    """Return the university that has the place in its name."""
    if hit.sense.kind != "city" and hit.sense.sort is not Sort.ELSEWHERE:
        return None
    folded, shape = text.folded.text, text.folded.shape
    behind = grammar().university.match(folded[hit.end : hit.end + _FAR])
    if behind:
        end = hit.end + behind.end()
        return _named(hit, owner, shape[hit.start : end].strip(), hit.start, end)
    before = folded[max(0, hit.start - _FAR) : hit.start]
    found = grammar().university_of.search(before)
    if found is None:
        return None
    start = hit.start - (len(before) - found.start())
    return _named(hit, owner, shape[start : hit.end].strip(), start, hit.end)


def _known_beside(hits: Sequence[Hit], at: int) -> bool:
    """Tell whether a name that is known stands directly behind the home."""
    return any(
        each.sense.sort in _KNOWN and 0 <= each.start - hits[at].end <= 3
        for each in hits[at + 1 : at + 3]
    )


def _bare(text: Text, hits: Sequence[Hit], at: int) -> Hit | None:
    """Return the organisation whose name stands beside its home without a kind.

    As in 'Munich-based Brainlab', 'L'allemand Brainlab', 'Australia's BrainChip', '独ブレインラボ' and
    'das Unternehmen Brainlab aus München'.
    """
    hit = hits[at]
    folded = text.folded.text
    tail = grammar().based.match(folded[hit.end : hit.end + 12]) or _OF.match(folded, hit.end)
    people = hit.sense.sort is Sort.PEOPLE or folded[hit.start] > "\u2e7f"
    if tail is not None or people:
        end = tail.end() if tail is not None and tail.re is _OF else hit.end
        end = hit.end + tail.end() if tail is not None and tail.re is not _OF else end
        name, end = name_after(text, end)
        if name and not any(each.start < end for each in hits[at + 1 : at + 2]):
            return _named(hit, Sort.FOREIGN, name, hit.start, end)
    if hit.sense.kind == "city" and at and hits[at - 1].sense.name == "kind":
        name = name_from(text, hit.start, hits[at - 1].end)
        if name:
            return _named(hit, Sort.FOREIGN, name, hits[at - 1].end + 1, hit.end)
    return None


def _last(hits: Sequence[Hit], kind: Hit) -> Hit:
    """Return the last of the kinds that stand together, as in 'game publisher'."""
    for each in hits:
        if each.sense.sort is kind.sense.sort and each.sense.name == "kind":
            kind = each if 0 <= each.start - kind.end <= 1 else kind
    return kind


def _directly(hits: Sequence[Hit], at: int) -> bool:
    """Tell 'the US bank': what it is follows at once."""
    return any(
        each.sense.sort is Sort.CUE and each.sense.name == "kind" and each.start - hits[at].end == 1
        for each in hits[at + 1 : at + 5]
    )


def _kind_before(folded: str, hits: Sequence[Hit], at: int) -> Hit | None:
    """Return the kind that stands before its home, as in 'hãng xe Đức', 'constructeur allemand'."""
    hit = hits[at]
    if folded[hit.start] > "\u2e7f":
        return None
    for each in reversed(hits[max(0, at - 3) : at]):
        if each.sense.sort is Sort.CUE and each.sense.name == "kind" and hit.start - each.end <= 14:
            return each if "." not in folded[each.end : hit.start] else None
    return None


def _named(hit: Hit, owner: Sort, name: str, start: int, end: int) -> Hit:
    return Hit(
        start,
        end,
        replace(hit.sense, sort=owner, name=name, form=name, place=hit.sense.place, lab=""),
    )
