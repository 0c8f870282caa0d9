"""article x relation topic -> verdict, with everything a person needs to disagree."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from monitor.news.model import Article, Evidence, Happening, Role, Verdict
from monitor.news.topic.context import Weighed
from monitor.news.topic.events import events, years
from monitor.news.topic.findings import Findings, Relation, findings
from monitor.news.topic.grammar import grammar
from monitor.news.topic.groups import Groups
from monitor.news.topic.lexicon import Sort
from monitor.news.topic.matching import Hit
from monitor.news.topic.mention import Mention
from monitor.news.topic.names import name_leading
from monitor.news.topic.scoring import score
from monitor.news.topic.text import Sentence, Text

_MOST_EVIDENCE = 24
_MOST_MAIN, _MOST_SPOKEN = 8, 24  # mentions
_LEAD = 4
_SEAT = 0.7  # how much less a city counts that a laboratory is only known to stand in
_DATELINE = 6  # signs at the beginning of a sentence that may say where it was written


def judge_relation(article: Article, topic: Relation) -> Verdict:
    """Return the verdict; time and memory are bounded by ``text.LONGEST``."""
    found = findings(article, topic)
    return _dismissed(topic, found) if isinstance(found, str) else _verdict(topic, found)


def _dismissed(topic: Relation, reason: str) -> Verdict:
    return Verdict(topic.name, flagged=False, score=0.01, reasons=(f"Not flagged: {reason}.",))


def _verdict(topic: Relation, found: Findings) -> Verdict:
    text, weighed = found.text, found.weighed
    groups = found.groups
    value = score(found.measures)
    flagged = value >= topic.threshold
    best = sorted((each for each in weighed if each.strength > 0), key=lambda each: -_order(each))
    strong = [each for each in best if each.strength >= 0.6 * best[0].strength] if best else []
    main = strong[:_MOST_MAIN]
    least = 0.3 * best[0].strength if best else 0.0
    spoken = [(each.strength, each.mention) for each in best if each.strength >= least]
    named, tied = events(text, spoken[:_MOST_SPOKEN], groups, _year(text))
    organisations = _organisations(main) or _subject(text, groups.of(0).hits)
    places = _places(weighed, main, groups)
    happenings = tuple(
        Happening(
            event,
            next((owner.sense.name for owner in mention.owners if owner.sense.name), None),
            _place(mention, places),
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
        reasons=tuple(found.measures.reasons(flagged=flagged, happenings=happenings, best=best)),
    )


def _place(mention: Mention, places: Sequence[str]) -> str | None:
    """Return the city of a happening, else that of the whole story, which is rarely another."""
    cities = (where.sense.name for where in mention.where if where.sense.kind == "city")
    return next(cities, places[0] if places else None)


def _year(text: Text) -> int:
    """Return the year of the story: that of its date, else the last one it names."""
    if text.article.published is not None:
        return text.article.published.year
    return max(years(text.folded.text), default=0)


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


def _subject(text: Text, title: Sequence[Hit]) -> tuple[str, ...]:
    """Return the name that the title begins with, where the story calls its owner foreign only."""
    name = name_leading(text.article.title)
    known = any(hit.start < len(name) for hit in title)
    return (name,) if name and not known else ()


def _labs(main: Sequence[Weighed]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            owner.sense.lab for each in main for owner in each.mention.owners if owner.sense.lab
        )
    )


def _places(
    weighed: Sequence[Weighed],
    main: Sequence[Weighed],
    groups: Groups,
) -> tuple[str, ...]:
    """Return the cities of the place of research, surest first; else the region or country."""
    weights = _cities(weighed)
    if weights:
        best = max(weights.values())
        order = sorted(weights, key=lambda city: -weights[city])
        return tuple(city for city in order if weights[city] >= 0.45 * best)
    cities = _cities_nearby(main, groups)
    others = [where.sense.name for each in main for where in each.mention.where]
    return cities or tuple(dict.fromkeys(name for name in others if name))


def _cities(weighed: Sequence[Weighed]) -> Mapping[str, float]:
    """Return how much each city counts, once a sentence."""
    most: dict[tuple[int, str], float] = defaultdict(float)
    for each in weighed:
        number, weight = each.mention.sentence.number, each.strength
        told = [hit.sense.name for hit in each.mention.where if hit.sense.kind == "city"]
        for city in filter(None, told):
            most[number, city] = max(most[number, city], weight)
        for owner in each.mention.owners:
            if owner.sense.lab and not told:
                seat = owner.sense.kind
                most[number, seat] = max(most[number, seat], _SEAT * weight)
    weights: dict[str, float] = defaultdict(float)
    for (_, city), weight in most.items():
        weights[city] += weight
    return {city: weight for city, weight in weights.items() if weight > 0}


def _cities_nearby(main: Sequence[Weighed], groups: Groups) -> tuple[str, ...]:
    """Return the cities of the first sentence that names the owner's, where no mention does."""
    if not main:
        return ()
    wanted = {owner.sense.name for each in main for owner in each.mention.owners}
    for sentence in groups.sentences[: _LEAD + 4]:
        cities = _own_cities(sentence, groups)
        group = groups.of(sentence.number)
        owned = any(hit.sense.name in wanted for hit in group.of(Sort.FOREIGN))
        told = grammar().goes_on.search(groups.text.folded.text, sentence.start, sentence.end)
        if cities and (owned or told is not None or not group.of(Sort.NATIVE)):
            return cities
    return ()


def _own_cities(sentence: Sentence, groups: Groups) -> tuple[str, ...]:
    """Return the cities that a sentence names, but not where it was written."""
    cities = (
        hit.sense.name
        for hit in groups.of(sentence.number).of(Sort.INSIDE)
        if hit.sense.kind == "city" and hit.start - sentence.start > _DATELINE
    )
    return tuple(dict.fromkeys(cities))[:3]


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
