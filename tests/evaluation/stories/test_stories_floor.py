"""Linking keeps its quality: pairs joined rightly, none wrongly, in any order of arrival."""

import json
import random
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from monitor.news import pipeline
from monitor.news.article import read_text
from monitor.news.model import Article, Verdict
from monitor.news.story import StoryBook, identity
from monitor.news.topic import compile_topic, shipped

EVENTS = Path(__file__).with_name("events.jsonl")
TEXTS = Path(__file__).with_name("texts.jsonl")
TOPIC = "foreign-ai-labs-in-china"
NOW = datetime(2026, 1, 1, tzinfo=UTC)

PAIR_F1 = 0.985
COPY_F1 = 0.995
ORDERS = 20


@dataclass(frozen=True)
class Told:
    """An article of a labelled set, judged."""

    group: str
    article: Article
    verdict: Verdict


@pytest.fixture(scope="module")
def told() -> list[Told]:
    """Everything that the shipped topic flags; what it misses is the topic's own evaluation."""
    topic = compile_topic(shipped(TOPIC))
    found: list[Told] = []
    for line in EVENTS.read_text("utf-8").splitlines():
        event = json.loads(line)
        day = datetime.fromisoformat(event["day"]).replace(tzinfo=UTC)
        for number, (language, days, title, text) in enumerate(event["told"]):
            read = read_text(text, f"https://outlet-{number}.example/{event['event']}", title)
            at = day + timedelta(days=days, hours=8 + number)
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


def pairs(told: list[Told], key: dict[str, str]) -> tuple[int, list[str], list[str]]:
    """Return how many pairs are joined rightly, which wrongly, and which were missed."""
    right, wrong, missed = 0, [], []
    for a, b in combinations(told, 2):
        same, joined = a.group == b.group, key[identity(a.article)] == key[identity(b.article)]
        right += same and joined
        names = f"{a.article.title} | {b.article.title}"
        if joined and not same:
            wrong.append(names)
        elif same and not joined:
            missed.append(names)
    return right, wrong, missed


def f1(right: int, wrong: list[str], missed: list[str]) -> float:
    return 2 * right / (2 * right + len(wrong) + len(missed))


def test_the_set_is_large_enough_to_say_something(told: list[Told]) -> None:
    languages: defaultdict[str, set[str | None]] = defaultdict(set)
    for one in told:
        languages[one.group].add(one.article.language)
    assert len(languages) >= 60
    assert sum(len(found) >= 3 for found in languages.values()) >= 50


def test_the_same_event_in_several_languages_is_one_story(told: list[Told]) -> None:
    right, wrong, missed = pairs(told, stories(told))
    print(
        f"pairs: {right} right, {len(wrong)} wrong, {len(missed)} missed, F1 {f1(right, wrong, missed):.4f}"
    )
    assert not wrong
    assert f1(right, wrong, missed) >= PAIR_F1, missed


def test_any_order_gives_the_same_stories(told: list[Told]) -> None:
    expected = stories(told)
    for seed in range(ORDERS):
        shuffled = random.Random(seed).sample(told, len(told))
        assert stories(shuffled) == expected


def copies() -> list[Told]:
    """Families of one text: whole, cut, edited, with a new lead, in another frame, credited."""
    chance = random.Random(7)
    made: list[Told] = []
    for family, line in enumerate(TEXTS.read_text("utf-8").splitlines()):
        text = json.loads(line)
        joint = "" if text["language"] in {"zh", "ja"} else " "
        units = text["text"].split() if joint else list(text["text"])
        for kind, variant in variants(units, joint, chance).items():
            url = f"https://{kind}.example/{family}"
            article = replace(read_text(variant, url, f"{kind} {family}"), published=NOW)
            made.append(Told(str(family), article, Verdict("any", True, 1.0)))
    return made


def variants(units: list[str], joint: str, chance: random.Random) -> dict[str, str]:
    frame = "Our desk keeps an eye on this for you, day and night. " * 2
    text = joint.join(units)
    return {
        "whole": text,
        "cut-70": joint.join(units[: int(len(units) * 0.7)]),
        "cut-40": joint.join(units[: int(len(units) * 0.4)]),
        "end": joint.join(units[int(len(units) * 0.5) :]),
        "edited-5": joint.join(f"{u}x" if chance.random() < 0.05 else u for u in units),
        "edited-12": joint.join(f"{u}x" if chance.random() < 0.12 else u for u in units),
        "lead": frame + joint.join(units[len(units) // 8 :]),
        "frame": f"{frame}\n{text}\n{frame}",
        "credit": f"(Reuters) - {text}\nReporting by our staff. All rights reserved.",
    }


def test_copies_cut_edited_and_framed_are_one_story() -> None:
    made = copies()
    right, wrong, missed = pairs(made, stories(made))
    print(
        f"copies: {right} right, {len(wrong)} wrong, {len(missed)} missed, F1 {f1(right, wrong, missed):.4f}"
    )
    assert f1(right, wrong, missed) >= COPY_F1, (wrong, missed)
