"""The shipped relation topic, and a short way to judge with it."""

from collections.abc import Callable

import pytest

from monitor.news.model import Article, Block, BlockKind, Verdict
from monitor.news.topic import Topic, compile_topic, judge, shipped

Judge = Callable[..., Verdict]


@pytest.fixture(scope="session")
def labs() -> Topic:
    return compile_topic(shipped("foreign-ai-labs-in-china"))


@pytest.fixture(scope="session")
def verdict(labs: Topic) -> Judge:
    def judged(title: str, *blocks: str, language: str | None = None) -> Verdict:
        paragraphs = tuple(Block(BlockKind.PARAGRAPH, text) for text in blocks)
        article = Article("https://news.example/1", title, paragraphs, language=language)
        found = judge(article, labs)
        for evidence in found.evidence:
            source = title if evidence.block == "title" else blocks[evidence.block]
            assert source[evidence.start : evidence.end] == evidence.text
        return found

    return judged
