"""Weighed mentions -> measures of the whole article -> a calibrated score and its reasons."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.news.model import Happening
from monitor.news.topic.context import Weighed
from monitor.news.topic.groups import Groups
from monitor.news.topic.lexicon import Sort
from monitor.news.topic.matching import Hit
from monitor.news.topic.mention import gap
from monitor.news.topic.text import Text

_LEAD = 4  # sentences of an article that say what it is about
_OF_DISEASE = 30  # letters between a laboratory and the disease that it is for
_MIDDLE = 10  # the last sentence by which an article has come to the point
_TELLING = 3  # of these, which tell the news
_SHORTEST = 14  # signs of such a sentence
_SHORT = 7  # sentences of a short story, its headline among them
_OPENING = 36  # bytes of a sentence that a story begins with; a sign of Han has three
_PASSING = 0.6  # what counts of a mention in a short story that begins with something else
_LONGEST_LEAD = 7  # sentences of a first paragraph that is all of it
_NEXT = 16  # signs between a plan and what is planned
_CLEAR = 0.4  # strength from which a mention is one
_OF_TOPIC = (Sort.INSIDE, Sort.NATION, Sort.NATIVE, Sort.LAB, Sort.RESEARCH, Sort.ACTIVITY)
LEAST = 0.02  # score, and strength, of nothing

# Logistic regression on labelled stories in twelve languages, a third of them put into other pages; the command that
# fitted them, and prints how well they are calibrated, stands in tests/benchmarks/topic_weights.py. "disease" and
# "later" are set by hand, with the others held, there being too few such stories to fit.
BIAS = -2.63
WEIGHTS: Mapping[str, float] = {
    "title": 4.08,
    "lead": 4.26,
    "told": 4.15,
    "total": 0.45,
    "later": 2.5,
    "titled": 1.62,
    "inside title": 1.82,
    "away title": -2.76,
    "disease": -4.0,
}


@dataclass(frozen=True, slots=True)
class Measures:
    """What of an article speaks for and against the topic."""

    title: float  # strength of the best mention in the title
    lead: float
    told: float  # the same of what the first sentences tell an event with
    best: float
    total: float  # of the strengths, one a sentence
    later: float  # best of what the sentences behind the lead tell, as far as others repeat it
    native: int  # those of the country's own organisations
    away: int  # those elsewhere
    title_inside: bool  # the title names a place inside
    title_away: bool  # the title has a place of research elsewhere
    titled: bool  # the title names organisation or place of research of the best mention
    disease: bool
    sar: bool
    cues: tuple[str, ...]
    planned: frozenset[str]  # events that are to come
    cut: bool

    def reasons(
        self, *, flagged: bool, happenings: Sequence[Happening], best: Sequence[Weighed]
    ) -> Iterator[str]:
        """Yield one plain sentence for each thing that decided."""
        if best:
            yield _said(best[0])
        for happening in happenings if flagged else ():
            who = happening.organisation or "an organisation from outside"
            told = _TOLD.get(happening.event, f"{happening.event.capitalize()} by")
            yield f"{told} {who}{_at(happening.place)}."
        if self.title >= _CLEAR:
            yield "The headline says so."
        elif self.lead >= _CLEAR:
            yield "The first sentences say so."
        elif best:
            yield "It is mentioned in passing, not in headline or first sentences."
        yield from self._limits(happenings)
        if not best:
            yield "No sentence ties an organisation from outside to a place of research inside."
        if self.cut:
            yield "Only the beginning of the text was judged: it is too long."

    def _limits(self, happenings: Sequence[Happening]) -> Iterator[str]:
        """Yield what speaks against it, and how sure or settled it is."""
        if self.native:
            yield "Against: it also tells of a place of research of the country's own."
        if self.away:
            yield "Against: it also tells of a place of research that stands elsewhere."
        if self.sar:
            yield "It stands in Hong Kong or Macau, which are counted apart."
        yield from (_CUES[cue] for cue in self.cues)
        if any(happening.event in self.planned for happening in happenings):
            yield "It is a plan."
        if self.disease:
            yield "Against: the laboratory is one for diseases."


_CUES = {
    "denial": "Something is denied.",
    "rumour": "It is hearsay or from unnamed sources.",
}


# How an event is told whose name does not do with 'by' and a name behind it.
_TOLD = {
    "leadership": "A change of leadership at",
    "partnership": "A partnership of",
    "research-output": "Research from",
    "scrutiny": "Scrutiny of",
}


_HOW = {
    "inherited": "by the sentences before",
    "titled": "by the headline",
    "joint": "with a partner",
}


def _at(place: str | None) -> str:
    return f" in {place}" if place else ""


def _said(best: Weighed) -> str:
    mention = best.mention
    who = ", ".join(dict.fromkeys(owner.sense.name for owner in mention.owners if owner.sense.name))
    where = ", ".join(dict.fromkeys(hit.sense.name for hit in mention.where))
    what = next((owner.sense.lab for owner in mention.owners if owner.sense.lab), "")
    place = what or f"a place of research ({mention.hit.sense.form})"
    told = _HOW.get(mention.how, "")
    how = f", {told}" if told else ""
    return f"{who or 'An organisation from outside'} runs {place}{_at(where)}{how}."


def measure(
    text: Text,
    groups: Groups,
    weighed: Sequence[Weighed],
) -> Measures:
    """Return the measures of an article from its mentions."""
    by_sentence: dict[int, float] = {}
    for each in weighed:
        number = each.mention.sentence.number
        by_sentence[number] = max(by_sentence.get(number, 0.0), each.strength)
    # Of an article without a title the first sentence serves as one.
    share = _PASSING if _by_the_way(groups) else 1.0
    lead = {number: share * by_sentence.get(number, 0.0) for number in _lead(groups)}
    told = (lead[number] for number in list(lead)[:_TELLING] if groups.of(number).of(Sort.EVENT))
    title = groups.of(0)
    title_mentions = [each for each in weighed if each.mention.sentence.number == 0]
    best = max(weighed, key=lambda each: each.strength, default=None)
    wanted = {owner.sense.name for owner in best.mention.owners} if best else set()
    return Measures(
        title=by_sentence.get(0, 0.0),
        lead=max(lead.values(), default=0.0),
        told=max(told, default=0.0),
        best=max(by_sentence.values(), default=0.0),
        total=sum(by_sentence.values()),
        later=_later(by_sentence),
        native=sum(1 for each in weighed if each.native),
        away=sum(1 for each in weighed if each.away and not each.native),
        title_inside=bool(title.of(Sort.INSIDE) or title.of(Sort.LAB)),
        title_away=any(each.away for each in title_mentions),
        titled=any(
            hit.sense.name and hit.sense.name in wanted
            for sort in (Sort.FOREIGN, Sort.LAB)
            for hit in title.of(sort)
        ),
        disease=any(_on_disease(groups, number) for number in (0, 1, 2)),
        sar=bool(best and best.mention.where and all(hit.sense.sar for hit in best.mention.where)),
        cues=_cues(groups, by_sentence),
        planned=_planned(groups, by_sentence) | _awaited(weighed, groups),
        cut=text.cut,
    )


def _by_the_way(groups: Groups) -> bool:
    """Tell whether a short story begins with something else, and names no place inside till later.

    Long ones often begin with a scene.
    """
    folded = groups.text.folded.text
    told = [
        each
        for each in groups.sentences[1 : 1 + _SHORT]
        if len(folded[each.start : each.end].encode()) >= _OPENING
    ]
    first = (groups.title(), *(groups.of(each.number) for each in told[:1]))
    return len(groups.sentences) <= _SHORT and not any(
        group.of(sort) for group in first for sort in _OF_TOPIC
    )


def _lead(groups: Groups) -> Iterator[int]:
    """Yield the numbers of the first sentences, and of the others of the first paragraph.

    A dateline such as 'MÜNCHEN/WUXI.' is none.
    """
    told = [each for each in groups.sentences[1:] if each.end - each.start >= _SHORTEST]
    for place, sentence in enumerate(told[:_LONGEST_LEAD]):
        if place < _LEAD or sentence.block == told[0].block:
            yield sentence.number


def _later(by_sentence: Mapping[int, float]) -> float:
    """Return the strength of an article that comes to the point late; one sentence alone is none."""
    behind = (value for number, value in by_sentence.items() if _LEAD < number <= _MIDDLE)
    again = sum(by_sentence.values()) - max(by_sentence.values(), default=0.0)
    return max(behind, default=0.0) * min(again, 1.0)


def _cues(groups: Groups, by_sentence: Mapping[int, float]) -> tuple[str, ...]:
    cues = (
        hit.sense.name
        for number, value in by_sentence.items()
        if value >= _CLEAR
        for hit in groups.of(number).of(Sort.CUE)
    )
    return tuple(dict.fromkeys(cue for cue in cues if cue in _CUES))


def _planned(groups: Groups, by_sentence: Mapping[int, float]) -> frozenset[str]:
    """Return the events that a place of research is said to await, as 'plans to open', '開設する計画'.

    'It opened the laboratory, where 500 people will work' plans no opening.
    """
    clear = [groups.of(number) for number, value in by_sentence.items() if value >= _CLEAR]
    return frozenset(
        event.sense.name
        for group in clear
        for cue in group.cues("plan")
        for event in group.of(Sort.EVENT)
        if not event.sense.faint and _beside(cue, event)
    )


def _awaited(weighed: Sequence[Weighed], groups: Groups) -> frozenset[str]:
    """Return an opening where the place of research itself is what a plan is for: 'plans an AI lab'."""
    awaited = any(
        0 <= each.mention.hit.start - cue.end <= _NEXT
        for each in weighed
        if each.strength >= _CLEAR
        for cue in groups.of(each.mention.sentence.number).cues("plan")
    )
    return frozenset({"opening"} if awaited else ())


def _beside(cue: Hit, event: Hit) -> bool:
    before = -len(cue.sense.form) <= event.start - cue.end <= _NEXT
    return before or 0 <= cue.start - event.end <= _NEXT // 2


def _on_disease(groups: Groups, number: int) -> bool:
    """Tell a laboratory for diseases from a year in which there was one."""
    group = groups.of(number)
    places = (*group.of(Sort.RESEARCH), *group.of(Sort.LAB))
    return any(
        (number == 0 and not places)
        or any(gap(groups.text, cue, place) <= _OF_DISEASE for place in places)
        for cue in group.cues("disease")
    )


def features(measures: Measures) -> dict[str, float]:
    """Return the measures as numbers of about the same size, each once for a weight.

    Squares: two faint mentions are no clear one.
    """
    best = measures.best
    return {
        "title": measures.title**2,
        "lead": measures.lead**2,
        "told": measures.told,
        "total": min(measures.total, 4.0),
        "later": measures.later,
        "titled": best * measures.titled,
        "inside title": best * measures.title_inside,
        "away title": float(measures.title_away),
        "disease": float(measures.disease),
    }


def score(measures: Measures) -> float:
    """Return how likely the article is of the topic, 0…1."""
    if measures.best <= LEAST:
        return LEAST
    value = BIAS + sum(WEIGHTS[name] * found for name, found in features(measures).items())
    return 1.0 / (1.0 + math.exp(-value))
