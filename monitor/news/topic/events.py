"""Mentions of places of research -> what happens to them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from monitor.news.topic.grammar import grammar
from monitor.news.topic.groups import Group, Groups
from monitor.news.topic.lexicon import Sort
from monitor.news.topic.matching import Hit
from monitor.news.topic.mention import Mention, gap
from monitor.news.topic.text import Sentence, Text

# How far an event may stand from its place of research, in letters; in a headline all belongs together.
_REACH = 110.0
_FAR, _BEYOND = 0.4, 0.15
# What a sentence counts that names the owner alone, or follows one on the place of research.
_TITLED, _LED, _FOLLOWED = 0.75, 0.3, 0.25
_HEADED = 0.45  # a headline that names neither
_LEAD = 5
_TITLE = 1.6
_FAINT = 0.4
_JOINT = 1.15  # what two open together is first of all what they do together
_ENDED = 0.6  # and nothing where what they shared ends
_MEANT = 0.6  # money yields to what it is spent on where that is told about as surely
_PAID_FOR = ("opening", "expansion", "closure", "layoffs")
_PAST = 0.35
_ASIDE = 0.5  # told only to say of which place it is, as in 'the lab, which opened with 40 people, will close'
_LATE = 0.7  # for every five sentences that come before
_OTHERS = 0.4  # another organisation stands between
# Every event needs this much, the others this share of the strongest beside it.
_ENOUGH = 0.12
_SHARE = 0.98
_AGAIN = 0.2  # what every further sentence adds
_MOST = 2
_OWN = 0.7  # share of the strongest that the event of another organisation needs
_PLAIN = 0.25  # strength of a mention that is news by itself
_FIRST = 4  # and the last sentence it may stand in
_NAMED = 12  # signs between such a verb and the place of research behind it
_YEAR = re.compile(r"(?:19[89]|20[0-4])\d(?<!\d\d{4})(?!\d)")
_AROUND = 32  # signs about an event in which a year says when it was
# What a story recalls of a place of research that something else happens to.
_RECALLED = frozenset({"opening", "hiring", "expansion", "investment", "leadership"})

Tied = tuple[tuple[str, ...], tuple[tuple[Mention, Hit], ...]]


class _Told(NamedTuple):
    """An event, how surely it is said of a place of research, and by which form."""

    event: str
    tie: float
    mention: Mention
    hit: Hit


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A span that an event may be said of."""

    weight: float
    sentence: Sentence
    hit: Hit
    mention: Mention


@dataclass(frozen=True, slots=True)
class _Tally:
    """What all that is told adds up to."""

    weights: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    tied: dict[str, _Told] = field(default_factory=dict)  # event -> where it is told most surely
    owned: dict[str, _Told] = field(default_factory=dict)  # the same of each organisation

    def count(self, anchor: _Anchor, told: _Told) -> None:
        weight = self.weights[told.event]
        self.weights[told.event] = max(weight, told.tie) + _AGAIN * min(weight, told.tie)
        _keep_surer(self.tied, told.event, told)
        if anchor.hit is told.mention.hit:
            _keep_surer(self.owned, _owner(told.mention), told)


def _keep_surer(known: dict[str, _Told], key: str, told: _Told) -> None:
    if told.tie > (known[key].tie if key in known else 0.0):
        known[key] = told


def events(
    text: Text,
    strong: Sequence[tuple[float, Mention]],
    groups: Groups,
    year: int,
) -> Tied:
    """Return the events, surest first, and for each happening its mention and the form found.

    ``strong`` are weighted mentions, the surest first; what happened before ``year`` is background
    and yields to what did not.
    """
    tally = _tally(text, strong, groups, year)
    weights = tally.weights
    if any(weights[event] >= _MEANT * weights["investment"] for event in _PAID_FOR):
        weights["investment"] *= _MEANT
    best = max(weights.values(), default=0.0)
    if best < _ENOUGH:
        return _news_itself(strong)
    order = sorted(tally.tied, key=lambda event: -weights[event])
    kept = [event for event in order if weights[event] >= max(best * _SHARE, _ENOUGH)][:_MOST]
    told = [tally.tied[event] for event in kept]
    least = told[0].tie * _OWN / _TITLE
    told += list(_of_others(tally.owned, told, least))[: _MOST - len(told)]
    return tuple(each.event for each in told), tuple((each.mention, each.hit) for each in told)


def _tally(
    text: Text, strong: Sequence[tuple[float, Mention]], groups: Groups, year: int
) -> _Tally:
    tally = _Tally()
    past: dict[tuple[int, str], bool] = {}
    for anchor in _anchors(strong, groups):
        group = groups.of(anchor.sentence.number)
        for hit in group.of(Sort.EVENT):
            known = (hit.start, hit.sense.name)
            if known not in past:
                past[known] = _past(text, hit, year) and not _ahead(text, hit, group)
            tie = _tie(text, anchor, hit, group, past=past[known])
            tally.count(anchor, _Told(hit.sense.name, tie, anchor.mention, hit))
    return tally


def _owner(mention: Mention) -> str:
    return next((owner.sense.name for owner in mention.owners), "")


def _of_others(
    owned: Mapping[str, _Told],
    told: Sequence[_Told],
    least: float,
) -> Iterator[_Told]:
    """Yield what befalls another organisation's place in another city: 'A opens a lab; B closes one'."""
    mentions = [each.mention for each in told]
    spoken = {place for mention in mentions for place in (_owner(mention), *_cities(mention))}
    events = {each.event for each in told}
    early = all(mention.sentence.number <= _LEAD for mention in mentions)
    for owner, each in owned.items():
        apart = not spoken & {owner, *_cities(each.mention)} and each.event not in events
        if early and apart and each.tie >= least and each.mention.sentence.number <= _LEAD:
            yield each


def _cities(mention: Mention) -> set[str]:
    return {where.sense.name for where in mention.where}


def _news_itself(strong: Sequence[tuple[float, Mention]]) -> Tied:
    """Return an opening where headline or first sentence names a place of research and no verb: 'X: a lab in Y'."""
    if not strong or strong[0][0] < _PLAIN or strong[0][1].sentence.number > _FIRST:
        return (), ()
    main = strong[0][1]
    return ("opening",), ((main, main.hit),)


def _anchors(strong: Sequence[tuple[float, Mention]], groups: Groups) -> Iterator[_Anchor]:
    """Yield the mentions, then the owner's name in title and lead, then the sentences behind."""
    if not strong:
        return
    best, main = strong[0]
    names = {owner.sense.name for owner in main.owners if owner.sense.name}
    for weight, mention in strong:
        titled = mention.sentence.block < 0 and names & {o.sense.name for o in mention.owners}
        weight = max(weight, _TITLED * best) if titled else weight
        yield _Anchor(weight, mention.sentence, mention.hit, mention)
    spoken = {mention.sentence.number for _, mention in strong}
    for sentence in groups.sentences[: 2 * _LEAD + 1]:
        number = sentence.number
        if number in spoken:
            continue
        group = groups.of(number)
        owners = [hit for hit in group.hits if hit.sense.name in names]
        if owners and sentence.block < 0:
            yield _Anchor(_TITLED * best, sentence, owners[0], main)
        elif sentence.block < 0:
            start = Hit(sentence.start, sentence.start, main.hit.sense)
            yield _Anchor(_HEADED * best, sentence, start, main)
        elif owners and number <= _LEAD:
            yield _Anchor(_LED * best, sentence, owners[0], main)
        elif number - 1 in spoken and number <= 2 * _LEAD and not group.organisations:
            start = Hit(sentence.start, sentence.start, main.hit.sense)
            yield _Anchor(_FOLLOWED * best, sentence, start, main)


def _tie(text: Text, anchor: _Anchor, hit: Hit, group: Group, *, past: bool) -> float:
    """Return how surely an event is said of the place of research."""
    titled = anchor.sentence.block < 0
    distance = gap(text, anchor.hit, hit)
    far = _FAR if titled else _BEYOND
    near = 1.0 - (1.0 - _FAR) * distance / _REACH if distance <= _REACH else far
    tie = anchor.weight * near * (_TITLE if titled else 1.0)
    tie *= _FAINT if hit.sense.faint else 1.0
    if hit.sense.name == "partnership":
        tie *= _ENDED if _ends(group) else 1.0 if hit.sense.faint else _JOINT
    tie *= _LATE ** min(anchor.sentence.number // (_LEAD + 1), 3)
    if past:
        tie *= _PAST
    elif not titled and _aside(text, anchor.sentence, hit, group):
        tie *= _ASIDE
    if hit.sense.name != "partnership" and _others(anchor, hit, group):
        tie *= _OTHERS
    if hit.sense.name in _RECALLED and _abroad(anchor.mention, hit, group):
        tie *= _OTHERS
    return tie


def _ahead(text: Text, hit: Hit, group: Group) -> bool:
    """Tell 'will open in 2027': the year beside it is not gone by."""
    return any(gap(text, cue, hit) <= _AROUND for cue in group.cues("plan"))


def _ends(group: Group) -> bool:
    return any(
        each.sense.name == "closure" and not each.sense.faint for each in group.of(Sort.EVENT)
    )


def _past(text: Text, hit: Hit, year: int) -> bool:
    around = text.folded.text[max(0, hit.start - _AROUND) : hit.end + _AROUND]
    return hit.sense.name in _RECALLED and (
        any(found < year for found in years(around))
        or grammar().recalled.search(around) is not None
    )


def _aside(text: Text, sentence: Sentence, hit: Hit, group: Group) -> bool:
    """Tell 'the lab, which opened with 40 people, will …' and '上海に置く研究所は…'."""
    folded = text.folded.text
    if hit.sense.name not in _RECALLED:
        return False
    if grammar().relative.search(folded, sentence.start, hit.start):
        return True
    done = grammar().done.match(folded, hit.start, hit.end + 6)
    return done is not None and any(
        0 <= each.start - done.end() <= _NAMED for each in group.of(Sort.RESEARCH)
    )


def _abroad(mention: Mention, hit: Hit, group: Group) -> bool:
    """Tell '启用新加坡研究院' in a story of another place of research, which stands inside."""
    return bool(mention.where) and any(
        0 <= each.start - hit.end <= 1 or 0 <= hit.start - each.end <= 1
        for each in group.of(Sort.ELSEWHERE)
        if each.sense.name not in {where.sense.name for where in mention.where}
    )


def years(text: str) -> list[int]:
    """Return the years of our time that a text names."""
    return [int(found) for found in _YEAR.findall(text)]


def _others(anchor: _Anchor, hit: Hit, group: Group) -> bool:
    """Tell whether an organisation that does not run the place stands between it and the event."""
    names = {owner.sense.name for owner in anchor.mention.owners}
    left, right = sorted((anchor.hit.start, hit.start))
    return any(
        left < each.start < right and each.sense.name and each.sense.name not in names
        for each in group.organisations
    )
