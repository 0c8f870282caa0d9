"""One story from feeds to a Slack thread: an alert, follow-ups that say what is new, a count."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from random import Random
from string import ascii_lowercase
from typing import Any

import pytest

from monitor.app import App, opened
from monitor.config import load
from monitor.store.records import records

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
LAB = "Amazon shuts its AI lab in Shanghai"
LEAD = (
    "Amazon Web Services is closing its artificial intelligence research lab in Shanghai, people "
    "who know the plan said on Thursday. The lab opened in 2018, and about a dozen researchers "
    "will be offered posts in other countries."
)
BEIJING = "Amazon's lab closure in Shanghai reaches its team in Beijing"
MORE = (
    "The closing of the Amazon Web Services artificial intelligence lab in Shanghai also ends the "
    "work of a sister team in Beijing, and 40 people will lose their jobs, a manager told us."
)


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def threaded(office: Any, newsroom: Any, slack: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An office with two sources and a Slack bot in place of the console."""
    monkeypatch.setenv("SLACK_TOKEN", "xoxb-1")
    text = office.config.read_text("utf-8").partition("[[channel]]")[0]
    office.config.write_text(
        f"""{text}
        [[source]]
        name = "Courier"
        url = "{newsroom.root}/courier"
        allow_private = true
        [[channel]]
        name = "team"
        kind = "slack"
        token = "env:SLACK_TOKEN"
        channel = "C0000001"
        api_url = "{slack.root}/api/"
        """,
        encoding="utf-8",
    )
    return office


def publish(newsroom: Any, feed: str, *articles: tuple[str, str, str]) -> None:
    """List articles (path, title, text) in a feed and serve them."""
    date = format_datetime(START)
    newsroom.publish_feed(feed, [(path, title, date) for path, title, _ in articles])
    for path, title, text in articles:
        newsroom.publish(path, f"<article><h1>{title}</h1><p>{text}</p></article>")


def distinct(number: int) -> tuple[str, str, str]:
    """Return an article (path, title, text) that shares but one word with any other."""
    chance = Random(number)
    words = ["".join(chance.choices(ascii_lowercase, k=7)) for _ in range(46)]
    return f"/{number}", f"Finch {' '.join(words[:6])}", f"The finch {' '.join(words[6:])}."


def told_in(slack: Any) -> list[Any]:
    """Return the messages that are not about the monitor itself."""
    return [message for message in slack.messages if "[monitor]" not in message["text"]]


def shown(message: Any) -> str:
    return str(message["blocks"])


def test_a_story_is_one_message_its_news_a_reply_and_its_copies_a_count(
    threaded: Any, newsroom: Any, slack: Any
) -> None:
    clock = Clock()
    publish(newsroom, "/feed", ("/lab", LAB, LEAD))
    publish(newsroom, "/courier")

    async def work() -> None:
        async with opened(load(threaded.config), clock) as app:
            await round_of(app)
            publish(newsroom, "/courier", ("/copy", LAB, LEAD))
            await round_of(app)
            clock.now += timedelta(minutes=2)
            publish(newsroom, "/courier", ("/copy", LAB, LEAD), ("/more", BEIJING, MORE))
            await round_of(app)
            await round_of(app)

    async def round_of(app: App) -> None:
        for source in app.sources.values():
            await app.cycle.run(source)
        await app.outbox.send_due()

    asyncio.run(work())
    root, reply = told_in(slack)
    assert root["blocks"][0]["text"]["text"] == LAB
    assert "Also in 1 outlet: Courier" in shown(root)
    assert slack.methods.count("chat.update") == 1
    assert reply["thread_ts"] == root["ts"]
    assert reply["blocks"][0]["text"]["text"] == BEIJING
    assert "What is new" in shown(reply)
    assert "A new figure: 40" in shown(reply)
    with records(threaded.database) as asked:
        (story,) = asked.stories(topic=None, since=None, limit=9)
    assert (story.articles, story.alerts) == (3, "2 sent")


def test_a_flood_from_one_feed_is_a_few_messages_one_warning_and_one_digest(
    threaded: Any, newsroom: Any, slack: Any
) -> None:
    clock = Clock()
    config = threaded.config.read_text("utf-8")
    config = config.replace('name = "foreign-ai-labs-in-china"', 'name = "birds"\nquery = "finch"')
    threaded.config.write_text(config, encoding="utf-8")
    articles = [distinct(number) for number in range(60)]
    publish(newsroom, "/feed", *articles)
    publish(newsroom, "/courier")

    async def work() -> None:
        async with opened(load(threaded.config), clock) as app:
            await app.cycle.run(app.sources["Gazette"])
            await app.outbox.send_due()
            await app.outbox.send_due()
            assert len(told_in(slack)) == 20
            clock.now += timedelta(hours=1)
            await app.outbox.send_due()

    asyncio.run(work())
    heads = [message["blocks"][0]["text"]["text"] for message in slack.messages]
    assert sum(head.startswith("Finch ") for head in heads) == 20
    assert "More than 20 stories within ten minutes" in heads
    assert heads[-2:] == ["40 stories: birds (part 1 of 2)", "40 stories: birds (part 2 of 2)"]
    assert slack.messages[-1]["thread_ts"] == slack.messages[-2]["ts"]
    told = " ".join(shown(message) for message in slack.messages)
    assert all(f"'{title}'" in told for _, title, _ in articles)
