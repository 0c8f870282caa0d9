"""article x relation topic -> what its sentences say of places of research."""

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from monitor.news.language import identify, identify_lead
from monitor.news.model import Article
from monitor.news.topic.context import Weighed, weigh
from monitor.news.topic.groups import Groups
from monitor.news.topic.lexicon import Lexicon, Sort
from monitor.news.topic.matching import Hit, find, find_within, holds, own
from monitor.news.topic.mention import FIELDS, Mention
from monitor.news.topic.parts import taken_apart
from monitor.news.topic.relations import FIELD_REACH, mentions
from monitor.news.topic.scoring import Measures, measure
from monitor.news.topic.text import Sentence, Text, join
from monitor.news.topic.unnamed import unnamed

_LEAD = 300  # characters of title and lead that tell their own
_SAMPLE = 1500  # characters are enough to tell a language
# With a place of research; what stands behind so many adds nothing to the score.
_MOST_SENTENCES = 10
_BEHIND = 5  # sentences that may say more of the last place of research
_NOWHERE = "no place in the country is named"
_NOBODY = "no organisation from outside the country is named"
_START = itemgetter(0)
_NAMED = frozenset({Sort.FOREIGN, Sort.NATIVE, Sort.LAB, Sort.INSIDE, Sort.ELSEWHERE})
_RESEARCHING = frozenset({Sort.RESEARCH, Sort.LAB, Sort.GENERAL, Sort.ACTIVITY})


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """A relation topic compiled."""

    name: str
    threshold: float
    country: Lexicon
    lexicon: Lexicon
    telling: Lexicon


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in one article."""

    text: Text
    groups: Groups
    weighed: Sequence[Weighed]
    measures: Measures


def findings(article: Article, topic: Relation) -> Findings | str:
    """Return the findings, or in words what the article lacks to be of the topic at all."""
    text = join(article)
    if not holds(text.folded, topic.country):
        return _NOWHERE
    language = _language(article)
    hits = find(text.folded, topic.lexicon, language)
    lack = _lacking(hits)
    if lack and not _may_be_learnt(lack, hits):
        return lack
    hits = taken_apart(text.folded, topic.lexicon, topic.telling, language, hits)
    sentences = list(_read(text, hits))
    end = sentences[-1].end
    last = bisect_left(hits, end, key=_START)
    behind = hits[last:]
    hits = unnamed(text, hits[:last])
    lack = _lacking([*hits, *behind])
    if lack:
        return lack
    told = find_within(text.folded, own(topic.telling, language), language, (0, end))
    groups = Groups(text, sentences, [*hits, *_outside(told, hits)])
    weighed = weigh(text, _mentions(text, groups), groups)
    return Findings(text, groups, weighed, measure(text, groups, weighed))


def _language(article: Article) -> str | None:
    """Return the language of headline and lead, which a page of another language may surround."""
    whole = article.language or identify(_sample(article))
    lead = "\n".join((article.title, *(block.text for block in article.blocks[:1])))[:_LEAD]
    return identify_lead(lead, whole)


def _sample(article: Article) -> str:
    parts = [article.title]
    length = 0
    for block in article.blocks:
        parts.append(block.text[:_SAMPLE])
        length += len(block.text)
        if length > _SAMPLE:
            break
    return "\n".join(parts)


def _may_be_learnt(lack: str, hits: Sequence[Hit]) -> bool:
    """Tell whether an unlisted name, or the parts of a listed one, may be what an article seems to lack."""
    return lack == _NOBODY or any(hit.sense.sort is Sort.NATIVE for hit in hits)


def _lacking(hits: Sequence[Hit]) -> str:
    """Return what no article of the topic can lack, in words, or nothing."""
    sorts = {hit.sense.sort for hit in hits}
    if Sort.LAB in sorts:
        return ""
    if Sort.INSIDE not in sorts and not any(hit.sense.seated for hit in hits):
        return _NOWHERE
    if not sorts & {Sort.FOREIGN, Sort.PEOPLE} and not any(
        (hit.sense.sort is Sort.CUE and hit.sense.name == "foreign")
        or hit.sense.sort is Sort.ELSEWHERE
        for hit in hits
    ):
        return _NOBODY
    if not sorts & {Sort.FIELD, Sort.DRIVING} and not any(hit.sense.field for hit in hits):
        return "no word of the field"
    if not sorts & {Sort.RESEARCH, Sort.GENERAL, Sort.ACTIVITY}:
        return "no place of research is named"
    return ""


def _read(text: Text, hits: Sequence[Hit]) -> Iterator[Sentence]:
    """Yield the sentences up to the last that is weighed, and those behind that say more of it."""
    places = [hit.start for hit in _places(hits)]
    left, at, behind = _MOST_SENTENCES, 0, 0
    for sentence in text.sentences():
        yield sentence
        if at < len(places) and places[at] < sentence.end and left:
            at = bisect_left(places, sentence.end, at)
            left -= 1
            behind = 0
        behind += 1
        if behind > _BEHIND and (not left or at == len(places)):
            return


def _places(hits: Sequence[Hit]) -> list[Hit]:
    """Return the places of research; what may be none is one where the field is near."""
    fields = [hit.start for hit in hits if hit.sense.sort in FIELDS]
    return [
        hit
        for hit in hits
        if hit.sense.sort in _RESEARCHING
        and (
            hit.sense.sort is not Sort.GENERAL
            or bisect_left(fields, hit.start - FIELD_REACH)
            < bisect_left(fields, hit.end + FIELD_REACH)
        )
    ]


def _outside(told: Sequence[Hit], hits: Sequence[Hit]) -> list[Hit]:
    """Return what is told outside of names: in '联合利华' nobody does anything together."""
    named = {
        at
        for hit in hits
        if hit.sense.sort in _NAMED and hit.sense.name
        for at in range(hit.start, hit.end)
    }
    return [hit for hit in told if hit.start not in named]


def _mentions(text: Text, groups: Groups) -> Iterator[Mention]:
    for sentence in itertools.islice(groups.holding(_places(groups.hits)), _MOST_SENTENCES):
        yield from mentions(text, sentence, groups.of(sentence.number))
