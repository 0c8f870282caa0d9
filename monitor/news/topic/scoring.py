"""Weighed mentions -> measures of the whole article -> a calibrated score and its reasons."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.news.model import Happening
from monitor.news.topic.context import Weighed
from monitor.news.topic.lexicon import Sort
from monitor.news.topic.matching import Hit
from monitor.news.topic.text import Sentence, Text

_LEAD = 4  # sentences of an article that say what it is about
_CLEAR = 0.4  # strength from which a mention is one


@dataclass(frozen=True, slots=True)
class Measures:
    """What of an article speaks for and against the topic."""

    title: float  # strength of the best mention in the title
    lead: float
    best: float
    total: float  # of the strengths, one a sentence
    share: float  # of the sentences, those that speak of the place
    native: float  # places of the country's own organisations, in sentences
    away: float  # places elsewhere
    title_native: bool
    title_away: bool
    titled: bool  # the title names organisation or place of research of the best mention
    sentences: int
    disease: bool
    sar: bool
    cues: tuple[str, ...]
    cut: bool

    def reasons(
        self, *, flagged: bool, happenings: Sequence[Happening], best: Sequence[Weighed]
    ) -> Iterator[str]:
        """Yield one plain sentence for each thing that decided."""
        if best:
            yield _said(best[0])
        for happening in happenings if flagged else ():
            who = happening.organisation or "an organisation from outside"
            yield f"{happening.event.capitalize()} by {who}{_at(happening.place)}."
        if self.title >= _CLEAR:
            yield "The headline says so."
        elif self.lead >= _CLEAR:
            yield "The first sentences say so."
        elif best:
            yield "It is mentioned in passing, not in headline or first sentences."
        if self.native:
            yield "Against: a place of research that an organisation of the country runs itself."
        if self.away:
            yield "Against: a place of research that stands elsewhere."
        if self.sar:
            yield "It stands in Hong Kong or Macau, which are counted apart."
        yield from (_CUES[cue] for cue in self.cues if cue in _CUES)
        if self.disease:
            yield "Against: the laboratory is one for diseases."
        if not best:
            yield "No sentence ties an organisation from outside to a place of research inside."
        if self.cut:
            yield "Only the beginning of the text was judged: it is too long."


_CUES = {
    "denial": "Something is denied.",
    "rumour": "It is hearsay or from unnamed sources.",
    "plan": "It is a plan.",
}


def _at(place: str | None) -> str:
    return f" in {place}" if place else ""


def _said(best: Weighed) -> str:
    mention = best.mention
    who = ", ".join(dict.fromkeys(owner.sense.name for owner in mention.owners if owner.sense.name))
    where = ", ".join(dict.fromkeys(hit.sense.name for hit in mention.where))
    what = next((owner.sense.lab for owner in mention.owners if owner.sense.lab), "")
    place = what or f"a place of research ({mention.hit.sense.form})"
    told = {"inherited": "by the sentences before", "joint": "with a partner"}.get(mention.how, "")
    how = f", {told}" if told else ""
    return f"{who or 'An organisation from outside'} runs {place}{_at(where)}{how}."


def measure(
    text: Text,
    sentences: Sequence[Sentence],
    hits: Mapping[int, Sequence[Hit]],
    weighed: Sequence[Weighed],
) -> Measures:
    """Return the measures of an article from its mentions."""
    by_sentence: dict[int, float] = {}
    for each in weighed:
        number = each.mention.sentence.number
        by_sentence[number] = max(by_sentence.get(number, 0.0), each.strength)
    titled = bool(sentences) and sentences[0].block < 0
    first = 1 if titled else 0
    lead = [by_sentence.get(number, 0.0) for number in range(first, first + _LEAD)]
    clear = sum(1 for value in by_sentence.values() if value >= _CLEAR * 0.6)
    title = hits.get(0, ()) if titled else ()
    title_mentions = [each for each in weighed if titled and each.mention.sentence.number == 0]
    best = max(weighed, key=lambda each: each.strength, default=None)
    wanted = {owner.sense.name for owner in best.mention.owners} if best else set()
    return Measures(
        title=by_sentence.get(0, 0.0) if titled else 0.0,
        lead=max(lead, default=0.0),
        best=max(by_sentence.values(), default=0.0),
        total=sum(by_sentence.values()),
        share=clear / max(len(sentences), 1),
        native=sum(1 for each in weighed if each.native) / 1.0,
        away=sum(1 for each in weighed if each.away and not each.native) / 1.0,
        title_native=any(each.native for each in title_mentions),
        title_away=any(each.away for each in title_mentions),
        titled=any(
            hit.sense.name in wanted and hit.sense.sort in {Sort.FOREIGN, Sort.LAB} for hit in title
        ),
        sentences=len(sentences),
        disease=any(
            hit.sense.sort is Sort.CUE and hit.sense.name == "disease"
            for number in (0, 1, 2)
            for hit in hits.get(number, ())
        ),
        sar=bool(best and best.mention.where and all(hit.sense.sar for hit in best.mention.where)),
        cues=_cues(hits, by_sentence),
        cut=text.cut,
    )


def _cues(hits: Mapping[int, Sequence[Hit]], by_sentence: Mapping[int, float]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            hit.sense.name
            for number, value in by_sentence.items()
            if value >= _CLEAR
            for hit in hits.get(number, ())
            if hit.sense.sort is Sort.CUE and hit.sense.name in _CUES
        )
    )


def score(measures: Measures) -> float:
    """Return how likely the article is of the topic, 0…1."""
    if measures.best <= 0.02:
        return 0.02
    top = max(measures.title, measures.lead, 0.75 * measures.best)
    value = -4.2 + 6.0 * top + 1.2 * min(measures.title + measures.lead, 1.5)
    value += 0.5 * min(measures.total, 4.0) + 3.0 * min(measures.share, 0.5)
    value += 0.6 if measures.titled else -0.4
    value -= 0.5 * min(measures.native, 4) + 0.5 * min(measures.away, 4)
    value -= 1.5 * measures.title_native + 2.5 * measures.title_away
    value -= 4.0 * measures.disease
    return 1.0 / (1.0 + math.exp(-value))
