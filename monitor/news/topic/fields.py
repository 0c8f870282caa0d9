"""Sentences that name the field -> how surely it is that of a place of research."""

from dataclasses import dataclass

from monitor.news.topic.grammar import grammar
from monitor.news.topic.groups import Group, Groups
from monitor.news.topic.lexicon import Sort
from monitor.news.topic.matching import Hit
from monitor.news.topic.mention import FIELDS, Mention
from monitor.news.topic.text import Sentence, Text

_RESEARCHING = frozenset({Sort.RESEARCH, Sort.LAB, Sort.GENERAL, Sort.ACTIVITY, Sort.FOREIGN})
_NAMED, _NAMED_WIDE = 16, 2  # signs between 'AI company' and its name; in Han and kana
_TAKEN_OVER = frozenset({"inherited", "titled"})  # owners that another sentence names
_GOING = frozenset({"relocation", "leadership", "hiring"})  # from or to elsewhere
_BESIDE = 0.2  # certainty of the field where it is named, but of something else
_NEXT = 0.5  # the same where the sentence behind names it of nobody else


def fields_in(text: Text, group: Group) -> list[Hit]:
    """Return where a sentence names the field, but that of a firm or market: 'the AI boom'."""
    return [
        hit for hit in group.hits if hit.sense.sort in FIELDS and not _of_market(text, hit, group)
    ]


def _of_market(text: Text, hit: Hit, group: Group) -> bool:
    folded = text.folded.text
    found = grammar().market.match(folded, hit.end)
    if found is None:
        return False
    reach = _NAMED if folded[found.end() - 1] < "\u2e80" else _NAMED_WIDE
    return not any(0 <= each.start - found.end() <= reach for each in group.of(Sort.FOREIGN))


@dataclass(frozen=True, slots=True)
class Fields:
    """The sentences that name the field."""

    tied: set[int]  # of a place of research
    loose: set[int]  # of nobody that is named
    others: set[int]  # of a city, a market, a place elsewhere, or what somebody uses


def fields_of(text: Text, groups: Groups) -> Fields:
    """Return the sentences that name the field, by what they say it of.

    'The city also hosts a forum on artificial intelligence' says nothing of the place.
    """
    fields = [hit for hit in groups.hits if hit.sense.sort in FIELDS or hit.sense.field]
    found = Fields(set(), set(), set())
    for each in groups.holding(fields):
        group = groups.of(each.number)
        if not _named(text, group) or _of_others(text, each, group):
            found.others.add(each.number)
        elif _of_place(text, each, group):
            found.tied.add(each.number)
        else:
            found.loose.add(each.number)
    return found


def _named(text: Text, group: Group) -> bool:
    """Tell whether a sentence names the field by itself or in the name of a place of research."""
    named = any(hit.sense.field and hit.sense.sort not in FIELDS for hit in group.hits)
    return named or bool(fields_in(text, group))


def _of_others(text: Text, sentence: Sentence, group: Group) -> bool:
    """Tell whether it is the field of a city, a market, a place elsewhere, or what somebody uses."""
    if sentence.block >= 0 and _of_elsewhere(group):
        return True
    named = any(each.sense.name for each in group.organisations)
    if named or group.of(Sort.LAB) or group.of(Sort.RESEARCH):
        return False
    folded = text.folded.text
    city = grammar().of_city.search(folded, sentence.start, sentence.end)
    if city is not None and not grammar().by.search(folded[sentence.start : city.start()]):
        return True
    span = (sentence.start, sentence.end)
    asked = grammar().uses.search(folded, *span) or grammar().wanted.search(folded, *span)
    return asked is not None


def _of_elsewhere(group: Group) -> bool:
    """Tell 'in Jena the group works on artificial intelligence': another of its places does."""
    return (
        any(hit.sense.kind == "city" for hit in group.of(Sort.ELSEWHERE))
        and not (group.of(Sort.INSIDE) or group.of(Sort.LAB) or group.of(Sort.GENERAL))
        and not any(hit.sense.name in _GOING for hit in group.of(Sort.EVENT))
    )


def _of_place(text: Text, sentence: Sentence, group: Group) -> bool:
    """Tell whether a sentence on the field goes on about a place of research or its owner."""
    return (
        sentence.block < 0
        or any(hit.sense.sort in _RESEARCHING for hit in group.hits)
        or grammar().goes_on.search(text.folded.text, sentence.start, sentence.end) is not None
    )


def certainty(mention: Mention, fields: Fields, *, titled: bool) -> float:
    """Return how surely the field is that of the place of research, by where it is named."""
    number = mention.sentence.number
    sense = mention.hit.sense
    if number in fields.others and mention.how in _TAKEN_OVER:
        return _BESIDE
    if sense.field or mention.field is not None:
        driving = mention.field is not None and mention.field.sense.sort is Sort.DRIVING
        return 0.9 if driving else 1.0
    tied = fields.tied
    if number - 1 in tied or number + 1 in tied:
        return 0.8 if len(tied) > 1 else 0.65
    if titled and 0 in tied:
        return 0.85
    if any(abs(number - each) <= 3 for each in tied):
        return 0.6
    if number + 1 in fields.loose or (not number and 2 in fields.loose):
        return _NEXT
    if tied:
        return 0.45
    return _BESIDE if fields.loose or fields.others else 0.12
