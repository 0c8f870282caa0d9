"""Where sentences end in the scripts that are read."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.news.sentences import sentence_spans

APART = (
    "It rained.|Nobody came.",
    "Dr. Holm and Mr. Lund met at 5 p.m. in St. Olaf's.|They left.",
    "The plan of J. Holm failed.|So did his.",
    "It shot down a Pantsir-S.|Nobody was hurt.",
    "It fell by 3.5 % to 20.10.|Kyodo said so.",
    "Sie trafen sich am 3. Oktober in Bonn.|Es regnete.",
    "They sell ropes, nets, etc. to boats.|The rest is lost.",
    "He waited... and left.|Then it rained…",
    "They use Node.js and ask Character.AI in TP.HCM every day.",
    "เขาเรียนจบปริญญา ศศ.ม. ในปี พ.ศ. 2540",
    "नदी चढ़ती रही।|कोई नहीं आया।",
    "متى تعود؟|لا أحد يعرف.",
)
GLUED = (
    "rút êm.|Đáng nói, họ từng kỳ vọng.",
    "It is over.|“We go home,” he said.",
    "„Wir gehen heim.“|Danach schwieg er.",
    "他来了。|她走了！|真的？",
    "「もういい。」と彼は言った。|外は雨だった。",
)


@pytest.mark.parametrize(
    ("marked", "joint"), [(text, " ") for text in APART] + [(text, "") for text in GLUED]
)
def test_sentences_end_where_a_reader_ends_them(marked: str, joint: str) -> None:
    text = marked.replace("|", joint)
    assert [text[start:end] for start, end in sentence_spans(text)] == marked.split("|")


@given(st.text(alphabet="aA .!?…。\n“”«»„‘'1\u200b河ก์", max_size=40), st.booleans())
def test_spans_cover_all_but_blanks_in_order(text: str, lines: bool) -> None:
    spans = sentence_spans(text, lines=lines)
    covered = "".join(text[start:end] for start, end in spans)
    blanks = " \n\u200b\ufeff"
    assert [sign for sign in covered if sign not in blanks] == [
        sign for sign in text if sign not in blanks
    ]
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_line_ends_part_only_where_asked() -> None:
    text = "First line\nSecond line\nand its rest"
    assert [text[start:end] for start, end in sentence_spans(text)] == [
        "First line",
        "Second line\nand its rest",
    ]
    assert len(sentence_spans(text, lines=False)) == 1


@pytest.mark.parametrize("piece", ["A. ", "a.“"])
def test_a_text_without_an_end_takes_time_in_proportion(piece: str) -> None:
    def taken(length: int) -> float:
        begun = time.process_time()
        sentence_spans(piece * (length // len(piece)))
        return time.process_time() - begun

    assert taken(900_000) < 60 * max(taken(30_000), 0.01)
