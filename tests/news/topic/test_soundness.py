"""Changes that are well formed and can't do what their owner means."""

import pytest

from monitor.news.topic import SHIPPED, define
from monitor.news.topic.soundness import unsound


def told(**changes: object) -> dict[str, str]:
    table = {"name": "mine", "extends": SHIPPED[0], **changes}
    return {problem.path: problem.message for problem in unsound(define(table))}


def added(**organisation: object) -> dict[str, str]:
    return told(organisations={"add": [{"name": "Zorblatt", "home": "NO", **organisation}]})


@pytest.mark.parametrize("alias", ["the", "lab", "Apple", "Shanghai", "closes", "machine learning"])
def test_an_alias_that_is_an_ordinary_word_belongs_under_ambiguous(alias: str) -> None:
    assert "ambiguous" in added(aliases=["Zorblatt", alias])["organisations.add[1].aliases"]
    assert added(ambiguous=[alias]) == {}


def test_an_alias_of_two_organisations_is_refused() -> None:
    assert "means Siemens already" in added(aliases=["西门子"])["organisations.add[1].aliases"]
    twice = [{"name": name, "home": "NO", "aliases": ["Zorb ASA"]} for name in ("Zorb", "Zorblatt")]
    assert (
        "means Zorb already" in told(organisations={"add": twice})["organisations.add[2].aliases"]
    )


def test_an_organisation_that_ships_may_be_written_anew() -> None:
    mine = {"name": "Siemens", "home": "DE", "aliases": ["Siemens", "西门子"]}
    assert told(organisations={"add": [mine]}) == {}


def test_an_unknown_country_and_an_unknown_place_are_named() -> None:
    found = added(home="Norway", labs=[{"name": "Zorb Lab", "place": "Shangai"}])
    assert "two letters" in found["organisations.add[1].home"]
    assert "did you mean 'NO'?" in found["organisations.add[1].home"]
    assert "did you mean 'Shanghai'?" in found["organisations.add[1].labs[1].place"]


def test_what_is_taken_away_must_be_there() -> None:
    found = told(organisations={"remove": ["Philps"]}, facility={"remove": ["laboratry"]})
    assert "did you mean 'Philips'?" in found["organisations.remove"]
    assert "is not in the list" in found["facility.remove"]


def test_a_partner_of_a_joint_venture_must_be_known() -> None:
    assert "did you mean 'Volkswagen'?" in added(joint=["Volkswagn"])["organisations.add[1].joint"]
    assert added(joint=["Volkswagen"]) == {}


def test_a_place_to_take_away_must_be_one_of_the_country() -> None:
    assert "is not in the list" in told(places={"remove": ["Vancouver"]})["places.remove"]
    assert told(places={"remove": ["Suzhou"]}) == {}


def test_a_place_added_must_not_stand_abroad() -> None:
    assert "stands in CA" in told(places={"add": ["Vancouver"]})["places.add"]


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("of", "nearly every text"),
        ("The", "nearly every text"),
        ("của", "nearly every text"),
        ("hub*", "without '*'"),
        ("hub", None),
        ("lab", None),
        ("VR", None),
        ("研究", None),
    ],
)
def test_a_word_that_is_found_everywhere_is_refused(word: str, why: str | None) -> None:
    found = told(field={"add": [word]}, facility={"replace": [word]})
    assert set(found) == ({"field.add", "facility.replace"} if why else set())
    assert all(why in message for message in found.values() if why)


def test_an_unchanged_topic_is_sound() -> None:
    assert told() == {}
