"""Byline and role lines leave the text and become metadata; credits are read."""

import pytest

from monitor.news.article.bylines import Heading, part
from monitor.news.model import Block, BlockKind, Removal

BODY = "The harbour office counted every ferry that left the pier before noon."


def parted(*texts: str, title: str = "A title", byline: str | None = None) -> Heading:
    return part([Block(BlockKind.PARAGRAPH, text) for text in texts], title, byline)


def texts(heading: Heading) -> list[str]:
    return [block.text for block in heading.blocks]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("By Ann Lee",), "Ann Lee"),
        (("Nguyễn Hoàng", "Intern Writer"), "Nguyễn Hoàng"),
        (("Senior Staff Writer",), None),
        (("作者：林晓舟",), "林晓舟"),
        (("한지우 기자",), "한지우"),
        (("Von Jonas Reuter",), "Jonas Reuter"),
        (("Автор: Марина Клюева",), "Марина Клюева"),
        (("كتبت: سلمى الحداد",), "سلمى الحداد"),
        (("संवाददाता: नेहा त्रिवेदी",), "नेहा त्रिवेदी"),
        (("本报记者 周晓岚",), "周晓岚"),
        (("Haber: Selin Aydoğan",), "Selin Aydoğan"),
        (("di Chiara Benassi",), "Chiara Benassi"),
        (("Door Joris van Hallem",), "Joris van Hallem"),
        (("Της Ελένης Μαυρίδου",), "Ελένης Μαυρίδου"),
        (("Par Claire Lefort avec AFP",), "Claire Lefort"),
    ],
)
def test_lines_about_the_author_leave_the_top(lines: tuple[str, ...], name: str | None) -> None:
    heading = parted(*lines, BODY, BODY)
    assert texts(heading) == [BODY, BODY]
    assert heading.byline == name
    assert [gone.reason for gone in heading.removed] == [Removal.BYLINE] * len(lines)


def test_a_date_line_leaves_the_top() -> None:
    for line in (
        "18.11.2026, 09:40 Uhr",
        "2026年11月18日 9時40分",
        "Published on November 18, 2026",
    ):
        assert texts(parted(line, BODY, BODY)) == [BODY, BODY], line


def test_a_sentence_with_a_date_stays() -> None:
    for line in (
        "It closed on 18 November 2026.",
        "1969: the year in which the pier was closed to all boats",
    ):
        assert texts(parted(line, BODY, BODY))[0] == line


def test_a_name_alone_at_the_end_is_the_byline() -> None:
    heading = parted(BODY, BODY, BODY, BODY, BODY, "Phạm Thu Hà")
    assert (heading.byline, len(heading.blocks)) == ("Phạm Thu Hà", 5)


def test_the_stated_byline_goes_wherever_it_stands() -> None:
    heading = parted(*[BODY] * 6, "By Ann Lee", *[BODY] * 6, byline="Ann Lee")
    assert len(heading.blocks) == 12


@pytest.mark.parametrize(
    "line",
    [
        BODY,
        "By the river, nobody had seen the ferry since the storm came in at noon.",
        "Why it matters:",
        "Di nuovo in piazza",
        "42",
    ],
)
def test_other_lines_stay(line: str) -> None:
    assert texts(parted(line, BODY, BODY, BODY)) == [line, BODY, BODY, BODY]


def test_a_name_in_the_middle_is_an_interview_and_stays() -> None:
    lines = [BODY] * 4 + ["Ann Lee"] + [BODY] * 4
    assert texts(parted(*lines)) == lines
