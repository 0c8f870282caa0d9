"""Kinds of events and of places as eight languages put them, all made up.

headlines.txt: language|event|headline; facilities.txt: language|headline|first sentence; traps.txt:
language|headline of something else.
"""

import pytest

from monitor.news import pipeline
from monitor.news.article import read_text
from monitor.news.model import Verdict
from monitor.news.topic import compile_topic, judge, shipped
from tests.news.topic.columns import columns

HEADLINES, FACILITIES, TRAPS = map(columns, ("headlines", "facilities", "traps"))
LEAST = 0.95  # of the headlines of a language
MOST_MISSED = 1  # words for a place of research of a language


def _judged(language: str, headline: str, text: str = "") -> Verdict:
    article = read_text(text or headline, "https://news.example/", headline)
    topic = compile_topic(shipped("foreign-ai-labs-in-china"))
    return judge(pipeline.clean(article, language), topic)


@pytest.mark.parametrize("language", sorted({language for language, _, _ in HEADLINES}))
def test_the_event_of_a_headline_is_told_in_every_language(language: str) -> None:
    told = [(event, headline) for each, event, headline in HEADLINES if each == language]
    wrong = [(e, h) for e, h in told if e not in _judged(language, h).events]
    assert len(wrong) <= (1 - LEAST) * len(told) + 1, wrong


@pytest.mark.parametrize("language", sorted({language for language, _, _ in FACILITIES}))
def test_a_place_of_research_is_known_by_many_words(language: str) -> None:
    told = [(headline, text) for each, headline, text in FACILITIES if each == language]
    missed = [h for h, text in told if not _judged(language, h, text).flagged]
    assert len(missed) <= MOST_MISSED, missed


@pytest.mark.parametrize("language", sorted({language for language, _ in TRAPS}))
def test_what_only_sounds_like_it_is_left_alone(language: str) -> None:
    told = [headline for each, headline in TRAPS if each == language]
    assert [headline for headline in told if _judged(language, headline).flagged] == []


def test_the_first_sentences_go_on_about_the_only_one_that_the_headline_names() -> None:
    slow = "Das Werk am See baut seit Jahren Bremsen für Züge. Nun kommt in der Halle etwas dazu."
    news = "Dort hat der Konzern ein Forschungszentrum für künstliche Intelligenz eingerichtet."
    assert _judged(
        "de", "Knorr-Bremse setzt in Suzhou auf lernende Bremsen", f"{slow} {news}"
    ).flagged


def test_a_first_paragraph_is_the_lead_whole() -> None:
    slow = "Eine Presse schließt sich. Ein Blech glüht noch. Eine Kamera sieht zu. Ein Riss wird gefunden."
    news = "Gefunden hat ihn das KI-Labor, das Gestamp in Schanghai betreibt."
    assert _judged("de", "Gestamp lehrt Pressen das Sehen", f"{slow} {news}").flagged


@pytest.mark.parametrize(
    ("language", "headline"),
    [
        ("en", "Oracle doubles size of its Shanghai AI lab"),
        ("en", "Oracle trims headcount at Shanghai AI lab"),
        ("en", "Ericsson signs memorandum with Tsinghua on AI lab in Beijing"),
        ("zh", "甲骨文携手清华推进北京AI实验室研究"),
        ("zh", "爱立信上海人工智能实验室遭美国商务部调查"),
        ("zh", "美国议员质疑甲骨文北京AI实验室"),
        ("vi", "Mỹ điều tra phòng thí nghiệm AI của Ericsson tại Thượng Hải"),
    ],
)
def test_who_asks_signs_or_looks_on_is_not_who_runs_the_place(language: str, headline: str) -> None:
    verdict = _judged(language, headline)
    assert verdict.organisations in {("Oracle",), ("Ericsson",)}
    assert verdict.places[0] in {"Beijing", "Shanghai"}


@pytest.mark.parametrize(
    ("language", "headline"),
    [
        ("en", "Shanghai AI Lab opens office in Singapore, hires from Google"),
        ("en", "Tsinghua University AI lab in Beijing hires from Oracle"),
        ("zh", "上海人工智能实验室发布新模型，超过谷歌"),
        ("en", "Ericsson moves AI lab to US from Sweden, sells phones in China"),
    ],
)
def test_a_name_beside_does_not_make_a_place_foreign_or_bring_it_home(
    language: str, headline: str
) -> None:
    assert not _judged(language, headline).flagged
