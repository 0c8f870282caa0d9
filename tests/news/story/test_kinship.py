"""The packaged tables of owners and regions speak of names that verdicts use."""

import tomllib
from importlib import resources

import pytest

from monitor.news.story.kinship import are_two, holds, of_one_party, owners
from monitor.news.topic.gazetteer import gazetteer


def names_in(table: str) -> set[str]:
    file = resources.files("monitor.news.story").joinpath("data", f"{table}.toml")
    (wholes,) = tomllib.loads(file.read_text("utf-8")).values()
    return {part for parts in wholes.values() for part in " ".join(parts.split()).split("; ")} | {
        *wholes
    }


@pytest.mark.parametrize(
    ("table", "known"),
    [
        ("groups", {one.name for one in gazetteer().organisations}),
        ("regions", {one.name for one in gazetteer().places if one.country == "CN"}),
    ],
)
def test_every_name_is_one_of_the_gazetteer(table: str, known: set[str]) -> None:
    assert names_in(table) <= known


def test_who_owns_whom_and_what_lies_where() -> None:
    assert owners("Bell Labs") == ("Alcatel-Lucent", "Lucent", "Nokia")
    assert of_one_party("Waymo", "Google")
    assert not of_one_party("Waymo", "Verily")
    assert holds("Guangdong", "Shantou")
    assert not holds("Shantou", "Guangdong")
    assert not holds("Shanghai", "Shanghai")


def test_a_name_that_no_list_has_may_be_written_otherwise_elsewhere() -> None:
    assert of_one_party("新创峡智", "峽智")
    assert of_one_party("Fjordwise", "Fjordwise Robotics")
    assert not are_two("Fjordwise", "峡智")
    assert not are_two("フィヨルドワイズ", "峡智")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Microsoft", "峡智"),  # whose Chinese name is known
        ("Fjordwise", "Fellmark"),
        ("峡智", "远岭"),
        ("Siemens Energy", "Siemens Healthineers"),
        ("Ford", "Fordwick"),
    ],
)
def test_other_names_are_other_parties(one: str, other: str) -> None:
    assert are_two(one, other)
    assert are_two(other, one)
