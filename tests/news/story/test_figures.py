"""Numbers that are equal are equal, in whatever language they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.news.story.figures import figures_in


@pytest.mark.parametrize(
    "tellers",
    [
        ("3.5 million yuan", "350万元", "3,5 Millionen Yuan", "3,5 triệu tệ", "350만 위안"),
        ("$2.5 billion", "25亿美元", "2,5 Milliarden", "2.500 millones", "2,5 tỷ USD", "25億ドル"),
        ("67,000 square metres", "6.7万平方米", "67.000 Quadratmeter", "67 000 m²", "6.7萬坪"),
        ("213 million yuan", "2.13亿元", "2억1300만 위안", "2億1300万元"),
        ("$150m", "1.5亿美元", "150 Millionen Dollar", "150 millions de dollars"),
        (
            "1bn euros",
            "one billion euros",
            "eine Milliarde Euro",
            "un milliard d'euros",
            "十亿欧元",
        ),
        (
            "$2bn",
            "20亿美元",
            "二十亿美元",
            "zwei Milliarden Dollar",
            "hai tỷ USD",
            "dos mil millones",
        ),
        ("30 million yuan", "三千万元", "3000万元"),
        ("30.5 million yuan", "三千零五十万元", "3050万元"),
        ("10.2 billion yuan", "一百零二亿元", "102亿元"),
        ("1.5 trillion won", "1,5 Billionen Won", "1.5조원", "1.5万亿韩元"),
    ],
)
def test_tellers_of_one_sum_agree(tellers: tuple[str, ...]) -> None:
    found = [tuple(figures_in(teller)) for teller in tellers]
    assert len(found[0]) == 1
    assert set(found) == {found[0]}


def test_a_letter_behind_a_number_is_no_magnitude_without_money() -> None:
    assert [*figures_in("a 25m pool for $25m")] == ["25", "25000000"]


@pytest.mark.parametrize(
    "text",
    [
        "half a million readers",
        "一万两千人",
        "万一下雨",
        "几十亿元",
        "数千万人",
        "二三十万人",
        "Anna Million",
    ],
)
def test_words_that_count_something_else_are_no_figure(text: str) -> None:
    assert figures_in(text) == {}


def test_a_figure_is_shown_with_what_it_counts() -> None:
    shown = figures_in("Amazon spart 3,2 Millionen an 1,640 Stellen, 裁员350人, bis 12 % in 2024")
    assert [*shown.values()] == ["3,2 Millionen", "1,640 Stellen", "350人", "12 %"]


@given(st.text(alphabet="0123456789.,亿万억만 $mbk千tỷmil", max_size=60))
def test_no_text_is_too_much(text: str) -> None:
    assert all(digits.isdigit() and 2 <= len(digits) <= 15 for digits in figures_in(text))
