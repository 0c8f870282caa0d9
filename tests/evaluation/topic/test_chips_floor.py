"""The second shipped topic, a plain keyword query, on a few stories of its own."""

import json
from collections.abc import Mapping
from pathlib import Path

from monitor.news import pipeline
from monitor.news.article import read_text
from monitor.news.model import Verdict
from monitor.news.topic import compile_topic, judge, shipped
from monitor.news.topic.evaluation import evaluate

TOPIC = compile_topic(shipped("chip-export-controls"))
PRECISION, RECALL = 0.95, 0.8


def judged(row: Mapping[str, object]) -> Verdict:
    article = read_text(str(row["text"]), "", str(row["title"]))
    return judge(pipeline.clean(article, str(row["lang"])), TOPIC)


def test_export_controls_are_told_from_other_chips_and_other_exports() -> None:
    lines = Path(__file__).with_name("chips.jsonl").read_text("utf-8").splitlines()
    report = evaluate([json.loads(line) for line in lines], judged)
    shown = "\n".join(f"{one.language} {one.title}: {one.why}" for one in report.mistakes)
    assert report.overall.precision >= PRECISION, shown
    assert report.overall.recall >= RECALL, shown
    assert sum(total for _, total, _ in (*report.kinds, *report.tiers)) >= 30
