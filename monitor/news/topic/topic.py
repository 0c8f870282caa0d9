"""TopicDefinition -> Topic, and article x Topic -> Verdict, for either kind of topic."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from monitor.news.model import Article, Verdict
from monitor.news.topic.definition import TopicDefinition

if TYPE_CHECKING:
    from monitor.news.topic.findings import Relation
    from monitor.news.topic.searching import Search


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic ready to judge; pickles as its definition, and compiles on its first use."""

    definition: TopicDefinition

    @property
    def name(self) -> str:
        """Return the name that verdicts carry."""
        return self.definition.name


def compile_topic(definition: TopicDefinition) -> Topic:
    """Return the topic with its lists loaded and its automata built."""
    compiled(definition)
    return Topic(definition)


def judge(article: Article, topic: Topic) -> Verdict:
    """Return the verdict on an article; it raises nothing, whatever the text."""
    from monitor.news.topic.findings import Relation
    from monitor.news.topic.judging import judge_relation
    from monitor.news.topic.searching import judge_query

    kind = compiled(topic.definition)
    if isinstance(kind, Relation):
        return judge_relation(article, kind)
    return judge_query(article, kind)


@cache
def compiled(definition: TopicDefinition) -> "Relation | Search":
    """Return what a definition compiles to, once in a process."""
    from monitor.news.topic.findings import Relation
    from monitor.news.topic.forms import needed, relation_forms, telling_forms
    from monitor.news.topic.gazetteer import gazetteer
    from monitor.news.topic.lexicon import compile_forms
    from monitor.news.topic.query import compile_query
    from monitor.news.topic.searching import Search

    if definition.query is not None:
        return Search(definition.name, definition.threshold, compile_query(definition.query))
    data = gazetteer()
    lexicon = compile_forms(relation_forms(data, definition))
    return Relation(
        definition.name,
        definition.threshold,
        country=lexicon.only(needed),
        lexicon=lexicon,
        telling=compile_forms(telling_forms(data, definition)),
    )
