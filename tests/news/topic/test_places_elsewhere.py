"""Places outside China: what the shipped list holds, and what is and is not read as one.

elsewhere.txt: language|place|sentence that names it; nowhere.txt: language|sentence without any.
"""

import tomllib
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files

import pytest
from pydantic import BaseModel, ConfigDict

from monitor.news.topic import Topic
from monitor.news.topic.findings import Relation
from monitor.news.topic.folding import fold
from monitor.news.topic.gazetteer import Place, gazetteer
from monitor.news.topic.lexicon import Sort
from monitor.news.topic.matching import find
from monitor.news.topic.topic import compiled
from tests.news.topic.columns import columns
from tests.news.topic.test_gazetteer_data import ISO_3166

NAMED, NOWHERE = map(columns, ("elsewhere", "nowhere"))


class Country(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    code: str
    name: str
    aliases: list[str]
    people: list[str]
    cities: list[str] = []


@cache
def _countries() -> tuple[Country, ...]:
    file = files("monitor.news.topic").joinpath("data", "places-elsewhere.toml")
    tables = tomllib.loads(file.read_text("utf-8"))["country"]
    return tuple(Country.model_validate(table) for table in tables)


def _inside() -> list[Place]:
    return [each for each in gazetteer().places if each.country == "CN"]


def _folded(form: str) -> str:
    return fold(form.strip("*")).text


def _found(labs: Topic, language: str, sentence: str, sorts: set[Sort]) -> list[str]:
    machine = compiled(labs.definition)
    assert isinstance(machine, Relation)
    hits = find(fold(sentence), machine.lexicon, language)
    return [sentence[hit.start : hit.end] for hit in hits if hit.sense.sort in sorts]


@pytest.mark.parametrize(("language", "place", "sentence"), NAMED)
def test_a_place_is_read_in_every_language(
    labs: Topic, language: str, place: str, sentence: str
) -> None:
    assert place in _found(labs, language, sentence, {Sort.ELSEWHERE})


@pytest.mark.parametrize(("language", "sentence"), NOWHERE)
def test_words_that_only_spell_a_place_are_not_read_as_one(
    labs: Topic, language: str, sentence: str
) -> None:
    assert _found(labs, language, sentence, {Sort.ELSEWHERE, Sort.PEOPLE}) == []


def test_each_country_stands_once_under_its_code() -> None:
    codes = [each.code for each in _countries()]
    assert sorted(set(codes)) == sorted(codes)
    assert set(codes) - ISO_3166 == {"EU"}
    assert "CN" not in codes


def test_no_form_belongs_to_two_countries() -> None:
    places = [form for each in _countries() for form in (*each.aliases, *each.cities)]
    people = [form for each in _countries() for form in each.people]
    for forms in (places, people):
        assert [form for form, n in Counter(map(_folded, forms)).items() if n > 1] == []


def test_no_place_elsewhere_is_also_one_in_china() -> None:
    inside = {_folded(form) for each in _inside() for form in each.aliases}
    forms = [form for each in _countries() for form in (*each.aliases, *each.cities)]
    assert [form for form in forms if _folded(form) in inside] == []


def test_forms_are_trimmed_and_composed() -> None:
    for each in _countries():
        for form in (*each.aliases, *each.people, *each.cities):
            assert form == unicodedata.normalize("NFC", form).strip(), form


def test_countries_with_laboratories_have_their_cities() -> None:
    assert len(_countries()) >= 80
    many = {each.code for each in _countries() if len(each.cities) >= 40}
    assert {"US", "GB", "DE", "FR", "JP", "KR", "TW", "IN", "IT", "VN"} <= many
    assert sum(len(each.cities) for each in _countries()) >= 1700
