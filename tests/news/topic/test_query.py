"""Keyword queries: what they accept, what they refuse, where they hold."""

import re
import time

import pytest

from monitor.news.model import Article, Block, BlockKind, Verdict
from monitor.news.topic import compile_topic, define, judge, shipped
from monitor.news.topic.query import QueryError, compile_query, parse


def _judged(query: str, title: str, *blocks: str) -> Verdict:
    topic = compile_topic(define({"name": "mine", "query": query}))
    paragraphs = tuple(Block(BlockKind.PARAGRAPH, text) for text in blocks)
    return judge(Article("", title, paragraphs), topic)


@pytest.mark.parametrize(
    ("query", "text", "flagged"),
    [
        ("chip AND export", "Export of one chip.", True),
        ("chip export", "Export of one chip.", True),
        ("chip AND export", "Export of chips.", False),
        ("chip* AND export", "Export of chips.", True),
        ("*conductor*", "Semiconductors are scarce.", True),
        ('"export control*"', "New export controls.", True),
        ('"export control"', "Control of export.", False),
        ("chip NOT potato", "A potato chip.", False),
        ("chip AND NOT (potato OR fish)", "A chip with fish.", False),
        ("a1 OR b2 AND c3", "a1", True),
        ("(a1 OR b2) AND c3", "a1", False),
        ("出口管制 AND 芯片", "美國擴大晶片與芯片的出口管制", True),
        ("/h[12]00?/ AND sale", "The sale of H20 chips.", True),
        ('"control* de exportaci*"', "Nuevos controles de exportación.", True),
        ("반도체", "반도체는 수출 품목이다.", True),
        ("art", "A smart start.", False),
    ],
)
def test_a_query_holds_where_it_should(query: str, text: str, flagged: bool) -> None:
    assert _judged(query, "", text).flagged is flagged


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("(chip", "')' is expected"),
        ("chip)", "without its '('"),
        ('"chip', "does not end"),
        ("chip AND", "expected at the end"),
        ("OR chip", "is expected"),
        ("NOT chip", "must not be there"),
        ("*", "matches everything"),
        ("a*", "nearly everything"),
        ("/x*/", "matches everything"),
        ("/(/", "not a pattern"),
        ("(" * 80 + "chip" + ")" * 80, "levels"),
        ("the", "nearly every text holds 'the'"),
        ("chip OR của", "nearly every text holds 'của'"),
        ("/的|地/", "nearly every text holds"),
        ("/e/", "nearly every text holds 'e'"),
        ("chip /(?<=a)b/", "look-around is not possible; say what must not be there with NOT"),
        (r"chip /(a)\1/", r"references such as \1"),
        ("chip /(a/", "(at character 6)"),
        ("\n(chip OR ship)\nAND OR fish\n", "at line 3 of the query, character 5"),
        ('chip\nAND "ship', "at line 2 of the query, character 5"),
    ],
)
def test_a_query_that_cannot_be_meant_is_refused(query: str, says: str) -> None:
    with pytest.raises(QueryError, match=re.escape(says)):
        parse(query)


def test_evidence_and_proof_are_of_the_article() -> None:
    block = "Nothing here. New export controls on chips were announced. Nothing there."
    found = _judged('"export control*" AND chip*', "News", block)
    assert [each.text for each in found.evidence] == ["export controls", "chips"]
    assert all(block[each.start : each.end] == each.text for each in found.evidence)
    assert found.proof == "New export controls on chips were announced."


def test_words_together_score_higher_than_words_apart() -> None:
    query = "alpha AND omega"
    title = _judged(query, "Alpha and omega", "Text.").score
    sentence = _judged(query, "Title", "Alpha and omega.").score
    apart = _judged(query, "Title", "Alpha.", "Omega.").score
    assert title > sentence > apart


def test_a_threshold_leaves_out_words_that_stand_apart() -> None:
    topic = compile_topic(define({"name": "mine", "query": "alpha omega", "threshold": 0.7}))
    apart = Article(
        "", "", tuple(Block(BlockKind.PARAGRAPH, word) for word in ("Alpha.", "Omega."))
    )
    assert not judge(apart, topic).flagged
    assert judge(Article("", "Alpha and omega", ()), topic).flagged


def test_a_pattern_that_blows_up_elsewhere_is_linear_here() -> None:
    query = compile_query("/(x+x+)+y/")
    from monitor.news.topic.folding import fold

    started = time.perf_counter()
    assert query.find(fold("x" * 100_000)) is None
    assert time.perf_counter() - started < 5


def test_the_shipped_query_topic_reads_several_languages() -> None:
    topic = compile_topic(shipped("chip-export-controls"))

    def flagged(text: str) -> bool:
        return judge(Article("", text, ()), topic).flagged

    assert flagged("US widens export controls on Nvidia chips")
    assert flagged("美国扩大芯片出口管制")
    assert flagged("Mỹ siết kiểm soát xuất khẩu chip bán dẫn")
    assert flagged("미국, 반도체 수출 통제 확대")
    assert not flagged("Nvidia presents a new chip")
    assert not flagged("Export of apples grows")


@pytest.mark.parametrize("query", ["/./", r"/\w+/", "/.+x*/", r"/\pL/"])
def test_a_pattern_that_matches_everything_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="matches everything"):
        parse(query)


def test_a_query_that_holds_without_any_of_its_words_is_refused() -> None:
    with pytest.raises(QueryError, match="none of its words"):
        parse("chip OR NOT potato")
