"""Headline and first sentence in twelve languages, one story a line: what the rules were written on.

The stories are made up; most name organisations and cities that exist, some name none that do. They show that no rule is
lost, not how well the rules do on other stories: that is what ``tests/evaluation/topic`` is for.
"""

import json
from functools import cache
from pathlib import Path

from monitor.news import pipeline
from monitor.news.article import read_text
from monitor.news.model import Verdict
from monitor.news.topic import compile_topic, judge, shipped
from monitor.news.topic.evaluation import Report, evaluate

STORIES = Path(__file__).with_name("short.jsonl")


@cache
def _report() -> Report:
    topic = compile_topic(shipped("foreign-ai-labs-in-china"))

    def judged(row: object) -> Verdict:
        assert isinstance(row, dict)
        article = read_text(str(row["text"]), "https://news.example/", str(row["title"]))
        return judge(pipeline.clean(article), topic)

    rows = [json.loads(line) for line in STORIES.read_text("utf-8").splitlines()]
    return evaluate(rows, judged)


def test_short_stories_are_told_apart() -> None:
    shown = "\n".join(f"{m.language} {m.kind} {m.score:.2f} {m.title}" for m in _report().mistakes)
    assert _report().overall.f1 >= 0.98, shown


def test_organisation_city_and_event_of_short_stories_are_right() -> None:
    report = _report()
    assert report.organisation >= 0.96
    assert report.city >= 0.97
    assert report.event >= 0.92


def test_of_stories_scored_high_nearly_all_are_right() -> None:
    shares = {low: share for low, _, _, share in _report().calibration}
    assert shares[0.95] >= 0.97
    assert shares[0.0] <= 0.02
