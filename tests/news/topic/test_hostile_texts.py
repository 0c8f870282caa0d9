"""Text of whatever kind is judged in bounded time and memory."""

import time
import tracemalloc

import pytest

from monitor.news.topic.gazetteer import gazetteer
from tests.news.topic.conftest import Judge


def test_half_a_surrogate_pair_stops_no_verdict(verdict: Judge) -> None:
    assert verdict("Siemens opens \ud83d AI lab in Suzhou", "It opened \udfff on Monday.").flagged


TEN_MEGABYTES = 10_000_000
HOSTILE = {
    "one name": "Microsoft ",
    "names without blanks": "microsoft",
    "a lab": "AWS Shanghai AI lab ",
    "names of Han": "上海人工智能实验室",
    "names in a list": "Google, ",
    "names in lines": "AI lab\n",
    "homes": "German company in Munich, ",
    "homes and names": "the German company Zentrix Robo, ",
    "universities": "University of Zentrix in Munich, ",
    "events": "Google closes its AI lab, opened in 1999, ",
    "brackets": "([{<",
    "stops": ". ",
    "quotes": "”“",
    "marks": "e\u0301\u0302\u0303",
    "two alphabets": "a\u0430",
    "other styles": "\U0001d400",
    "halves of surrogate pairs": "\ud800 AI lab in Beijing ",
    "a word": "a",
}


def _filled(text: str) -> str:
    return text * (TEN_MEGABYTES // len(text.encode("utf-8", "replace")))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_judged_in_bounded_time(verdict: Judge, text: str) -> None:
    whole = _filled(text)
    started = time.process_time()
    found = verdict("AI lab in Beijing", whole)
    assert len(found.evidence) <= 24
    assert time.process_time() - started < 2


@pytest.mark.parametrize("between", [" ", "\n", ". "], ids=["blank", "line", "sentence"])
def test_every_name_of_the_lists_at_once_takes_bounded_time_and_memory(
    verdict: Judge, between: str
) -> None:
    names = [name for each in gazetteer().organisations for name in each.aliases]
    whole = _filled(between.join(names) + between)
    started = time.process_time()
    verdict("AI lab in Beijing", whole)
    assert time.process_time() - started < 2
    tracemalloc.start()
    verdict("AI lab in Beijing", whole)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64_000_000


def test_languages_that_no_list_has_words_of_leave_nothing_in_memory(verdict: Judge) -> None:
    verdict("Siemens opens AI lab in Suzhou", language="xx")
    tracemalloc.start()
    for number in range(100):
        verdict("Siemens opens AI lab in Suzhou", language=f"x{number}")
    left = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert left < 100_000


def test_a_text_of_ten_megabytes_is_judged_by_its_beginning(verdict: Judge) -> None:
    head = "Siemens opened an AI lab in Suzhou on Monday."
    found = verdict("Siemens opens AI lab in Suzhou", head, "Nothing else is new. " * 500_000)
    assert found.flagged
    assert any("too long" in reason for reason in found.reasons)
