"""article x topic -> what of the topic's parts the article holds, and which of them it lacks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor.news.language import identify
from monitor.news.model import Article
from monitor.news.topic.gazetteer import gazetteer
from monitor.news.topic.lexicon import Sort
from monitor.news.topic.matching import Hit, find
from monitor.news.topic.query import Every, Node, Not, Some, Term
from monitor.news.topic.searching import Search
from monitor.news.topic.text import Text, join
from monitor.news.topic.topic import Topic, compiled

SHOWN = 4  # forms of one part
LANGUAGE_SAMPLE = 2000  # characters


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a topic asks for, and the words by which an article has it; none: it lacks it."""

    name: str
    found: tuple[str, ...]
    against: bool = False  # it speaks against the article


def inventory(article: Article, topic: Topic) -> tuple[Part, ...]:
    """Return the parts of the topic in the article, for a person who asks why it is not flagged.

    That all parts are there does not make an article one of the topic: they may stand apart.
    """
    text = join(article)
    machine = compiled(topic.definition)
    if isinstance(machine, Search):
        return tuple(_clause(*clause) for clause in machine.query.clauses(text.folded))
    sample = article.title + "\n" + "\n".join(block.text for block in article.blocks)
    language = article.language or identify(sample[:LANGUAGE_SAMPLE])
    hits = find(text.folded, machine.lexicon, language)
    return tuple(_of_relation(text, hits, _country(topic.definition.country)))


def _of_relation(text: Text, hits: Sequence[Hit], country: str) -> Iterator[Part]:
    for name, sorts in (
        (f"a place in {country}", {Sort.INSIDE, Sort.LAB}),
        ("an organisation from outside", {Sort.FOREIGN, Sort.LAB}),
        ("a place of research", {Sort.RESEARCH, Sort.LAB, Sort.GENERAL, Sort.ACTIVITY}),
    ):
        yield Part(name, _words(text, (hit for hit in hits if hit.sense.sort in sorts)))
    field = (hit for hit in hits if hit.sense.field or hit.sense.sort in {Sort.FIELD, Sort.DRIVING})
    yield Part("the field", _words(text, field))
    for name, sort in (
        ("places elsewhere", Sort.ELSEWHERE),
        (f"organisations of {country}", Sort.NATIVE),
    ):
        if words := _words(text, (hit for hit in hits if hit.sense.sort is sort)):
            yield Part(name, words, against=True)


def _country(code: str) -> str:
    places = gazetteer().places
    return next((p.name for p in places if p.country == code and p.kind == "country"), code)


def _words(text: Text, hits: Iterable[Hit]) -> tuple[str, ...]:
    words = (text.original(hit.start, hit.end) for hit in hits)
    return tuple(dict.fromkeys(word for word in words if word))[:SHOWN]


def _clause(node: Node, there: tuple[Term, ...], holds: bool) -> Part:
    found = tuple(term.text for term in there)[:SHOWN]
    if isinstance(node, Not):
        words = f"none of {_listed(node.part)}"
        return Part(words, () if not holds else ("none is there",))
    return Part(_listed(node), found if holds else ())


def _listed(node: Node) -> str:
    match node:
        case Term(text):
            return repr(text)
        case Not(part):
            return f"not {_listed(part)}"
        case Every(parts) | Some(parts):
            shown = ", ".join(_listed(part) for part in parts[:SHOWN])
            more = f", … ({len(parts)})" if len(parts) > SHOWN else ""
            return f"{'one' if isinstance(node, Some) else 'all'} of {shown}{more}"
