"""JSON that people and templates wrote is read as meant, or refused in one line."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import UnreadableError
from monitor.news.feed.loose_json import parse_json

MENDED = ("JSON that is not well formed",)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('{"a": [1, 2,],}', {"a": [1, 2]}),
        ('{"a": [{"b": 1} {"b": 2}]}', {"a": [{"b": 1}, {"b": 2}]}),
        (
            '{"a": "b" "c": [1 2] "d": null "e": {} "f": 1}',
            {"a": "b", "c": [1, 2], "d": None, "e": {}, "f": 1},
        ),
        ("{a: 'it\\'s', b: null}", {"a": "it's", "b": None}),
        ('{"a": "the "big" lab", "b": 1,}', {"a": 'the "big" lab', "b": 1}),
        ('{"a": "Don\\\'t", "b": "\\d"}', {"a": "Don't", "b": "d"}),
        ('{// one\n"a": 1, /* two */ "b": "http://x//y",}', {"a": 1, "b": "http://x//y"}),
        ('{"a": [{"b": "c"}, {"b": "d', {"a": [{"b": "c"}]}),
        ('[{"b": "c"}, {"b": "d', [{"b": "c"}]),
    ],
)
def test_what_is_loosely_written_is_read_as_meant(text: str, meant: object) -> None:
    assert parse_json(text) == (meant, MENDED)


def test_what_stands_around_an_object_is_left_out() -> None:
    assert parse_json('feed({"a": 1});') == ({"a": 1}, ())


@given(st.dictionaries(st.text(), st.recursive(st.text() | st.integers(), st.lists, max_leaves=5)))
def test_what_is_well_formed_stays_as_it_is(value: dict[str, object]) -> None:
    assert parse_json(json.dumps(value)) == (value, ())


@given(
    st.lists(
        st.sampled_from(["{", "}", "[", "]", '"', "'", ",", ":", "\\", "a", " ", "//", "/*", "1"])
    )
)
def test_nothing_but_unreadable_is_ever_raised(parts: list[str]) -> None:
    with suppress(UnreadableError):
        parse_json("{" + "".join(parts))
