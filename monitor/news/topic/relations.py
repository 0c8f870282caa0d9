"""Hits of a sentence -> who runs which place of research, where, of what field."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from monitor.news.topic.lexicon import Sort
from monitor.news.topic.matching import Hit
from monitor.news.topic.text import Sentence, Text

ORGANISATIONS = frozenset({Sort.FOREIGN, Sort.NATIVE})
FIELDS = frozenset({Sort.FIELD, Sort.DRIVING})
PLACES = frozenset({Sort.INSIDE, Sort.ELSEWHERE})

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
}
_GRADE = {Sort.GENERAL: 0.75, Sort.ACTIVITY: 0.7}
# Of an organisation that has no name in the text: 'foreign companies'.
_NAMELESS = 0.5

_OF = re.compile(
    r"\s*(of|by|from|run by|owned by|at|for|của|thuộc|do|von|der|des|de|d'|du|del|di|da)\s*"
    r"(the|công ty|hãng|tập đoàn|la|le|les|el|của|gã khổng lồ|nhà sản xuất)?\s*$"
)
_BREAK = re.compile(
    r"[;,:，；：—]|\bwhile\b|\bwhereas\b|\bbut\b|trong khi|nhưng|一方|während|tandis"
)
_AND = re.compile(
    r"[\s,、/&+·-]*(and|và|和|与|及|以及|と|や|및|와|과|und|et|y|e|och|en|with|for|as well as)?"
    r"[\s,、/&·-]*(the|in|at|tại|ở)?\s*(市|성|시)?$"
)
_WITH = re.compile(
    r"(\bwith|\band|\bvs|\bagainst|\blike|\bincluding|\bsuch as|\bvới|\bcùng|\bvà|与|和|同|跟|及|mit|\bavec"
    r"|\bcon|\bund|\bet|\by|如|包括|と|や|와|과|랑)\s*(the|công ty|hãng)?\s*$"
)
_AT = re.compile(
    r"(\bin|\bat|\bfrom|\binto|\bacross|\bnear|\bto|\bof|\btại|\bở|\btừ|\bkhỏi|\bvào|\bsang|\bđến|\bà|\ben"
    r"|\bau|\baus|\bnach|\bi|\bdans|\bdesde|\ba|\bbei|\bvon|\bem|\bna|\bno|在|于|到|至|往|从|离开|进入|落户"
    r"|位于|来|驻|赴|\bв|\bde|\bdes|\bdel)\s*(the|central|eastern|downtown|thành phố|mainland|la|khu"
    r"|suburban|southern|northern|western|nước|thị trường|trung tâm|江苏|广东|浙江|安徽|四川|山东)?[\s']*$"
)
_AFTER_AT = re.compile(
    r"\s*(に|で|の|へ|から|市に|市で|市の|市|에|에서|의|시|내|-based|based|'s|境内|市场|建|设|成|研|实验|创|\(|,)"
)
_WORKED = re.compile(
    r"[^。.]{0,6}(实习|工作过|任职|出身|待过|供职|校友|前员工|的前|出身の|元|에서 근무|출신)"
    r"|[^.]{0,8}\b(alumn|veteran|intern)"
)
_IN = re.compile(r"\b(in|at|for|to|of)\b|tại|ở|在|设|建|成立|开|启用|落|关|有|了|将|的研究者")
_LOCATED_IN = re.compile(
    r"(在|于|到|至|往|从|离开|进入|落户|位于|来|驻|赴|に|で|の|其|该|关闭|缩减|扩建|家|个|中国|大)\s*$"
)
_SETS_UP = re.compile(r"设|建|成|启|开|落|关|有|将|で|に|を|の|에|내|소재")
_OF_COUNTRY = re.compile(r"\s*(ai|trí tuệ nhân tạo)?\s*(của|thuộc|of|de la|du|von|der)\s*")
_SAID = re.compile(
    r"[^.;。]{0,14}\b(said|says|announced|confirmed|told|declined|plans|will|teilte|sagte|erklärte"
    r"|a annoncé|anunció|dijo|cho biết|công bố|thông báo|tuyên bố|xác nhận)|[^。]{0,6}(表示|宣布|称|说|透露)"
)
_BY = re.compile(r"(\bby|由|bởi|\bvon|\bpar|\bpor|による|에 의해)\s*(the)?\s*$")
_POSSESSIVE = re.compile(r"^\s*('s?|の|의|的|旗下|位于|在)")
_DATELINE = re.compile(r"\s*(\(|—|--|- |\d{1,2}月|讯|电|\. |:|/)")
_ANNOUNCED = re.compile(
    r"(announced|unveiled|spoke|told|speaking|conference|forum|summit|event|exhibition|expo|fair"
    r"|công bố|phát biểu|hội nghị|sự kiện|triển lãm|diễn đàn|论坛|大会|峰会|博览会|发布会|会议|会見|発表"
    r"|konferenz|messe|conférence|salon|conferencia|feria|포럼|행사|박람회)"
    r"[^.;。，]{0,24}$"
)
_BASED = re.compile(r"^(-based|-headquartered|\s+based)")


@dataclass(frozen=True, slots=True)
class Mention:
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


def mentions(text: Text, sentence: Sentence, hits: Sequence[Hit]) -> list[Mention]:
    """Return every place of research of the sentence with what the sentence says of it."""
    places = [hit for hit in hits if hit.sense.sort in {Sort.RESEARCH, Sort.LAB}]
    fields = [hit for hit in hits if hit.sense.sort in FIELDS]
    places += [hit for hit in hits if hit.sense.sort is Sort.ACTIVITY]
    if fields:
        places += [
            hit
            for hit in hits
            if hit.sense.sort is Sort.GENERAL and _nearest(text, hit, fields)[0] <= 60
        ]
    found = [
        _mention(text, sentence, hit, hits, fields)
        for hit in sorted(places, key=lambda each: each[:2])
    ]
    return _merged(found)


def gap(text: Text, one: Hit, other: Hit) -> float:
    """Return the distance of two hits in letters; a Han character counts as three."""
    start, end = (one.end, other.start) if one.start <= other.start else (other.end, one.start)
    between = text.folded.text[start:end]
    if not between:
        return 0.0
    wide = sum(1 for sign in between if sign > "\u2e7f")
    return len(between) + 2.0 * wide


def _mention(
    text: Text, sentence: Sentence, hit: Hit, hits: Sequence[Hit], fields: Sequence[Hit]
) -> Mention:
    sense = hit.sense
    field = hit if sense.field else min(fields, key=lambda f: gap(text, hit, f), default=None)
    grade = _GRADE.get(sense.sort, 1.0)
    mention = Mention(sentence, hit, grade, field=field)
    mention = _located(text, mention, hits)
    if sense.sort is Sort.LAB:
        if not mention.where and mention.elsewhere is None:
            mention = replace(mention, firm=0.9)
        told = any(each.sense.sort is Sort.EVENT and gap(text, hit, each) <= 60 for each in hits)
        mention = replace(mention, grade=1.0 if told or sentence.block < 0 else 0.7)
        mention = replace(mention, owners=(hit,), how="named")
    else:
        mention = _owned(text, mention, hits)
    return replace(mention, past=_recalled(text, mention, hits))


def _recalled(text: Text, mention: Mention, hits: Sequence[Hit]) -> bool:
    """Tell a person's past from news: 'former Google researcher', '曾在微软亚洲研究院实习'."""
    owners = [hit for hit in mention.owners if hit.sense.sort in {Sort.FOREIGN, Sort.LAB}]
    folded = text.folded.text
    for owner in owners[:3]:
        if any(
            each.sense.sort is Sort.CUE
            and each.sense.name == "person"
            and each.end <= owner.start
            and gap(text, each, owner) <= 48
            and not _BREAK.search(folded, each.end, owner.start)
            for each in hits
        ):
            return True
        if _WORKED.match(folded[owner.end : owner.end + 24]):
            return True
    return False


def _merged(found: list[Mention]) -> list[Mention]:
    """Drop what a neighbour says better: 'R&D' beside 'center', 'team' beside 'lab'."""
    kept: list[Mention] = []
    for mention in found:
        strong = [each for each in found if each.grade > mention.grade]
        if mention.grade >= 1.0 or not strong:
            kept.append(mention)
    return kept


def _nearest(text: Text, hit: Hit, others: Iterable[Hit]) -> tuple[float, Hit | None]:
    best = min(others, key=lambda other: gap(text, hit, other), default=None)
    return (gap(text, hit, best), best) if best is not None else (1e9, None)


def _owned(text: Text, mention: Mention, hits: Sequence[Hit]) -> Mention:
    place = mention.hit
    known = [each for each in hits if each.sense.sort in ORGANISATIONS]
    before = [each for each in known if each.end <= place.start]
    after = [each for each in known if each.start >= place.end]
    if before:
        near = before[-1]
        if _clean(text, near, place, hits):
            return _shared(text, mention, before, near, "possessor")
    for each in after[:1]:
        between = text.folded.text[place.end : each.start]
        if len(between) <= 24 and _OF.match(between):
            return _with(mention, _chain(text, after, each), "of")
    subject = _subject(text, before, place)
    # In a headline the one it is about may stand before a comma or a colon.
    skipped = 1 if mention.sentence.block < 0 else 0
    acts = subject is not None and not _BREAK.search(
        text.folded.text, subject.end + skipped, place.start
    )
    if not (acts and subject is not None and subject.sense.sort is Sort.FOREIGN) and _of_country(
        text, mention, hits
    ):
        return replace(mention, native=True)
    if subject is not None:
        return _shared(text, mention, before, subject, "subject")
    if after and after[0].sense.sort is Sort.FOREIGN:
        return _with(mention, (after[0],), "said" if _speaks(text, after[0]) else "after")
    if after:
        return replace(_with(mention, (after[0],), "after"), native=True)
    return mention


def _of_country(text: Text, mention: Mention, hits: Sequence[Hit]) -> bool:
    """Tell 'Chinese AI labs', '中国研究机构', 'phòng thí nghiệm của Trung Quốc', '上海…实验室'."""
    place = mention.hit
    folded = text.folded.text
    for hit in hits:
        if hit.end <= place.start:
            between = folded[hit.end : place.start]
            bare = len(between) <= 24 and not _BREAK.search(between) and not _IN.search(between)
            if hit.sense.sort is Sort.NATION and bare and len(between) <= 16:
                return True
            if hit.sense.sort is Sort.INSIDE and bare:
                before = folded[max(0, hit.start - 8) : hit.start]
                wide = folded[hit.start] > "\u2e7f" and gap(text, hit, place) <= 24
                mine = _LOCATED_IN.search(before) is None
                if wide and mine and not _SETS_UP.search(between):
                    return True
                if not wide and re.match(r"('s|s') ", between):
                    return True
        elif hit.sense.sort is Sort.INSIDE and _OF_COUNTRY.fullmatch(folded[place.end : hit.start]):
            return True
    return False


def _speaks(text: Text, hit: Hit) -> bool:
    """Tell '…, BMW said' and '… by Siemens'."""
    folded = text.folded.text
    return bool(
        _SAID.match(folded[hit.end : hit.end + 40])
        or _BY.search(folded[max(0, hit.start - 24) : hit.start])
    )


def _with(mention: Mention, owners: tuple[Hit, ...], how: str) -> Mention:
    foreign = tuple(each for each in owners if each.sense.sort is Sort.FOREIGN)
    return replace(mention, owners=foreign or owners, how=how, native=not foreign)


def _clean(text: Text, owner: Hit, place: Hit, hits: Sequence[Hit]) -> bool:
    """Tell whether only names, places and fields stand between owner and place."""
    if gap(text, owner, place) > 75:
        return False
    between = text.folded.text[owner.end : place.start]
    if _BREAK.search(between):
        return False
    verbs = [
        hit
        for hit in hits
        if hit.sense.sort is Sort.EVENT and owner.end <= hit.start and hit.end <= place.start
    ]
    return not verbs and (gap(text, owner, place) <= 45 or bool(_POSSESSIVE.match(between)))


def _shared(text: Text, mention: Mention, before: Sequence[Hit], owner: Hit, how: str) -> Mention:
    """Take in partners named beside the owner; of a joint place the foreign side is the owner."""
    chain = _chain(text, before, owner)
    foreign = [each for each in chain if each.sense.sort is Sort.FOREIGN]
    if foreign and len(foreign) < len(chain):
        return _with(mention, tuple(foreign), "joint")
    return _with(mention, tuple(chain), how)


def _chain(text: Text, known: Sequence[Hit], one: Hit) -> tuple[Hit, ...]:
    """Return the organisation with those it is listed with: 'Google, Amazon and Microsoft'."""
    at = known.index(one)
    first, last = at, at
    while first and _listed(text, known[first - 1], known[first]):
        first -= 1
    while last + 1 < len(known) and _listed(text, known[last], known[last + 1]):
        last += 1
    return tuple(dict.fromkeys(known[first : last + 1]))


def _listed(text: Text, one: Hit, other: Hit) -> bool:
    between = text.folded.text[one.end : other.start]
    return len(between) <= 14 and bool(between.strip()) and _AND.match(between) is not None


def _subject(text: Text, before: Sequence[Hit], place: Hit) -> Hit | None:
    """Return the first organisation of the place's own clause, else of the sentence."""
    if not before:
        return None
    acting = [each for at, each in enumerate(before) if not (at and _is_partner(text, each))]
    breaks = [
        match.end()
        for match in _BREAK.finditer(text.folded.text, acting[0].end if acting else 0, place.start)
    ]
    last = breaks[-1] if breaks else -1
    clause = [each for each in acting if each.start >= last]
    return next(iter(clause or acting), before[0])


def _is_partner(text: Text, hit: Hit) -> bool:
    return _WITH.search(text.folded.text[max(0, hit.start - 16) : hit.start]) is not None


def _located(text: Text, mention: Mention, hits: Sequence[Hit]) -> Mention:
    place = mention.hit
    inside, abroad = [], []
    for hit in hits:
        if hit.sense.sort is Sort.INSIDE:
            weight = _standing(text, hit, mention)
            if weight:
                inside.append((weight, hit))
        elif hit.sense.sort is Sort.ELSEWHERE and not _set_apart(text, hit, hits):
            abroad.append(hit)
    best = max(
        inside, key=lambda each: each[0] - min(gap(text, place, each[1]), 200) / 250, default=None
    )
    away, near = _nearest(text, place, abroad)
    if best is None:
        return replace(mention, elsewhere=near)
    distance = gap(text, place, best[1])
    if near is not None and _rank(text, place, near, away) < _rank(text, place, best[1], distance):
        return replace(mention, elsewhere=near)
    cities = [hit for _, hit in inside]
    chain = _cities(text, cities, best[1])
    return replace(mention, where=chain, firm=best[0], elsewhere=near)


def _rank(text: Text, place: Hit, where: Hit, distance: float) -> float:
    """Return a distance that knows 'lab in X' to be nearer than 'X … lab'."""
    if where.start >= place.end:
        between = text.folded.text[place.end : where.start]
        return distance * (0.5 if _AT.search(between) and len(between) < 30 else 1.0)
    between = text.folded.text[where.end : place.start]
    return distance * (1.5 if _BREAK.search(between) else 1.0)


def _standing(text: Text, hit: Hit, mention: Mention) -> float:
    """Return how surely the place says where something is: not a dateline, not a government."""
    folded = text.folded.text
    before = folded[max(0, hit.start - 24) : hit.start]
    after = folded[hit.end : hit.end + 12]
    start = text.starts[mention.sentence.block + 1]
    if hit.start - start <= 14 and hit.sense.kind != "country" and mention.sentence.block >= 0:
        written = text.folded.shape[hit.start : hit.end]
        if written.isupper() and written.isascii():
            return 0.25
        if _DATELINE.match(after):
            return 0.25
    if _ANNOUNCED.search(folded[max(0, hit.start - 40) : hit.start]):
        return 0.4
    if _BASED.match(after) or _AT.search(before) or _AFTER_AT.match(after):
        return 1.0
    if gap(text, hit, mention.hit) <= 12:
        return 0.95
    if folded[hit.start] > "\u2e7f":
        return 0.7
    return 0.55 if hit.sense.kind == "country" else 0.65


def _set_apart(text: Text, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Tell 'the first outside Germany' and 'after Potsdam': not where the place is."""
    for cue in hits:
        if cue.sense.sort is Sort.CUE and cue.sense.name == "outside":
            if cue.end <= hit.start and gap(text, cue, hit) <= 45:
                return True
            if (
                cue.start >= hit.end
                and gap(text, cue, hit) <= 6
                and text.folded.text[hit.start] > "\u2e7f"
            ):
                return True
    return False


def _cities(text: Text, inside: Sequence[Hit], best: Hit) -> tuple[Hit, ...]:
    at = inside.index(best)
    first, last = at, at
    while first and _listed(text, inside[first - 1], inside[first]):
        first -= 1
    while last + 1 < len(inside) and _listed(text, inside[last], inside[last + 1]):
        last += 1
    chain = inside[first : last + 1]
    if all(hit.sense.kind == "country" for hit in chain):
        # 'in China … in Shanghai': the city says more, where the sentence has one of its own.
        near = [hit for hit in inside if hit.sense.kind == "city" and gap(text, hit, best) <= 40]
        chain = [*near[:1], *chain]
    return tuple(dict.fromkeys(chain))
