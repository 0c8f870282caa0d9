"""Hits of a sentence -> who runs a place of research that it mentions."""

import re
from collections.abc import Sequence

from monitor.news.topic.grammar import grammar
from monitor.news.topic.groups import Group
from monitor.news.topic.lexicon import Sort
from monitor.news.topic.matching import Hit
from monitor.news.topic.mention import Mention, gap, listed
from monitor.news.topic.text import Text

_BEFORE = 32  # letters before a name that may say that it is only named
_TO_FIELD = 12  # letters from a place of research to its field, as in 'lab for AI'
# What only the owner of a place brings about.
_OWNERS = frozenset({"opening", "closure", "layoffs", "relocation", "expansion", "hiring"})


def owned(text: Text, mention: Mention, group: Group) -> Mention:
    """Return the mention with the one who runs the place, foreign or native, as far as it is said."""
    place = mention.hit
    known = [each for each in group.organisations if not _stands_by(text, each)]
    before = [each for each in known if each.end <= place.start]
    after = [each for each in known if each.start >= place.end]
    if before and _of_customers(text, before[-1], place):
        return mention._replace(native=True)
    if place.sense.sort is Sort.ACTIVITY and _of_country(text, mention, group):
        return mention._replace(native=True)
    bound = _bound_before(text, mention, group, before) if before else None
    bound = bound or (_bound_after(text, mention, group, after) if after else None)
    return bound or _likely(text, mention, group, before, after)


def _of_customers(text: Text, owner: Hit, place: Hit) -> bool:
    """Tell 'Siemens sells scanners to laboratories in Chengdu': they are its customers' own."""
    folded = text.folded.text
    sold = grammar().sells.search(folded, owner.end, place.start)
    return sold is not None and grammar().clause.search(folded, sold.end(), place.start) is None


def _bound_before(
    text: Text, mention: Mention, group: Group, before: Sequence[Hit]
) -> Mention | None:
    """Return the mention with an owner that a word ties to the place behind it."""
    place, near = mention.hit, before[-1]
    leading = _leading(text, before, place, group)
    if leading:
        return _with(mention, leading, "joint")
    if _clean(text, near, place, group):
        return _shared(text, mention, before, near, "possessor", group)
    return None


def _bound_after(
    text: Text, mention: Mention, group: Group, after: Sequence[Hit]
) -> Mention | None:
    """Return the mention with an owner that a word ties to the place before it."""
    near = after[0]
    between = _without_kinds(text, group, _behind_field(text, mention), near.start)
    if between == " " or (len(between) <= 24 and grammar().of.match(between)):
        return _with(mention, _chain(text, after, near, group), "of")  # 'viện nghiên cứu IBM'
    if grammar().that.search(between) and near.sense.sort is Sort.FOREIGN:
        how = "subject" if _brings_about(near, group) else "said"
        return _with(mention, _chain(text, after, near, group), how)
    return None


def _behind_field(text: Text, mention: Mention) -> int:
    """Return where a place of research ends with its field: 'laboratoire d'intelligence artificielle'."""
    place, field = mention.hit, mention.field
    near = field is not None and 0 <= field.start - place.end <= _TO_FIELD
    if (
        field is None
        or not near
        or grammar().clause.search(text.folded.text, place.end, field.start)
    ):
        return place.end
    return field.end


def _without_kinds(text: Text, group: Group, start: int, end: int) -> str:
    """Return what stands between without 'drug maker' in 'laboratory of drug maker Bayer'."""
    folded = text.folded.text
    kinds = [each for each in group.cues("kind") if start <= each.start and each.end <= end]
    pieces = []
    for each in kinds:
        pieces.append(folded[start : each.start])
        start = max(start, each.end)
    return "".join((*pieces, folded[start:end]))


def _likely(
    text: Text, mention: Mention, group: Group, before: Sequence[Hit], after: Sequence[Hit]
) -> Mention:
    """Return the mention with the one who most likely runs the place: who acts, else who is near."""
    place = mention.hit
    if before and grammar().whose.search(text.folded.text, before[-1].end, place.start):
        return _shared(text, mention, before[-1:], before[-1], "subject", group)
    if before and _its_own(text, before[-1], place):
        return _shared(text, mention, before, before[-1], "subject", group)
    subject = _subject(text, before, place)
    acts = subject is not None and _acts(text, mention, group, before, subject)
    if _many_of_country(text, place, group) or (not acts and _of_country(text, mention, group)):
        return mention._replace(native=True)
    if subject is not None and _is_bought_into(text, subject, place, group):
        return mention._replace(native=True)
    if subject is not None:
        return _shared(text, mention, before, subject, "subject", group)
    if after and after[0].sense.sort is Sort.FOREIGN:
        return _with(mention, (after[0],), "said" if _speaks(text, after[0]) else "after")
    if after:
        return _with(mention, (after[0],), "after")._replace(native=True)
    return mention


def _acts(text: Text, mention: Mention, group: Group, before: Sequence[Hit], subject: Hit) -> bool:
    """Tell whether the subject brings about what is told of the place, or appoints who leads it."""
    place = mention.hit
    # In a headline the one it is about may stand before a comma or a colon.
    skipped = 1 if mention.sentence.block < 0 else 0
    apart = grammar().clause.search(text.folded.text, subject.end + skipped, place.start)
    near = apart is None or _alone(text, subject, before, place)
    return near and (_brings_about(subject, group) or _appoints(text, subject, place))


def _leading(text: Text, before: Sequence[Hit], place: Hit, group: Group) -> tuple[Hit, ...]:
    """Return those from outside who do it with one of the country: 'X signs with Y on a lab'."""
    near = before[-1]
    folded = text.folded.text
    if near.sense.sort is not Sort.NATIVE or len(before) == 1:
        return ()
    between = folded[near.end : place.start]
    named = "".join(
        folded[hit.start : hit.end]
        for hit in group.hits
        if near.end <= hit.start and hit.end <= place.start and hit.sense.sort is not Sort.EVENT
    )
    parted = len(between.strip()) > len(named) and not grammar().possessive.match(between)
    ahead = folded[max(0, near.start - 16) : near.start]
    allied = grammar().ally.search(ahead) or grammar().beside.search(ahead)
    if not parted or not allied or grammar().clause.search(folded, before[0].end, near.start):
        return ()
    return tuple(each for each in before[:-1] if each.sense.sort is Sort.FOREIGN)


def _alone(text: Text, subject: Hit, before: Sequence[Hit], place: Hit) -> bool:
    """Tell '瑞士药企诺华通知员工，不再保留上海的实验室': nobody else is named, and commas part no clauses."""
    wide = text.folded.text[place.start] > "\u2e7f"
    return wide and {each.sense.name for each in before} == {subject.sense.name}


def _brings_about(subject: Hit, group: Group) -> bool:
    """Tell whether an organisation from outside does to the place what its owner does."""
    return subject.sense.sort is Sort.FOREIGN and any(
        hit.sense.name in _OWNERS and hit.start >= subject.end and not hit.sense.faint
        for hit in group.of(Sort.EVENT)
    )


def _appoints(text: Text, subject: Hit, place: Hit) -> bool:
    """Tell '英国公司Imagination任命周明远为上海研究团队负责人': only its own staff is appointed."""
    between = grammar().appoints.search(text.folded.text, subject.end, place.start)
    return subject.sense.sort is Sort.FOREIGN and between is not None


def _is_bought_into(text: Text, subject: Hit, place: Hit, group: Group) -> bool:
    """Tell '甲骨文投资北京AI创业公司': money goes into a firm, and nothing is set up."""
    told = {hit.sense.name for hit in _events_between(subject, place, group)}
    named = grammar().company.search(text.folded.text, place.start, place.end)
    return named is not None and told == {"investment"}


def _its_own(text: Text, owner: Hit, place: Hit) -> bool:
    """Tell '…, which closed its lab in Shanghai', '旗下…研究院': a small word ties it to the owner."""
    between = text.folded.text[owner.end : place.start]
    found = grammar().own.search(between)
    return found is not None and owner.sense.sort is Sort.FOREIGN


def _many_of_country(text: Text, place: Hit, group: Group) -> bool:
    """Tell 'các phòng thí nghiệm Trung Quốc', the laboratories of the country."""
    folded = text.folded.text
    many = grammar().many.search(folded[max(0, place.start - 8) : place.start])
    return many is not None and any(
        folded[place.end : hit.start] == " " for hit in group.of(Sort.INSIDE)
    )


def _of_country(text: Text, mention: Mention, group: Group) -> bool:
    """Tell 'Chinese AI labs', '中国研究机构', 'phòng thí nghiệm của Trung Quốc', '上海…实验室'."""
    place = mention.hit
    folded = text.folded.text
    known = group.organisations
    for hit in (*group.of(Sort.NATION), *group.of(Sort.INSIDE)):
        if hit.end <= place.start:
            between = folded[hit.end : place.start]
            bare = (
                len(between) <= 24
                and not grammar().clause.search(between)
                and not grammar().located.search(between)
            )
            if hit.sense.sort is Sort.NATION and bare and len(between) <= 16:
                return True
            headed = mention.sentence.block < 0 and known and known[0].sense.sort is Sort.FOREIGN
            if hit.sense.sort is Sort.INSIDE and bare and not (headed and hit.sense.kind == "city"):
                before = folded[max(0, hit.start - 8) : hit.start]
                wide = folded[hit.start] > "\u2e7f" and gap(text, hit, place) <= 24
                mine = grammar().where.search(before) is None and folded[hit.start] != "在"
                if wide and mine and not grammar().sets_up.search(between):
                    return True
                if not wide and re.match(r"('s|s') ", between):
                    return True
        elif hit.sense.sort is Sort.INSIDE and (
            grammar().of_country.fullmatch(folded[place.end : hit.start])
            or grammar().country_behind.match(folded, place.end)
        ):
            return True
    return False


def _speaks(text: Text, hit: Hit) -> bool:
    """Tell '…, BMW said' and '… by Siemens'."""
    folded = text.folded.text
    return bool(
        grammar().said.match(folded[hit.end : hit.end + 40])
        or grammar().by.search(folded[max(0, hit.start - 24) : hit.start])
    )


def _with(mention: Mention, owners: tuple[Hit, ...], how: str) -> Mention:
    foreign = tuple(each for each in owners if each.sense.sort is Sort.FOREIGN)
    return mention._replace(owners=foreign or owners, how=how, native=not foreign)


def _clean(text: Text, owner: Hit, place: Hit, group: Group) -> bool:
    """Tell whether only names, places and fields stand between owner and place."""
    if gap(text, owner, place) > 75:
        return False
    between = text.folded.text[owner.end : place.start]
    if grammar().clause.search(between):
        return False
    return not _events_between(owner, place, group) and (
        gap(text, owner, place) <= 45 or bool(grammar().possessive.match(between))
    )


def _events_between(owner: Hit, place: Hit, group: Group) -> list[Hit]:
    return [
        hit for hit in group.of(Sort.EVENT) if owner.end <= hit.start and hit.end <= place.start
    ]


def _shared(
    text: Text, mention: Mention, before: Sequence[Hit], owner: Hit, how: str, group: Group
) -> Mention:
    """Take in partners named beside the owner; of a joint place the foreign side is the owner."""
    chain = _chain(text, before, owner, group)
    foreign = [each for each in chain if each.sense.sort is Sort.FOREIGN]
    if foreign and len(foreign) < len(chain):
        return _with(mention, tuple(foreign), "joint")
    return _with(mention, tuple(chain), how)


def _chain(text: Text, known: Sequence[Hit], one: Hit, group: Group) -> tuple[Hit, ...]:
    """Return the organisation with those it is listed with: 'Google, Amazon and Microsoft'."""
    at = known.index(one)
    first, last = at, at
    homes = group.of(Sort.ELSEWHERE)
    while first and listed(text, known[first - 1], known[first], homes):
        first -= 1
    while last + 1 < len(known) and listed(text, known[last], known[last + 1], homes):
        last += 1
    return tuple(dict.fromkeys(known[first : last + 1]))


def _subject(text: Text, before: Sequence[Hit], place: Hit) -> Hit | None:
    """Return the first organisation of the place's own clause, else of the sentence."""
    if not before:
        return None
    acting = [each for each in before if not _is_partner(text, each)] or before[:1]
    breaks = grammar().clause.finditer(text.folded.text, acting[0].end, place.start)
    last = max((match.end() for match in breaks), default=-1)
    clause = [each for each in acting if each.start >= last]
    return (clause or acting)[0]


def _stands_by(text: Text, hit: Hit) -> bool:
    """Tell whether an organisation is only named: as a host, as somebody's brand, for its survey."""
    return is_host(text, hit) or _is_brand(text, hit) or _is_cited(text, hit)


def is_host(text: Text, hit: Hit) -> bool:
    """Tell 'on the campus of Tsinghua University': the ground is its own, the place need not be."""
    folded = text.folded.text
    return grammar().host.search(folded[max(0, hit.start - 24) : hit.start]) is not None or (
        hit.sense.seat and _is_studied(folded, hit)
    )


def _is_brand(text: Text, hit: Hit) -> bool:
    """Tell 'Volvo parent Geely' and 'the owner of Volvo'."""
    folded = text.folded.text
    before = folded[max(0, hit.start - _BEFORE) : hit.start]
    return bool(grammar().parent.match(folded, hit.end) or grammar().parent_of.search(before))


def _is_cited(text: Text, hit: Hit) -> bool:
    """Tell 'a survey by Harvard'."""
    before = text.folded.text[max(0, hit.start - _BEFORE) : hit.start]
    return grammar().cited.search(before) is not None


def _is_studied(folded: str, hit: Hit) -> bool:
    """Tell 'with a doctorate from ETH Zurich' and 'an der TU Berlin promoviert'."""
    studied = grammar().studied
    return bool(
        studied.search(folded, max(0, hit.start - 32), hit.start)
        or studied.search(folded, hit.end, hit.end + 12)
    )


def _is_partner(text: Text, hit: Hit) -> bool:
    return (
        grammar().partner.search(text.folded.text[max(0, hit.start - 16) : hit.start]) is not None
    )
