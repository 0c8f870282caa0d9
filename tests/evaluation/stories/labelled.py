"""Labelled events -> articles, judged by the shipped topic; and their stories."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.news import pipeline
from monitor.news.article import read_text
from monitor.news.dates import parse_date
from monitor.news.model import Article, Verdict
from monitor.news.story import StoryBook
from monitor.news.topic import compile_topic, shipped

TOPIC = "foreign-ai-labs-in-china"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """An article of a labelled set, judged."""

    group: str
    article: Article
    verdict: Verdict


def flagged(events: Path) -> list[Told]:
    """Everything that the shipped topic flags; what it misses is the topic's own evaluation."""
    topic = compile_topic(shipped(TOPIC))
    found: list[Told] = []
    for line in events.read_text("utf-8").splitlines():
        event = json.loads(line)
        day = datetime.fromisoformat(event["day"]).replace(tzinfo=UTC)
        for number, (language, days, title, text) in enumerate(event["told"]):
            read = read_text(text, f"https://outlet-{number}.example/{event['event']}", title)
            at = (
                day + timedelta(days=days, hours=8 + number)
                if isinstance(days, int)
                else parse_date(days)
            )
            article = replace(pipeline.clean(read, language), title=title, published=at)
            (verdict,) = pipeline.judge(article, (topic,)).verdicts
            if verdict.flagged:
                found.append(Told(event["event"], article, verdict))
    return found


def stories(told: list[Told]) -> dict[str, str]:
    """Return article -> story, as it stands after the last arrival."""
    book = StoryBook()
    for one in told:
        book.place(one.article, one.verdict, NOW)
    return {article: key for (_, article), key in book.settled().items()}


def without_city(one: Told) -> Told:
    happenings = tuple(replace(h, place=None) for h in one.verdict.happenings)
    return replace(one, verdict=replace(one.verdict, places=("China",), happenings=happenings))


def without_event(one: Told) -> Told:
    return replace(one, verdict=replace(one.verdict, events=(), happenings=()))
