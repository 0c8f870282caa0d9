"""article x relation topic -> verdict, with everything a person needs to disagree."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.news.language import identify
from monitor.news.model import Article, Evidence, Happening, Role, Verdict
from monitor.news.topic.context import Weighed, weigh
from monitor.news.topic.events import events, whole
from monitor.news.topic.lexicon import Lexicon, Sort
from monitor.news.topic.matching import Hit, find, holds
from monitor.news.topic.mention import Mention
from monitor.news.topic.parts import taken_apart
from monitor.news.topic.relations import mentions
from monitor.news.topic.scoring import Measures, measure, score
from monitor.news.topic.text import Sentence, Text, join
from monitor.news.topic.unnamed import unnamed

_SAMPLE = 1500  # characters are enough to tell a language
_MOST_SENTENCES = 400  # with a place of research; hostile text has more
_MOST_HITS = 60  # of one sentence
_MOST_EVIDENCE = 24
_MOST_MAIN, _MOST_SPOKEN = 8, 24  # mentions
_YEAR = re.compile(r"(?<!\d)(?:19[89]\d|20[0-4]\d)(?!\d)")
_LEAD = 4
_RESEARCHING = frozenset({Sort.RESEARCH, Sort.LAB, Sort.GENERAL, Sort.ACTIVITY})


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """A relation topic compiled."""

    name: str
    threshold: float
    country: Lexicon
    lexicon: Lexicon
    telling: Lexicon


def judge_relation(article: Article, topic: Relation) -> Verdict:
    """Return the verdict; time and memory are bounded by ``text.LONGEST``."""
    text = join(article)
    if not holds(text.folded, topic.country):
        return _dismissed(topic, "no place in the country is named")
    language = article.language or identify(_sample(article))
    found = find(text.folded, topic.lexicon, language)
    hits = taken_apart(text.folded, topic.lexicon, language, found)
    reason = _lacking({hit.sense.sort for hit in hits}, hits)
    if reason:
        return _dismissed(topic, reason)
    sentences = text.sentences()
    told = find(text.folded, topic.telling, language)
    groups = _grouped(text, sorted([*hits, *told], key=_place), sentences)
    spoken = [
        mention
        for sentence in _researching(sentences, groups)
        for mention in mentions(text, sentence, groups[sentence.number])
    ]
    weighed = weigh(spoken, sentences, groups)
    measures = measure(text, sentences, groups, weighed)
    value = score(measures)
    return _verdict(text, topic, value, measures, weighed, (sentences, groups))


def _sample(article: Article) -> str:
    parts = [article.title]
    length = 0
    for block in article.blocks:
        parts.append(block.text[:_SAMPLE])
        length += len(block.text)
        if length > _SAMPLE:
            break
    return "\n".join(parts)


def _place(hit: Hit) -> tuple[int, int]:
    return hit.start, hit.end


def _dismissed(topic: Relation, reason: str) -> Verdict:
    return Verdict(topic.name, flagged=False, score=0.01, reasons=(f"Not flagged: {reason}.",))


def _lacking(sorts: set[Sort], hits: Sequence[Hit]) -> str:
    """Return what no article of the topic can lack, in words, or nothing."""
    if Sort.LAB in sorts:
        return ""
    if Sort.INSIDE not in sorts:
        return "no place in the country is named"
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
                for hit in unnamed(text, whole(text, sentence, group))
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


def _verdict(
    text: Text,
    topic: Relation,
    value: float,
    measures: Measures,
    weighed: Sequence[Weighed],
    read: tuple[Sequence[Sentence], Mapping[int, Sequence[Hit]]],
) -> Verdict:
    sentences, groups = read
    flagged = value >= topic.threshold
    best = sorted((each for each in weighed if each.strength > 0), key=lambda each: -_order(each))
    strong = [each for each in best if each.strength >= 0.6 * best[0].strength] if best else []
    main = strong[:_MOST_MAIN]
    least = 0.3 * best[0].strength if best else 0.0
    spoken = [(each.strength, each.mention) for each in best if each.strength >= least]
    named, tied = events(text, spoken[:_MOST_SPOKEN], sentences, groups, _year(text))
    organisations = _organisations(main)
    places = _places(weighed, main, sentences, groups)
    happenings = tuple(
        Happening(
            event,
            next((owner.sense.name for owner in mention.owners if owner.sense.name), None),
            next((where.sense.name for where in mention.where), None),
        )
        for event, (mention, _) in zip(named, tied, strict=True)
    )
    proof = None
    if best:
        sentence = max(strong, key=_order).mention.sentence
        proof = text.original(sentence.start, sentence.end)
    return Verdict(
        topic=topic.name,
        flagged=flagged,
        score=round(value, 3),
        organisations=organisations if best else (),
        labs=_labs(main),
        places=places,
        events=named,
        happenings=happenings,
        evidence=tuple(_evidence(text, main, tied, weighed)),
        proof=proof,
        reasons=tuple(measures.reasons(flagged=flagged, happenings=happenings, best=best)),
    )


def _year(text: Text) -> int:
    """Return the year of the story: that of its date, else the last one it names."""
    if text.article.published is not None:
        return text.article.published.year
    return max(map(int, _YEAR.findall(text.folded.text)), default=0)


def _order(each: Weighed) -> float:
    title = 0.25 if each.mention.sentence.block < 0 else 0.0
    return each.strength + title - 0.01 * min(each.mention.sentence.number, 20)


def _organisations(main: Sequence[Weighed]) -> tuple[str, ...]:
    direct = [each for each in main if each.mention.how != "inherited"] or main
    return tuple(
        dict.fromkeys(
            owner.sense.name for each in direct for owner in each.mention.owners if owner.sense.name
        )
    )


def _labs(main: Sequence[Weighed]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            owner.sense.lab for each in main for owner in each.mention.owners if owner.sense.lab
        )
    )


def _places(
    weighed: Sequence[Weighed],
    main: Sequence[Weighed],
    sentences: Sequence[Sentence],
    groups: Mapping[int, Sequence[Hit]],
) -> tuple[str, ...]:
    """Return the cities of the place of research, surest first; else the region or country."""
    weights: dict[str, float] = defaultdict(float)
    for each in weighed:
        for where in each.mention.where:
            if where.sense.kind == "city" and where.sense.name:
                weights[where.sense.name] += each.strength
        for owner in each.mention.owners:
            if owner.sense.lab and not each.mention.where:
                weights[owner.sense.kind] += 0.7 * each.strength
    weights = {city: weight for city, weight in weights.items() if weight > 0}
    if weights:
        best = max(weights.values())
        order = sorted(weights, key=lambda city: -weights[city])
        return tuple(city for city in order if weights[city] >= 0.45 * best)
    cities = _cities_nearby(main, sentences, groups)
    others = [where.sense.name for each in main for where in each.mention.where]
    return cities or tuple(dict.fromkeys(name for name in others if name))


def _cities_nearby(
    main: Sequence[Weighed],
    sentences: Sequence[Sentence],
    groups: Mapping[int, Sequence[Hit]],
) -> tuple[str, ...]:
    """Return the cities of the first sentence that names the owner's, where no mention does."""
    if not main:
        return ()
    wanted = {owner.sense.name for each in main for owner in each.mention.owners}
    for sentence in sentences[: _LEAD + 4]:
        hits = groups.get(sentence.number, ())
        cities = [
            hit.sense.name
            for hit in hits
            if hit.sense.sort is Sort.INSIDE
            and hit.sense.kind == "city"
            and hit.start - sentence.start > 8
        ]
        native = any(hit.sense.sort is Sort.NATIVE for hit in hits)
        owned = any(hit.sense.name in wanted for hit in hits if hit.sense.sort is Sort.FOREIGN)
        if cities and (owned or not native):
            return tuple(dict.fromkeys(cities))[:3]
    return ()


def _evidence(
    text: Text,
    main: Sequence[Weighed],
    tied: Sequence[tuple[Mention, Hit]],
    weighed: Sequence[Weighed],
) -> Iterator[Evidence]:
    spans: dict[tuple[int, int, Role], None] = {}
    for each in main:
        mention = each.mention
        for owner in mention.owners:
            spans[owner.start, owner.end, Role.ORGANISATION] = None
        spans[mention.hit.start, mention.hit.end, Role.FACILITY] = None
        for where in mention.where:
            spans[where.start, where.end, Role.PLACE] = None
        if mention.field is not None:
            spans[mention.field.start, mention.field.end, Role.FIELD] = None
    for _, hit in tied:
        spans[hit.start, hit.end, Role.EVENT] = None
    for each in weighed:
        if each.native or each.away:
            found = each.mention.owners[:1] if each.native else ()
            hit = found[0] if found else each.mention.elsewhere or each.mention.hit
            spans[hit.start, hit.end, Role.AGAINST] = None
    for start, end, role in list(spans)[:_MOST_EVIDENCE]:
        evidence = text.evidence(start, end, role)
        if evidence is not None:
            yield evidence
