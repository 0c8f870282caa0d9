"""article x keyword query -> verdict."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.news.model import Article, Role, Verdict
from monitor.news.topic.query import Query, Span, Term
from monitor.news.topic.text import Sentence, Text, join

_MOST_EVIDENCE = 24

# How likely a query's hit is meant, by how near its words stand; set by hand, there being no
# labels for a topic that an owner writes.
_TITLE, _SENTENCE, _ARTICLE = 0.9, 0.8, 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """A keyword topic compiled."""

    name: str
    threshold: float
    query: Query


def judge_query(article: Article, topic: Search) -> Verdict:
    """Return the verdict; surer where the words stand together, in a sentence or the title."""
    text = join(article)
    found = topic.query.find(text.folded)
    if found is None:
        reason = "Not flagged: the query does not hold."
        return Verdict(topic.name, flagged=False, score=0.0, reasons=(reason,))
    sentences = tuple(text.sentences())
    sentence, together = _densest(sentences, found)
    value, where = _standing(sentence, together, len(found))
    words = ", ".join(f"'{term.text}'" for term in list(found)[:8])
    reasons = [f"The query holds: {words}.", where]
    if text.cut:
        reasons.append("Only the beginning of the text was judged: it is too long.")
    return Verdict(
        topic=topic.name,
        flagged=value >= topic.threshold,
        score=value,
        evidence=tuple(
            evidence
            for start, end in _spans(found)
            if (evidence := text.evidence(start, end, Role.FIELD)) is not None
        ),
        proof=_proof(text, sentence),
        reasons=tuple(reasons),
    )


def _spans(found: Mapping[Term, list[Span]]) -> list[Span]:
    first = [span for spans in found.values() for span in spans[:4]]
    return sorted(set(first))[:_MOST_EVIDENCE]


def _densest(
    sentences: tuple[Sentence, ...], found: Mapping[Term, list[Span]]
) -> tuple[Sentence | None, int]:
    counts = [0] * len(sentences)
    for spans in found.values():
        for number in {_at(sentences, start) for start, _ in spans}:
            if number >= 0:
                counts[number] += 1
    if not sentences:
        return None, 0
    best = max(range(len(sentences)), key=lambda number: (counts[number], -number))
    return sentences[best], counts[best]


def _at(sentences: tuple[Sentence, ...], start: int) -> int:
    low, high = 0, len(sentences)
    while low < high:
        middle = (low + high) // 2
        if sentences[middle].end <= start:
            low = middle + 1
        else:
            high = middle
    return low if low < len(sentences) and sentences[low].start <= start else -1


def _standing(sentence: Sentence | None, together: int, terms: int) -> tuple[float, str]:
    if sentence is not None and together >= min(terms, 2):
        if sentence.block < 0:
            return _TITLE, "Its words stand in the headline."
        return _SENTENCE, "Its words stand in one sentence."
    return _ARTICLE, "Its words stand apart from each other."


def _proof(text: Text, sentence: Sentence | None) -> str | None:
    return text.original(sentence.start, sentence.end) if sentence is not None else None
