"""Hits of a sentence -> organisations that no list knows: 'the German carmaker', 'University of X'."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.news.topic.grammar import grammar
from monitor.news.topic.lexicon import Sense, Sort
from monitor.news.topic.matching import Hit
from monitor.news.topic.names import name_after, name_before, name_from, universities
from monitor.news.topic.text import Text

_OF = re.compile("'s(?= )")
_OWNED = re.compile("(?:'s|s') $")
_KNOWN = frozenset({Sort.FOREIGN, Sort.NATIVE, Sort.LAB})
_INSIDE = frozenset({Sort.INSIDE, Sort.NATION})
_HOMES = frozenset({Sort.PEOPLE, Sort.ELSEWHERE, *_INSIDE})
_OWNERS = {"foreign": Sort.FOREIGN, "chinese": Sort.NATIVE}
_SHORTEST = 3  # signs of a name to look for
_MOST_NAMES, _MOST_TIMES = 5, 50
_MOST_KINDS = 8  # hits among which the kinds of one home stand
_APPOSED = 14  # signs between a name and the home that explains it
_WIDE = 6  # the same in Han and kana
_SEATED = 20  # signs behind a place within which it is said to be a seat
_REST = re.compile(r"(?<=[a-z\u00df-\u024f])[a-z\u00df-\u024f]*")
_GAP = re.compile(r"[.\n]")
_SHORT_WAY = re.compile(r"(?:-based)? (?:[\w-]+ ){0,2}")  # between a city and the kind of its firm
_FAR = 30  # signs between a home and what it is said of


def unnamed(text: Text, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits with an organisation for each home that is said of one.

    Organisations get the name that stands behind the home, else an empty one.
    """
    found: list[Hit] = []
    for at, hit in enumerate(hits):
        sense = hit.sense
        if sense.sort in _HOMES:
            found.append(_of_home(text, hits, at) or hit)
        elif sense.sort is Sort.CUE and sense.name in _OWNERS:
            owner = Sense(_OWNERS[sense.name], "", form=sense.form)
            found.append(hit._replace(sense=owner))
        else:
            found.append(hit)
    learnt = [hit for hit, known in zip(found, hits, strict=True) if hit is not known]
    more = list(_universities(text, found))
    if more:
        found = sorted([*found, *more], key=_span)
    return _short_in_title(text, list(_referred(_again(text, found, [*learnt, *more]))))


def _universities(text: Text, found: Sequence[Hit]) -> Iterator[Hit]:
    """Yield universities of places that no list knows: all of the country's cities are listed."""
    for start, end in itertools.islice(universities(text), _MOST_TIMES):
        if not any(
            hit.start < end and start < hit.end for hit in found if hit.sense.name != "kind"
        ):
            name = text.folded.shape[start:end]
            yield Hit(start, end, Sense(Sort.FOREIGN, name, form=name, seat=True))


def _referred(found: Sequence[Hit]) -> Iterator[Hit]:
    """Yield the hits, 'the French group' with the name of the one French organisation before it."""
    known: dict[str, dict[str, Sense]] = defaultdict(dict)
    for hit in found:
        sense = hit.sense
        if sense.sort is Sort.FOREIGN and sense.place:
            names = known[sense.place]
            if sense.name:
                names[sense.name] = sense
            elif len(names) == 1:
                (sense,) = names.values()
                yield hit._replace(sense=replace(sense, ambiguous=False))
                continue
        yield hit


def _short_in_title(text: Text, found: list[Hit]) -> list[Hit]:
    """Return the hits, a university that the headline calls by its place alone as that university."""
    if not text.article.title:
        return found
    first = next(
        (hit for hit in found if hit.sense.sort in _HOMES or hit.sense.sort in _KNOWN), None
    )
    if first is None or first.sense.sort is not Sort.ELSEWHERE or first.start > _APPOSED:
        return found
    name = text.folded.text[first.start : first.end]
    whole = next(
        (
            hit.sense
            for hit in found
            if hit.sense.sort is Sort.FOREIGN
            and hit.sense.seat
            and hit.start > first.end
            and re.search(rf"\b{re.escape(name)}\b", text.folded.text[hit.start : hit.end])
        ),
        None,
    )
    if whole is None:
        return found
    return [hit._replace(sense=whole) if hit is first else hit for hit in found]


def _again(text: Text, found: list[Hit], learnt: Sequence[Hit]) -> list[Hit]:
    """Return the hits with every other place at which a name just learnt stands."""
    names = {hit.sense.name: hit.sense for hit in learnt if len(hit.sense.name) >= _SHORTEST}
    if not names:
        return found
    taken = {at for hit in found for at in range(hit.start, hit.end)}
    more = [
        Hit(start, start + len(name), sense)
        for name, sense in list(names.items())[:_MOST_NAMES]
        for start in itertools.islice(_whole(text.folded.text, name.lower()), _MOST_TIMES)
        if start not in taken
    ]
    return sorted([*found, *more], key=_span) if more else found


def _span(hit: Hit) -> tuple[int, int]:
    return hit.start, hit.end


def _whole(text: str, name: str) -> Iterator[int]:
    """Yield where a name stands; one of Latin letters as words of its own."""
    left, right = name[0].isascii(), name[-1].isascii()
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        held = (not left or _parted(text, start)) and (not right or _parted(text, end))
        if held:
            yield start
        start = text.find(name, end if held else start + 1)


def _parted(text: str, at: int) -> bool:
    """Return whether a word begins or ends here; Han, kana and hangul may stand beside it."""
    return _of_word(text[at - 1 : at]) is not _of_word(text[at : at + 1])


def _of_word(sign: str) -> bool:
    return (sign.isalnum() and sign < "\u2e80") or sign == "_"


def _of_home(text: Text, hits: Sequence[Hit], at: int) -> Hit | None:
    """Return the organisation that a home at this place is said of."""
    hit = hits[at]
    owner = Sort.NATIVE if hit.sense.sort in _INSIDE else Sort.FOREIGN
    university = _university(text, hit, owner)
    if university is not None:
        return university
    if owner is Sort.NATIVE:
        return _firm_of(text, hits, at)
    if _known_beside(hits, at):
        return None
    bare = _bare(text, hits, at)
    if bare is not None:
        return bare
    folded, shape = text.folded.text, text.folded.shape
    before = folded[max(0, hit.start - 30) : hit.start]
    after = folded[hit.end : hit.end + 30]
    if hit.sense.sort is Sort.ELSEWHERE and not (
        grammar().based.match(after)
        or (hit.sense.kind == "country" and _directly(hits, at))
        or shape[hit.start] > "\u2e7f"
        or folded[hit.start] >= "\u00c0"
        or grammar().title.search(before)
        or _is_vietnamese(_kind_before(folded, hits, at))
    ):
        return None
    kind = next(
        (
            each
            for each in hits[at + 1 : at + 5]
            if _is_kind(each)
            and each.start - hit.end <= (_WIDE if shape[hit.start] > "\u2e7f" else _FAR)
        ),
        None,
    )
    kind = _last(hits, at, kind) if kind is not None else None
    if kind is None:
        kind = _kind_before(folded, hits, at)
    if kind is None:
        return None
    if any(
        each.sense.sort in _KNOWN and 0 <= each.start - kind.end <= 3 and each.sense.name
        for each in hits[at + 1 : at + 7]
    ):
        return None  # 'the US tech giant Microsoft' has its name
    name, end = name_after(text, _word_end(text, max(hit.end, kind.end)), part=True)
    if any(
        each.sense.sort in _INSIDE and kind.end <= each.start < end
        for each in hits[at + 1 : at + 1 + _MOST_KINDS]
    ):
        name, end = "", hit.end  # '美国科技巨头上海AI研究院': its place of research follows
    elif not name:
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


def _firm_of(text: Text, hits: Sequence[Hit], at: int) -> Hit | None:
    """Return the firm of a city that is called by it alone: 'Shenzhen robot maker funds …'."""
    hit = hits[at]
    folded = text.folded.text
    if hit.sense.kind != "city" or folded[hit.start] > "\u2e7f" or _known_beside(hits, at):
        return None
    if _OWNED.search(folded, max(0, hit.start - 3), hit.start):
        return None  # 'Ford's Shanghai smart-car studio': it is Ford's
    kind = next((each for each in hits[at + 1 : at + 4] if _is_kind(each)), None)
    if (
        kind is None
        or kind.sense.language != "en"
        or grammar().at.search(folded[max(0, hit.start - _FAR) : hit.start])
    ):
        return None
    kind = _last(hits, at, kind)
    following = hits[at + 1 : at + 2 + _MOST_KINDS]
    behind = next((each for each in following if each.start >= kind.end), None)
    adjective = behind is not None and behind.start - kind.end <= 1
    if adjective or not _SHORT_WAY.fullmatch(folded, hit.end, kind.start):
        return None
    return _named(hit, Sort.NATIVE, "", hit.start, kind.end)


def _word_end(text: Text, end: int) -> int:
    """Return where the word ends whose beginning was found: 'français' of 'française'."""
    match = _REST.match(text.folded.text, end)
    return match.end() if match else end


def _is_kind(hit: Hit) -> bool:
    return hit.sense.sort is Sort.CUE and hit.sense.name == "kind"


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
    tail = grammar().based.match(folded[hit.end : hit.end + _SEATED]) or _OF.match(folded, hit.end)
    people = hit.sense.sort is Sort.PEOPLE or folded[hit.start] > "\u2e7f"
    if tail is not None or people:
        end = tail.end() if tail is not None and tail.re is _OF else _word_end(text, hit.end)
        end = hit.end + tail.end() if tail is not None and tail.re is not _OF else end
        end += folded[end : end + 1] == "の"
        name, end = name_after(text, end)
        behind = hits[at + 1 : at + 2]
        if name and not any(each.start < end + (people and _is_kind(each)) for each in behind):
            return _named(hit, Sort.FOREIGN, name, hit.start, end)
    if hit.sense.kind == "city" and at and hits[at - 1].sense.name == "kind":
        name = name_from(text, hit.start, hits[at - 1].end)
        if name:
            return _named(hit, Sort.FOREIGN, name, hits[at - 1].end + 1, hit.end)
    return None


def _last(hits: Sequence[Hit], at: int, kind: Hit) -> Hit:
    """Return the last of the kinds that stand together, as in 'game publisher'."""
    for each in hits[at + 1 : at + 1 + _MOST_KINDS]:
        if each.sense.sort is kind.sense.sort and each.sense.name == "kind":
            kind = each if 0 <= each.start - kind.end <= 1 else kind
    return kind


def _directly(hits: Sequence[Hit], at: int) -> bool:
    """Tell 'the US bank': what it is follows at once."""
    return any(_is_kind(each) and each.start - hits[at].end == 1 for each in hits[at + 1 : at + 5])


def _kind_before(folded: str, hits: Sequence[Hit], at: int) -> Hit | None:
    """Return the kind that stands before its home, as in 'hãng xe Đức', 'constructeur allemand'."""
    hit = hits[at]
    if folded[hit.start] > "\u2e7f":
        return None
    for each in reversed(hits[max(0, at - 3) : at]):
        if _is_kind(each) and hit.start - each.end <= 14:
            return each if _GAP.search(folded, each.end, hit.start) is None else None
    return None


def _is_vietnamese(kind: Hit | None) -> bool:
    """Tell 'hãng máy tính Mỹ', in which the country is an adjective."""
    return kind is not None and kind.sense.language == "vi"


def _named(hit: Hit, owner: Sort, name: str, start: int, end: int) -> Hit:
    return Hit(
        start,
        end,
        replace(hit.sense, sort=owner, name=name, form=name, place=hit.sense.place, lab=""),
    )
