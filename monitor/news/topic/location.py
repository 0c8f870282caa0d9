"""Hits of a sentence -> where a place of research that it mentions stands."""

from collections.abc import Sequence

from monitor.news.topic.grammar import grammar
from monitor.news.topic.groups import Group
from monitor.news.topic.lexicon import Sense, Sort
from monitor.news.topic.matching import Hit
from monitor.news.topic.mention import Mention, gap, listed, nearest
from monitor.news.topic.text import Text

_INSIDE, _ELSEWHERE = Sort.INSIDE, Sort.ELSEWHERE

_BESIDE = 6  # letters between a country and its own place of research
_ACTS = 4.0  # how much farther a country is that stands there by itself
_CLAUSE = 12.0  # letters by which a place behind a comma is farther
_GOING, _GOING_WIDE = 40, 12  # letters between 'moves' and where to, before or behind it

_PART = 120  # letters between a place of research and a university with a part in it
_WAS = 60  # letters from 'previously' to where somebody was
_OF_KIND = 5  # signs of Han between a home and the kind of its organisation: '丹麦玩具公司'

# What stands between a home and its organisation.
_HOMES = frozenset({"", " ", "'s ", "の", "的"})
_SEATS = {
    "CN": Sense(Sort.INSIDE, "China", place="CN", kind="country"),
    "HK": Sense(Sort.INSIDE, "Hong Kong", place="CN", kind="city", sar=True),
    "MO": Sense(Sort.INSIDE, "Macau", place="CN", kind="city", sar=True),
}


def located(text: Text, mention: Mention, group: Group) -> Mention:
    """Return the mention with its places inside the country, or the one elsewhere that is nearer."""
    place = mention.hit
    inside, abroad = [], []
    for hit in group.hits:
        if hit.sense.sort is _INSIDE:
            if of_past(text, hit, group, mention.hit.end) or _of_office(text, hit):
                continue
            if beyond(text, hit, group):
                abroad.append(hit)
            else:
                inside.append((_standing(text, hit, mention), hit))
        elif _away(text, hit, mention, group):
            abroad.append(hit)
    if not inside and (not abroad or _at_hand(text, place)):
        return _at_partner(text, mention, group)
    best = max(
        inside, key=lambda each: each[0] - min(gap(text, place, each[1]), 200) / 250, default=None
    )
    away, near = nearest(text, place, abroad)
    if best is None:
        return mention._replace(elsewhere=near)
    distance = gap(text, place, best[1])
    if near is not None and _rank(text, place, near, away) < _rank(text, place, best[1], distance):
        return mention._replace(elsewhere=near)
    cities = [hit for _, hit in inside]
    chain = _cities(text, cities, best[1])
    return mention._replace(where=chain, firm=best[0], elsewhere=near)


def _away(text: Text, hit: Hit, mention: Mention, group: Group) -> bool:
    """Tell whether a hit may say that the place of research stands elsewhere."""
    if hit.sense.sort is Sort.PEOPLE:
        return _between(text, hit, mention.hit, group)
    return hit.sense.sort is _ELSEWHERE and not (
        _set_apart(text, hit, group)
        or _home(text, hit, group)
        or _destination(text, hit, mention, group)
        or _visited(text, hit)
    )


def _between(text: Text, hit: Hit, place: Hit, group: Group) -> bool:
    """Tell 'Facebook's French AI lab': between owner and place of research a home says where it is."""
    folded = text.folded.text
    return 0 < place.start - hit.end <= _BESIDE and any(
        folded[each.end : hit.start] in _HOMES for each in group.of(Sort.FOREIGN)
    )


def _of_office(text: Text, hit: Hit) -> bool:
    """Tell '高通中国区董事长' and '《中国经营报》': an office or a paper, not where something stands."""
    folded = text.folded.text
    return folded[hit.start - 1 : hit.start] == "《" or bool(
        grammar().office.match(folded, hit.end)
    )


def _at_hand(text: Text, place: Hit) -> bool:
    """Tell 'the local team': where it is was said before, and what else is named is elsewhere."""
    before = text.folded.text[max(0, place.start - _BESIDE - 2) : place.start]
    return grammar().there.search(before) is not None


def beyond(text: Text, hit: Hit, group: Group) -> bool:
    """Return whether it says 'outside China'; not of Shanghai in 'outside Germany, in Shanghai'."""
    places = (*group.of(_INSIDE), *group.of(_ELSEWHERE))
    return any(
        gap(text, cue, hit) <= (12 if cue.end <= hit.start else 0)
        and not any(cue.end <= each.start < hit.start for each in places)
        for cue in group.cues("beyond")
    )


def _visited(text: Text, hit: Hit) -> bool:
    """Tell 'signed during a visit to Spain': where it was done, not where it stands."""
    before = text.folded.text[max(0, hit.start - 40) : hit.start]
    return grammar().occasion.search(before) is not None


def of_past(text: Text, hit: Hit, group: Group, behind: int = 0) -> bool:
    """Tell 'a lab under Li Wei, previously at Yitu in Shanghai': where a person was before."""
    return any(
        behind <= cue.start and cue.end <= hit.start and gap(text, cue, hit) <= _WAS
        for cue in group.cues("person")
    )


def _destination(text: Text, hit: Hit, mention: Mention, group: Group) -> bool:
    """Tell 'moves its Shanghai lab to Detroit': where the place is to go, not where it is."""
    inside = group.of(_INSIDE)
    if not inside or hit.start < inside[0].start:
        return False
    wide = text.folded.text[hit.start] > "\u2e7f"
    return any(
        gap(text, each, hit) <= (_GOING if each.end <= hit.start else _GOING_WIDE * wide)
        for each in group.of(Sort.EVENT)
        if each.sense.name == "relocation"
        and (each.start >= mention.hit.end or hit.start >= mention.hit.end)
    )


def _home(text: Text, hit: Hit, group: Group) -> bool:
    """Tell 'South Korea's Naver': where the owner is at home, not where the place stands."""
    folded = text.folded.text
    if hit.sense.kind != "country":
        return False
    if folded[hit.end : hit.end + 1] == "人":
        return True
    wide = _OF_KIND if folded[hit.start] > "\u2e7f" else 0
    return any(
        each.start >= hit.end and folded[hit.end : each.start] in _HOMES
        for each in (*group.organisations, *group.of(Sort.LAB))
    ) or any(0 <= each.start - hit.end < wide for each in group.cues("kind"))


def _at_partner(text: Text, mention: Mention, group: Group) -> Mention:
    """Return the mention with the home of a university that has a part in the place."""
    known = group.organisations if mention.hit.sense.sort is Sort.RESEARCH else ()
    for at, each in enumerate(known):
        if each.sense.seat and (at or each.sense.joint) and gap(text, mention.hit, each) <= _PART:
            if not each.sense.seated:
                return mention._replace(elsewhere=each)
            return mention._replace(
                where=(each._replace(sense=_SEATS[each.sense.place]),), firm=0.8
            )
    return mention


def _rank(text: Text, place: Hit, where: Hit, distance: float) -> float:
    """Return a distance that knows 'lab in X' to be nearer than 'X … lab'.

    A country that nothing puts beside the place is who acts: '美国商务部', 'Mỹ điều tra'.
    """
    beside = where.end <= place.start and distance <= _BESIDE
    if where.sense.kind == "country" and where.sense.sort is _ELSEWHERE and not beside:
        before = text.folded.text[max(0, where.start - 24) : where.start]
        distance *= 1.0 if grammar().at.search(before) else _ACTS
    if where.start >= place.end:
        between = text.folded.text[place.end : where.start]
        if grammar().clause.search(between):
            return distance + _CLAUSE
        return distance * (0.5 if grammar().at.search(between) and len(between) < 30 else 1.0)
    between = text.folded.text[where.end : place.start]
    return distance * (1.5 if grammar().clause.search(between) else 1.0)


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
        if grammar().dateline.match(after):
            return 0.25
    if _visited(text, hit):
        return 0.4
    if hit.end <= mention.hit.start and _aside(folded, start, hit, mention):
        return 0.3
    if grammar().based.match(after) or grammar().at.search(before) or grammar().here.match(after):
        return 1.0
    behind = hit.start >= mention.hit.end
    between = folded[mention.hit.end : hit.start] if behind else folded[hit.end : mention.hit.start]
    if grammar().apart.search(between):
        return 0.2
    wide = folded[hit.start] > "\u2e7f"
    if wide and behind and not before.endswith("("):
        return 1.0 if grammar().settles.match(after) else 0.3
    if gap(text, hit, mention.hit) <= 12:
        return 0.95
    if wide:
        return 0.7
    return 0.55 if hit.sense.kind == "country" else 0.65


def _aside(folded: str, start: int, hit: Hit, mention: Mention) -> bool:
    """Tell 'The maker, whose plants stand in Zhengzhou, will run the centre'."""
    clause = grammar().whose.search(folded, max(start, mention.sentence.start), hit.start)
    return clause is not None and bool(grammar().clause.search(folded, hit.end, mention.hit.start))


def _set_apart(text: Text, hit: Hit, group: Group) -> bool:
    """Tell 'the first outside Germany' and 'after Potsdam': not where the place is."""
    wide = text.folded.text[hit.start] > "\u2e7f"
    return any(
        gap(text, cue, hit) <= 45
        if cue.end <= hit.start
        else wide and cue.start >= hit.end and gap(text, cue, hit) <= 6
        for cue in group.cues("outside")
    )


def _cities(text: Text, inside: Sequence[Hit], best: Hit) -> tuple[Hit, ...]:
    at = inside.index(best)
    first, last = at, at
    while first and listed(text, inside[first - 1], inside[first]):
        first -= 1
    while last + 1 < len(inside) and listed(text, inside[last], inside[last + 1]):
        last += 1
    chain = inside[first : last + 1]
    if all(hit.sense.kind == "country" for hit in chain):
        # 'in China … in Shanghai': the city says more, where the sentence has one of its own.
        near = [hit for hit in inside if hit.sense.kind == "city" and gap(text, hit, best) <= 40]
        chain = [*near[:1], *chain]
    return tuple(dict.fromkeys(chain))
