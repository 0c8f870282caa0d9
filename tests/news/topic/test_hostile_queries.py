"""A query of whatever kind is compiled, and judges whatever text, within bounds."""

import time
import tracemalloc

import pytest

from monitor.errors import ConfigError
from monitor.news.model import Article, Block, BlockKind, Verdict
from monitor.news.topic import compile_topic, define, judge
from monitor.news.topic.folding import fold
from monitor.news.topic.query import QueryError, compile_query, parse

TEN_MEGABYTES = 10_000_000
QUERY = (
    '("lab lab" OR lab* OR 实验室) AND (/(a|b|lab )+x|lab/ OR *e*f* OR /.{0,200}zz/) NOT "open*"'
)


def _judged(query: str, text: str) -> Verdict:
    topic = compile_topic(define({"name": "mine", "query": query}))
    return judge(Article("", "A lab", (Block(BlockKind.PARAGRAPH, text),)), topic)


@pytest.mark.parametrize(
    "text", ["lab lab ", "实验室", '"', "e", "a\u0301\u0302", "lab.\n", "x x "]
)
def test_ten_megabytes_are_judged_in_bounded_time_and_memory(text: str) -> None:
    whole = text * (TEN_MEGABYTES // len(text.encode()))
    started = time.process_time()
    tracemalloc.start()
    verdict = _judged(QUERY, whole)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.process_time() - started < 4
    assert peak < 64_000_000
    assert len(verdict.evidence) <= 24


def test_a_text_that_was_judged_by_its_beginning_says_so() -> None:
    assert any("too long" in reason for reason in _judged("lab", "lab " * 100_000).reasons)
    assert not any("too long" in reason for reason in _judged("lab", "lab " * 100).reasons)


@pytest.mark.parametrize("query", ["lab", "/lab/"])
def test_of_one_word_no_more_places_are_kept_than_a_person_reads(query: str) -> None:
    found = compile_query(query).find(fold("lab " * 20_000))
    assert found is not None
    assert [len(spans) for spans in found.values()] == [200]


def test_a_query_without_end_is_refused() -> None:
    with pytest.raises(QueryError, match="more than 2000 words"):
        parse(" OR ".join(f"w{number}" for number in range(2_500)))
    with pytest.raises(ConfigError, match="longer than 20000 characters"):
        define({"name": "mine", "query": "chip " * 5_000})


def test_a_pattern_that_would_take_all_memory_is_refused() -> None:
    with pytest.raises(QueryError, match="is not a pattern"):
        parse(r"/((\pL{1,100}){1,100}){1,100}/")
    with pytest.raises(QueryError, match="is not a pattern"):
        parse(r"/\pL{300}/")  # some 6 MB, the library's own bound being 8
    parse(r"/\pL{100}/")


def test_of_many_words_no_more_evidence_is_kept_than_a_person_reads() -> None:
    words = [f"word{number}" for number in range(60)]
    assert len(_judged(" ".join(words), " ".join(words)).evidence) == 24
