"""Which words are syllables of Vietnamese tells whether a body is in one of its charsets."""

import pytest

from monitor.news.vietnamese_charsets import strange_words


@pytest.mark.parametrize(
    "text", ["Phòng thí nghiệm ở Hà Nội", "TRƯỜNG ĐẠI HỌC", "nghiêng, quýt, uyển"]
)
def test_vietnamese_holds_no_strange_words(text: str) -> None:
    assert strange_words(text) == 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("hóà", "two tones"),
        ("cằt", "a falling tone before a stop"),
        ("nGhiệm", "a capital within"),
        ("zưf", "letters that it has not"),
    ],
)
def test_no_syllable_of_vietnamese_is_strange(text: str, why: str) -> None:
    assert strange_words(text) == 1, why
