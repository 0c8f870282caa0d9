"""Evaluation counts what it is told."""

from collections.abc import Mapping

from monitor.news.model import Verdict
from monitor.news.topic.evaluation import (
    evaluate,
    right_city,
    right_event,
    right_organisation,
)


def _verdict(*, flagged: bool, score: float = 0.9) -> Verdict:
    return Verdict(
        "t", flagged, score, organisations=("Amazon",), places=("Beijing",), events=("closure",)
    )


def test_counts_shares_and_mistakes() -> None:
    rows: list[dict[str, object]] = [
        {"id": "a", "lang": "en", "label": "positive", "orgs": ["Amazon (AWS)"], "city": "北京"},
        {"id": "b", "lang": "en", "label": "negative", "kind": "policy"},
        {"id": "c", "lang": "vi", "label": "positive", "title": "Missed"},
        {"id": "d", "lang": "vi", "label": "negative", "kind": "ordinary"},
        {"id": "e", "lang": "vi", "label": "unclear"},
    ]

    def judged(row: Mapping[str, object]) -> Verdict:
        return _verdict(flagged=row["id"] in {"a", "b"}, score=0.9 if row["id"] == "a" else 0.2)

    report = evaluate(rows, judged)
    assert (report.overall.hit, report.overall.false) == (1, 1)
    assert (report.overall.missed, report.overall.left) == (1, 1)
    assert report.overall.precision == report.overall.recall == report.overall.f1 == 0.5
    assert dict(report.languages)["vi"].recall == 0
    assert report.kinds == (("ordinary", 1, 0), ("policy", 1, 1))
    assert [mistake.id for mistake in report.mistakes] == ["b", "c"]
    assert report.unclear == 1
    assert report.organisation == report.city == 1.0


def test_names_are_compared_in_every_form() -> None:
    found = _verdict(flagged=True)
    assert right_organisation({"orgs": ["亚马逊"]}, found)
    assert right_organisation({"orgs": ["Google"]}, found) is False
    assert right_city({"city": "上海; Bắc Kinh"}, found)
    assert right_city({"city": "Shanghai"}, found) is False
    assert right_city({"city": ""}, found) is None


def test_an_event_is_right_only_without_a_wrong_one() -> None:
    found = _verdict(flagged=True)
    assert right_event({"events": ["closure", "layoffs"]}, found)
    assert right_event({"events": ["opening"]}, found) is False
    assert right_event({"events": ["background"]}, found) is None
    assert right_event({"events": ["scrutiny/politics"]}, found) is False
