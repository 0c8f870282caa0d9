"""Folding keeps the way back to the original."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.news.topic.folding import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＩ　ＬＡＢ", "ai lab"),
        ("實驗室", "实验室"),
        (unicodedata.normalize("NFD", "Việt Nam"), "việt nam"),
        ("Xi’an", "xi'an"),
        ("ｶﾞｽ", "ガス"),
        ("IBM", "ibm"),
        ("Re\u00adsearch", "research"),
        ("\u041cicr\u043esoft \u0410I", "microsoft ai"),
        ("\u039dvidia", "nvidia"),
        ("\U0001d400\U0001d408 Re\u017fearch", "ai research"),
    ],
)
def test_forms_of_one_text_fold_to_one(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize("text", ["москва", "сосна и роса", "ελλάδα", "μ-chip"])
def test_words_of_one_alphabet_stay_in_it(text: str) -> None:
    assert fold(text).text == text


INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


@given(st.text(max_size=60))
def test_text_and_shape_have_one_length_and_offsets_stay_inside(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.shape)
    start, end = folded.original(0, len(folded.text))
    assert not text[:start].strip(INVISIBLE)
    assert not text[end:].strip(INVISIBLE)
    for at in range(len(folded.text)):
        start, end = folded.original(at, at + 1)
        assert 0 <= start <= end <= len(text)


@given(st.text(alphabet="aåe\u0301\u200bｶﾞ가 實X", max_size=20), st.text(max_size=5))
def test_a_word_is_found_where_it_stands(before: str, after: str) -> None:
    text = f"{before} Zürich {after}"
    folded = fold(text)
    at = folded.text.index(" zürich ") + 1
    start, end = folded.original(at, at + len("zürich"))
    assert text[start:end] == "Zürich"


def test_folding_twice_changes_nothing() -> None:
    once = fold("輝達ＮＶＩＤＩＡ İstanbul").text
    assert fold(once).text == once
