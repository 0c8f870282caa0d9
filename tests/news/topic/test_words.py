"""The shipped lists of words hold forms that can be found."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files

import pytest

LISTS = ("cue", "event", "facility", "field", "grammar")


def _forms(name: str) -> Iterator[str]:
    data = files("monitor.news.topic").joinpath("data", "words", f"{name}.toml")
    for languages in tomllib.loads(data.read_text("utf-8")).values():
        for forms in languages.values():
            yield from forms


@pytest.mark.parametrize("name", LISTS)
def test_an_asterisk_stands_at_an_end_or_before_another_half(name: str) -> None:
    halves = [half for form in _forms(name) for half in form.removeprefix("~").split(" … ")]
    assert [half for half in halves if "*" in half[1:-1]] == []
