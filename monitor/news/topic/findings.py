"""article x relation topic -> what its sentences say of places of research."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.news.language import identify, identify_lead
from monitor.news.model import Article
from monitor.news.topic.context import Weighed, weigh
from monitor.news.topic.events import whole
from monitor.news.topic.lexicon import Lexicon, Sort
from monitor.news.topic.matching import EVERYWHERE, OWN, Hit, find, holds
from monitor.news.topic.parts import taken_apart
from monitor.news.topic.relations import mentions
from monitor.news.topic.scoring import Measures, measure
from monitor.news.topic.text import Sentence, Text, join
from monitor.news.topic.unnamed import unnamed

_LEAD = 300  # characters of title and lead that tell their own
_SAMPLE = 1500  # characters are enough to tell a language
# With a place of research; what stands behind so many adds nothing to the score.
_MOST_SENTENCES = 10
_MOST_HITS = 60  # of one sentence
_NOWHERE = "no place in the country is named"
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
    """What was found in one article; ``groups`` holds the hits of each sentence by its number."""

    text: Text
    sentences: Sequence[Sentence]
    groups: Mapping[int, Sequence[Hit]]
    weighed: Sequence[Weighed]
    measures: Measures


def findings(article: Article, topic: Relation) -> Findings | str:
    """Return the findings, or in words what the article lacks to be of the topic at all."""
    text = join(article)
    if not holds(text.folded, topic.country):
        return _NOWHERE
    language = _language(article)
    hits = unnamed(text, find(text.folded, topic.lexicon, language))
    hits = taken_apart(text.folded, topic.lexicon, topic.telling, language, hits)
    lack = _lacking({hit.sense.sort for hit in hits}, hits)
    if lack:
        return lack
    told = find(text.folded, topic.telling, language, OWN if language else EVERYWHERE)
    sentences = text.sentences()
    groups = _grouped(text, sorted([*hits, *told], key=_place), sentences)
    spoken = [
        mention
        for sentence in _researching(sentences, groups)
        for mention in mentions(text, sentence, groups[sentence.number])
    ]
    weighed = weigh(text, spoken, sentences, groups)
    measures = measure(text, sentences, groups, weighed)
    return Findings(text, sentences, groups, weighed, measures)


def _language(article: Article) -> str | None:
    """Return the language of headline and lead, which a page of another language may surround."""
    whole = article.language or identify(_sample(article))
    lead = "\n".join((article.title, *(block.text for block in article.blocks[:1])))[:_LEAD]
    return identify_lead(lead, whole)


def _place(hit: Hit) -> tuple[int, int]:
    return hit.start, hit.end


def _sample(article: Article) -> str:
    parts = [article.title]
    length = 0
    for block in article.blocks:
        parts.append(block.text[:_SAMPLE])
        length += len(block.text)
        if length > _SAMPLE:
            break
    return "\n".join(parts)


def _lacking(sorts: set[Sort], hits: Sequence[Hit]) -> str:
    """Return what no article of the topic can lack, in words, or nothing."""
    if Sort.LAB in sorts:
        return ""
    if Sort.INSIDE not in sorts and not any(
        hit.sense.seat and hit.sense.sort is Sort.NATIVE for hit in hits
    ):
        return _NOWHERE
    if not sorts & {Sort.FOREIGN, Sort.PEOPLE} and not any(
        (hit.sense.sort is Sort.CUE and hit.sense.name == "foreign")
        or hit.sense.sort is Sort.ELSEWHERE
        for hit in hits
    ):
        return "no organisation from outside the country is named"
    if not sorts & {Sort.FIELD, Sort.DRIVING} and not any(hit.sense.field for hit in hits):
        return "no word of the field"
    if not sorts & {Sort.RESEARCH, Sort.GENERAL, Sort.ACTIVITY}:
        return "no place of research is named"
    return ""


def _grouped(
    text: Text, hits: Sequence[Hit], sentences: Sequence[Sentence]
) -> dict[int, list[Hit]]:
    groups: dict[int, list[Hit]] = {}
    named = {hit.sense.name for hit in hits if _plain(hit)}
    at = 0
    for sentence in sentences:
        group: list[Hit] = []
        while at < len(hits) and hits[at].start < sentence.end:
            if hits[at].start >= sentence.start and len(group) < _MOST_HITS:
                group.append(hits[at])
            at += 1
        if group:
            groups[sentence.number] = [
                hit
                for hit in whole(text, sentence, group)
                if not hit.sense.ambiguous or _in_company(text, hit, group, named)
            ]
    return groups


def _plain(hit: Hit) -> bool:
    return hit.sense.sort in {Sort.FOREIGN, Sort.LAB} and not hit.sense.ambiguous


def _in_company(text: Text, hit: Hit, group: Sequence[Hit], named: set[str]) -> bool:
    """Tell whether a form that is also an ordinary word is the organisation here."""
    if hit.sense.name in named or hit.sense.sort is Sort.NATIVE:
        return True
    if not any(
        each.sense.sort in {Sort.RESEARCH, Sort.GENERAL, Sort.FIELD, Sort.CUE} for each in group
    ):
        return False
    if text.folded.text[hit.start] < "\u2e80":
        return True
    before = text.folded.text[hit.start - 1 : hit.start]
    after = text.folded.text[hit.end : hit.end + 2]
    clause = not before or before in " \n，。、：；“”《（(,.:;·「『！？!?国"
    return clause or after[:2] in {"中国", "集团", "汽车", "公司", "在华", "在中", "宣布", "首席"}


def _researching(
    sentences: Sequence[Sentence], groups: Mapping[int, Sequence[Hit]]
) -> Iterator[Sentence]:
    count = 0
    for sentence in sentences:
        if any(hit.sense.sort in _RESEARCHING for hit in groups.get(sentence.number, ())):
            yield sentence
            count += 1
            if count >= _MOST_SENTENCES:
                return
