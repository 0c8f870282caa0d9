"""The shipped lists of words hold forms that can be found."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files

import pytest

LISTS = ("cue", "event", "facility", "field", "grammar")


def _lists(name: str) -> Iterator[list[str]]:
    data = files("monitor.news.topic").joinpath("data", "words", f"{name}.toml")
    for languages in tomllib.loads(data.read_text("utf-8")).values():
        yield from languages.values()


def _forms(name: str) -> Iterator[str]:
    for forms in _lists(name):
        yield from forms


@pytest.mark.parametrize("name", LISTS)
def test_an_asterisk_stands_at_an_end_or_before_another_half(name: str) -> None:
    halves = [half for form in _forms(name) for half in form.removeprefix("~").split(" … ")]
    assert [half for half in halves if "*" in half[1:-1]] == []


@pytest.mark.parametrize("name", LISTS)
def test_no_form_is_hidden_by_the_same_one_with_other_ends(name: str) -> None:
    twice = [
        bare
        for forms in _lists(name)
        for bare, times in Counter(form.strip("~*").lower() for form in forms).items()
        if times > 1
    ]
    assert twice == []
