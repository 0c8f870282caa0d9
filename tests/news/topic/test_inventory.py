"""What of a topic an article holds, for a person who asks why it was left alone."""

import pytest

from monitor.news.model import Article, Block, BlockKind
from monitor.news.topic import Topic, compile_topic, define, shipped
from monitor.news.topic.inventory import Part, inventory

RELATION = compile_topic(shipped("foreign-ai-labs-in-china"))


def parts(title: str, topic: Topic = RELATION, language: str = "en") -> dict[str, Part]:
    block = Block(BlockKind.PARAGRAPH, title)
    article = Article("https://a.test/", title, (block,), language=language)
    return {part.name: part for part in inventory(article, topic)}


def test_a_lab_elsewhere_lacks_the_country_and_has_a_place_against_it() -> None:
    found = parts("Google enlarges its artificial intelligence research centre in Zurich")
    assert found["an organisation from outside"].found == ("Google",)
    assert found["a place in China"].found == ()
    assert found["places elsewhere"] == Part("places elsewhere", ("Zurich",), against=True)


def test_a_chinese_lab_lacks_the_organisation_from_outside() -> None:
    found = parts("百度在北京成立人工智能实验室", language="zh")
    assert found["an organisation from outside"].found == ()
    assert found["organisations of China"].against
    assert found["a place in China"].found


def test_a_text_of_nothing_lacks_everything() -> None:
    assert [part.found for part in parts("").values()] == [(), (), (), ()]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("bridge* AND toll", {"'bridge*'": ("bridge*",), "'toll'": ()}),
        ("bridge* NOT paint*", {"'bridge*'": ("bridge*",), "none of 'paint*'": ()}),
        ("toll OR tunnel", {"one of 'toll', 'tunnel'": ()}),
    ],
)
def test_a_keyword_topic_is_told_clause_by_clause(
    query: str, told: dict[str, tuple[str, ...]]
) -> None:
    topic = compile_topic(define({"name": "bridges", "query": query}))
    found = parts("Bridges painted", topic)
    assert {name: part.found for name, part in found.items()} == told
