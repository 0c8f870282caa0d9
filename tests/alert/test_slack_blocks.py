"""Slack blocks hold every limit and every title literally, whatever stands in an alert."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alert import Envelope
from monitor.alert.message import Alert
from monitor.alert.slack_blocks import blocks, notification, plain_post, weigh

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOSTILE = [
    "<!channel> <@U1> <http://evil.test|Google> ```x``` *bold* > quote",
    "&amp; & < >" * 600,
    "x" * 5000,
    "阿里巴巴人工智能实验室" * 500,
    "مختبر الذكاء " * 400,
    "👩‍🔬🇻🇳" * 900,
    "\ud800 lone",
    "e\u0301" * 2500,
]


def texts(found: Any) -> Iterator[str]:
    """Yield everything that Slack would show or count."""
    if isinstance(found, dict):
        for key, value in found.items():
            if key in {"text", "url"} and isinstance(value, str):
                yield value
            else:
                yield from texts(value)
    elif isinstance(found, list):
        for value in found:
            yield from texts(value)


def assert_within_limits(envelope: Envelope) -> None:
    made: Any = blocks(envelope, UTC)
    assert len(made) <= 50
    assert sum(weigh(text) for text in texts(made)) <= 12_600
    for block in made:
        assert block["type"] in {"header", "context", "rich_text"}
        if block["type"] == "header":
            assert 0 < weigh(block["text"]["text"]) <= 150
        if block["type"] == "context":
            assert 0 < len(block["elements"]) <= 10
        assert all(weigh(text) <= 3000 for text in texts(block))
        assert all(text for text in texts(block))
    assert '"mrkdwn"' not in json.dumps(made)
    assert len(plain_post(envelope).encode("utf-16-le", "replace")) <= 2 * 40_000
    assert len(notification(envelope)) <= 4000


def filled(text: str, url: str | None = "https://a.test/1") -> Alert:
    return Alert(
        kind="story",
        headline=text,
        topic=text[:200],
        outlet=text[:300],
        url=url,
        published=NOW,
        organisations=(text,) * 12,
        labs=(text,) * 12,
        evidence=(text,),
        reasons=(text,) * 6,
        happened=(text,) * 6,
        news=(text,) * 8,
        links=(("As found", f"https://a.test/{'y' * 1900}"),) * 3,
        score=0.5,
        story="s-1",
    )


def enveloped(alert: Alert, **more: Any) -> Envelope:
    return Envelope(1, "k", "C1", alert, **more)


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("kind", ["story", "update", "system"])
def test_a_hostile_title_stays_within_every_limit(title: str, kind: str) -> None:
    root, others = filled(title), (title[:300],) * 40
    alert = replace(filled(title), kind=kind)
    assert_within_limits(enveloped(alert, possible_repeat=True, root=root, outlets=others))


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("count", [1, 5, 25, 200])
@pytest.mark.parametrize("address", [None, "https://a.test/1", f"https://a.test/{'y' * 1900}"])
def test_a_digest_stays_within_every_limit(title: str, count: int, address: str | None) -> None:
    digest = Alert(kind="digest", headline=title, items=(filled(title, address),) * count)
    assert_within_limits(enveloped(digest))


def test_a_digest_shows_each_of_its_stories_with_its_link() -> None:
    items = tuple(
        Alert("story", f"Story {n}", url=f"https://a.test/{n}", happened=(f"What {n}",))
        for n in range(25)
    )
    made = blocks(enveloped(Alert("digest", "25 stories", items=items)), UTC)
    shown = list(texts(made))
    for number in range(25):
        assert f"Story {number}" in shown
        assert f"https://a.test/{number}" in shown
        assert f"\nWhat {number}" in shown


def test_a_title_is_never_markup() -> None:
    title = "<!channel> *bold* <http://evil.test|Google>"
    made = blocks(enveloped(Alert("story", title)), UTC)
    assert made[0] == {
        "type": "header",
        "text": {"type": "plain_text", "text": title, "emoji": False},
    }
    envelope = enveloped(Alert("story", title, news=(title,), items=(Alert("story", title),)))
    for said in (notification(envelope), plain_post(envelope)):
        assert "&lt;!channel&gt;" in said
        assert not {"<", ">"} & set(said)


def test_a_follow_up_says_what_is_new_and_outside_its_thread_of_what() -> None:
    update = Alert("update", "More of it", news=("Another place: Beijing",), story="s-1")
    root = Alert("story", "A lab opens")
    inside = json.dumps(blocks(enveloped(update, root=root, thread="C1:1.0"), UTC))
    outside = json.dumps(blocks(enveloped(update, root=root), UTC))
    assert "Another place: Beijing" in inside
    assert "A lab opens" not in inside
    assert "New in the story: A lab opens" in outside


def test_the_outlets_that_told_it_too_are_counted_and_named() -> None:
    others = tuple(f"Outlet {n}" for n in range(15))
    made = json.dumps(blocks(enveloped(Alert("story", "A lab opens"), outlets=others), UTC))
    assert "Also in 15 outlets: Outlet 0, " in made
    assert "Outlet 11 and 3 more" in made


@given(st.text(max_size=6000), st.integers(0, 30))
def test_any_text_stays_within_every_limit(text: str, items: int) -> None:
    assert_within_limits(enveloped(replace(filled(text), items=(filled(text),) * items)))
