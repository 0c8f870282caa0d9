"""Hits of a sentence -> organisations that no list knows: 'the German carmaker', 'University of X'."""

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.news.topic.lexicon import Sense, Sort
from monitor.news.topic.matching import Hit
from monitor.news.topic.text import Text

_UNIVERSITY_BEFORE = re.compile(
    r"(university of|universities of|université de|universität|universidad de|università di|đại học"
    r"|institute of technology|institut de)\s*(the )?$"
)
_UNIVERSITY_AFTER = re.compile(
    r"\s?(state |national |technical |polytechnic )?(university|institute of technology|tech\b"
    r"|大学|理工大学|理工学院|科技大学|大學|대학교|대학|工业大学|师范大学|交通大学|医科大学|航空航天大学)"
)
_CAPITAL = re.compile(r"\s+((?:[A-Z][\w&'.-]*)(?:\s+(?:[A-Z][\w&'.-]*|de|of|&)){0,3})")
_HAN_NAME = re.compile(
    r"([\u4e00-\u9fffA-Za-z·]{2,12}?)(?=在|于|将|与|和|宣布|计划|的|正式|关闭|设|成立|，|,|（|\()"
)
_EXPLAINED = re.compile(
    r"((?:[A-Z][\w&'.-]*)(?:\s+(?:[A-Z][\w&'.-]*|de|of|&)){0,3}),\s+(?:[a-zà-ÿ-]+\s+){0,3}$"
)
_STOP_NAMES = re.compile(
    r"^(The|A|An|In|At|On|It|Its|AI|R&D|China|Chinese|Beijing|Shanghai|CEO|President|Monday|Tuesday"
    r"|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|Research|Lab|New)\b"
)
_BASED = re.compile(r"(-|\s)(based|headquartered)\b")
_KNOWN = frozenset({Sort.FOREIGN, Sort.NATIVE, Sort.LAB})
_APPOSED = 14  # signs between a name and the home that explains it
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
    return found


def _of_home(text: Text, hits: Sequence[Hit], at: int) -> Hit | None:
    """Return the organisation that a home at this place is said of."""
    hit = hits[at]
    folded, shape = text.folded.text, text.folded.shape
    owner = Sort.NATIVE if hit.sense.sort in {Sort.INSIDE, Sort.NATION} else Sort.FOREIGN
    before = folded[max(0, hit.start - 30) : hit.start]
    after = folded[hit.end : hit.end + 30]
    if hit.sense.kind == "city" or hit.sense.sort is Sort.ELSEWHERE:
        university = _UNIVERSITY_AFTER.match(after)
        if university:
            end = hit.end + university.end()
            return _named(hit, owner, shape[hit.start : end].strip(), hit.start, end)
        if before and (university := _UNIVERSITY_BEFORE.search(before)):
            start = hit.start - (len(before) - university.start())
            return _named(hit, owner, shape[start : hit.end].strip(), start, hit.end)
    if owner is Sort.NATIVE:
        return None
    if hit.sense.sort is Sort.ELSEWHERE and not (
        _BASED.match(after)
        or (hit.sense.kind == "country" and _directly(hits, at))
        or shape[hit.start] > "\u2e7f"
        or folded[hit.start] >= "\u00c0"
        or _CAPITALS_OF_VIETNAMESE.search(before)
    ):
        return None
    kind = next(
        (
            each
            for each in hits[at + 1 : at + 5]
            if each.sense.sort is Sort.CUE
            and each.sense.name == "kind"
            and each.start - hit.end <= (3 if shape[hit.start] > "\u2e7f" else _FAR)
        ),
        None,
    )
    kind = _last(hits, kind) if kind is not None else None
    if kind is None:
        kind = _kind_before(folded, hits, at)
    if kind is None:
        return None
    if any(
        each.sense.sort is Sort.FOREIGN and 0 <= each.start - kind.end <= 3 and each.sense.name
        for each in hits[at + 1 : at + 7]
    ):
        return None  # 'the US tech giant Microsoft' has its name
    end = max(hit.end, kind.end)
    name, end = _name_after(text, end)
    if not name:
        if at and hits[at - 1].sense.sort in _KNOWN and hit.start - hits[at - 1].end <= _APPOSED:
            return None  # 'Siemens, the German company': it has its name
        name = _name_before(text, hit.start)
    start = min(hit.start, kind.start)
    return _named(hit, owner, name, start, end if name else hit.end)


_CAPITALS_OF_VIETNAMESE = re.compile(r"(của|tập đoàn|hãng|công ty)\s*$")


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


def _name_after(text: Text, end: int) -> tuple[str, int]:
    shape = text.folded.shape
    match = _CAPITAL.match(shape, end, min(len(shape), end + 60))
    if match and not _STOP_NAMES.match(match.group(1)):
        return match.group(1).rstrip(".,'").removesuffix("'s"), match.end()
    if end < len(shape) and "\u4e00" <= shape[end] <= "\u9fff":
        match = _HAN_NAME.match(shape, end, min(len(shape), end + 14))
        if match:
            return match.group(1), match.end()
    return "", end


def _name_before(text: Text, start: int) -> str:
    """Return the name that a home explains: 'Zentrix Robotics, a Danish group'."""
    match = _EXPLAINED.search(text.folded.shape, max(0, start - 80), start)
    if match is None or _STOP_NAMES.match(match.group(1)):
        return ""
    return match.group(1).rstrip(".,'")


def _named(hit: Hit, owner: Sort, name: str, start: int, end: int) -> Hit:
    return Hit(
        start,
        end,
        replace(hit.sense, sort=owner, name=name, form=name, place=hit.sense.place, lab=""),
    )
