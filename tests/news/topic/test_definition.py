"""Topic tables of config.toml: what they may say, and every problem at once."""

import pickle

import pytest

from monitor.errors import ConfigError
from monitor.news.model import Article, Block, BlockKind
from monitor.news.topic import SHIPPED, Topic, compile_topic, define, judge, shipped


def _problems(table: dict[str, object]) -> dict[str, str]:
    with pytest.raises(ConfigError) as refused:
        define(table)
    return {problem.path: problem.message for problem in refused.value.problems}


def _flagged(table: dict[str, object], title: str) -> bool:
    topic = compile_topic(define(table))
    return judge(Article("", title, (Block(BlockKind.PARAGRAPH, title + "."),)), topic).flagged


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_topic_needs_its_name_only(name: str) -> None:
    assert define({"name": name}) == shipped(name)


def test_an_unknown_shipped_topic_is_refused() -> None:
    with pytest.raises(ConfigError, match="did you mean"):
        shipped("foreign-ai-lab-in-china")


def test_every_problem_is_listed_at_once() -> None:
    found = _problems(
        {
            "name": "mine",
            "extends": "foreign-ai-labs-in-chin",
            "treshold": 0.4,
            "threshold": 3,
            "facility": {"add": ["x", "", "hub", "hub"]},
            "events": {"closing": {"add": ["shut"]}},
            "organisations": {"add": [{"name": "Acme", "hom": "US"}], "drop": []},
        }
    )
    assert "did you mean 'foreign-ai-labs-in-china'?" in found["extends"]
    assert "did you mean 'threshold'?" in found["treshold"]
    assert "between 0 and 1" in found["threshold"]
    assert "facility.add" in found
    assert "unknown event" in found["events.closing"]
    assert "did you mean 'home'?" in found["organisations.add[1].hom"]
    assert "organisations.add[1].home" in found
    assert "unknown key" in found["organisations.drop"]


@pytest.mark.parametrize(
    ("table", "path"),
    [
        ({}, "name"),
        ({"name": 3}, "name"),
        ({"name": "mine"}, "query"),
        ({"name": "mine", "query": ""}, "query"),
        ({"name": "mine", "query": "*"}, "query"),
        ({"name": "mine", "query": "x OR"}, "query"),
        ({"name": "mine", "query": "word", "facility": {"add": ["lab"]}}, "facility"),
        ({"name": "mine", "extends": SHIPPED[0], "places": ["Lab City"]}, "places"),
        ({"name": "mine", "extends": SHIPPED[0], "query": "word"}, "extends"),
        ({"name": "mine", "extends": SHIPPED[0], "organisations": []}, "organisations"),
    ],
)
def test_a_topic_that_cannot_match_is_refused(table: dict[str, object], path: str) -> None:
    assert path in _problems(table)


def test_an_owner_adds_an_organisation() -> None:
    title = "Zorblatt opens AI lab in Wuhan"
    extended: dict[str, object] = {
        "name": "mine",
        "extends": SHIPPED[0],
        "organisations": {"add": [{"name": "Zorblatt", "home": "NO"}]},
    }
    assert not _flagged({"name": SHIPPED[0]}, title)
    assert _flagged(extended, title)


def test_an_owner_takes_an_organisation_away() -> None:
    title = "Philips opens AI lab in Wuhan"
    assert _flagged({"name": SHIPPED[0]}, title)
    assert not _flagged({"name": SHIPPED[0], "organisations": {"remove": ["Philips"]}}, title)


def test_an_owner_adds_words_for_a_place_of_research() -> None:
    title = "Philips opens AI dreamery in Wuhan"
    assert not _flagged({"name": SHIPPED[0]}, title)
    assert _flagged({"name": SHIPPED[0], "facility": {"add": ["dreamery"]}}, title)


def test_a_topic_pickles_as_its_definition() -> None:
    topic = compile_topic(define({"name": "mine", "query": "chip"}))
    copied = pickle.loads(pickle.dumps(topic))
    assert isinstance(copied, Topic)
    assert judge(Article("", "A chip", ()), copied).flagged
    assert len(pickle.dumps(topic)) < 2000
