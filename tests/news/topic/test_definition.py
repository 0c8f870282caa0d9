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


def _events(table: dict[str, object], title: str) -> tuple[str, ...]:
    return judge(Article("", title, ()), compile_topic(define(table))).events


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
        ({"name": "mine", "extends": SHIPPED[1], "facility": {"add": ["lab"]}}, "facility"),
        ({"name": SHIPPED[0], "facility": {"replace": []}}, "facility.replace"),
        ({"name": SHIPPED[0], "organisations": {"replace": []}}, "organisations.replace"),
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


def test_a_form_that_an_owner_opens_is_found_though_a_list_holds_it_closed() -> None:
    title = "Philips opens AI dreamlab in Wuhan"
    assert not _flagged({"name": SHIPPED[0]}, title)
    assert _flagged({"name": SHIPPED[0], "facility": {"add": ["*lab"]}}, title)


def test_a_name_is_one_of_its_own_aliases_unless_it_is_ambiguous() -> None:
    title = "Zorblatt opens AI lab in Wuhan"

    def mine(**more: object) -> dict[str, object]:
        row = {"name": "Zorblatt", "home": "NO", **more}
        return {"name": SHIPPED[0], "organisations": {"add": [row]}}

    assert _flagged(mine(aliases=["佐布拉特"]), title)
    added = define(mine(ambiguous=["Zorblatt"])).organisations.add[0]
    assert added.aliases == ()


@pytest.mark.parametrize(
    ("changed", "flagged"),
    [
        ({"facility": {"replace": ["dreamery"]}}, "Philips opens AI dreamery in Wuhan"),
        ({"field": {"replace": ["glassblow*"]}}, "Philips opens glassblowing lab in Wuhan"),
        ({"places": {"replace": ["Xi'an"]}}, "Philips opens AI lab in Xi'an"),
        ({"places": {"replace": ["Xi'an"], "add": ["Zorbo"]}}, "Philips opens AI lab in Zorbo"),
        (
            {"organisations": {"replace": [{"name": "Zorblatt", "home": "NO"}]}},
            "Zorblatt opens AI lab in Wuhan",
        ),
        (
            {
                "organisations": {
                    "replace": [{"name": "Zorblatt", "home": "NO"}],
                    "add": [{"name": "Blattzor", "home": "NO"}],
                }
            },
            "Blattzor opens AI lab in Wuhan",
        ),
    ],
)
def test_a_list_that_is_replaced_holds_what_the_owner_wrote_alone(
    changed: dict[str, object], flagged: str
) -> None:
    table = {"name": SHIPPED[0], **changed}
    assert _flagged(table, flagged)
    assert not _flagged(table, "Philips opens AI lab in Wuhan")
    assert not _flagged(table, "Philips opens self-driving research centre in Wuhan")


def test_the_words_of_an_event_are_replaced() -> None:
    table: dict[str, object] = {
        "name": SHIPPED[0],
        "events": {"closure": {"replace": ["mothball*"]}},
    }
    assert _events({"name": SHIPPED[0]}, "Philips closes its AI lab in Wuhan") == ("closure",)
    assert "closure" not in _events(table, "Philips closes its AI lab in Wuhan")
    assert _events(table, "Philips mothballs its AI lab in Wuhan") == ("closure",)


def test_a_place_that_is_taken_away_takes_the_labs_that_stand_there() -> None:
    title = "Microsoft Research Asia hires AI researchers"
    assert _flagged({"name": SHIPPED[0]}, title)
    assert not _flagged({"name": SHIPPED[0], "places": {"replace": ["Wuhan"]}}, title)
    without: dict[str, object] = {"name": SHIPPED[0], "places": {"remove": ["Wuhan"]}}
    assert not _flagged(without, "Philips opens AI lab in Wuhan")
    assert _flagged(without, "Philips opens AI lab in Suzhou")


def test_what_stands_twice_and_what_has_another_type_is_named() -> None:
    lab = {"name": "Zorb Lab", "place": "Wuxi", "field": "yes"}
    row = {"name": "Zorblatt", "home": "NO", "owner": 3, "labs": [lab, lab]}
    found = _problems({"name": SHIPPED[0], "organisations": {"add": [row, row]}})
    assert "true or false" in found["organisations.add[1].labs[1].field"]
    assert "text is expected" in found["organisations.add[1].owner"]
    assert "stands twice" in found["organisations.add[1].labs[2].name"]
    assert "stands twice" in found["organisations.add[2].name"]


def test_a_topic_pickles_as_its_definition() -> None:
    topic = compile_topic(define({"name": "mine", "query": "chip"}))
    copied = pickle.loads(pickle.dumps(topic))
    assert isinstance(copied, Topic)
    assert judge(Article("", "A chip", ()), copied).flagged
    assert len(pickle.dumps(topic)) < 2000
