"""The packaged tables of owners and regions speak of names that verdicts use."""

import tomllib
from importlib import resources

import pytest

from monitor.news.story.kinship import holds, of_one_party, owners
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
