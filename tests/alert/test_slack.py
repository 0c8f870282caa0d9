"""Slack as a bot and as a webhook, against a server that limits, refuses, breaks and cuts lines."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from monitor.alert import Channel, Envelope
from monitor.alert.settings import Surroundings
from monitor.alert.slack import SlackSettings
from monitor.errors import DeliveryError, DeliveryFault

pytestmark = pytest.mark.anyio

Open = Callable[..., Channel]
TOKEN = "xoxb-1234-very-secret"
AMBIGUOUS, CHANNEL = DeliveryFault.AMBIGUOUS, DeliveryFault.CHANNEL
PERMANENT, TRANSIENT = DeliveryFault.PERMANENT, DeliveryFault.TRANSIENT


@pytest.fixture
def bot(around: Surroundings, slack: Any, monkeypatch: pytest.MonkeyPatch) -> Channel:
    monkeypatch.setenv("SLACK_TOKEN", TOKEN)
    return SlackSettings.model_validate(
        {
            "name": "team",
            "kind": "slack",
            "token": "env:SLACK_TOKEN",
            "channel": "C0000001",
            "api_url": f"{slack.root}/api/",
        }
    ).open(around)


@pytest.fixture
def hook(around: Surroundings, slack: Any, monkeypatch: pytest.MonkeyPatch) -> Channel:
    monkeypatch.setenv("SLACK_WEBHOOK", f"{slack.root}/very-secret/hook")
    return SlackSettings.model_validate(
        {"name": "team", "kind": "slack", "webhook_url": "env:SLACK_WEBHOOK"}
    ).open(around)


@pytest.fixture(params=["bot", "hook"])
def channel(request: pytest.FixtureRequest, bot: Channel, hook: Channel) -> Channel:
    return bot if request.param == "bot" else hook


@pytest.fixture
def posted(envelope: Envelope) -> Envelope:
    return replace(envelope, recipient="C0000001")


async def failure(channel: Channel, envelope: Envelope) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await channel.send(envelope)
    return caught.value


async def test_a_bot_posts_one_message_and_says_its_name(
    bot: Channel, slack: Any, posted: Envelope
) -> None:
    receipt = await bot.send(posted)
    (message,) = slack.messages
    assert receipt.reference == f"C0000001:{message['ts']}"
    assert message["metadata"]["event_payload"] == {"key": posted.dedup_key}
    assert message["unfurl_links"] is False
    assert message["blocks"][0]["text"]["text"] == posted.alert.headline
    assert "thread_ts" not in message


async def test_a_webhook_posts_one_message_and_has_no_name_for_it(
    hook: Channel, slack: Any, posted: Envelope
) -> None:
    assert (await hook.send(posted)).reference is None
    (message,) = slack.messages
    assert message["blocks"][0]["text"]["text"] == posted.alert.headline


async def test_a_bot_answers_in_the_thread_of_the_first_message(
    bot: Channel, slack: Any, posted: Envelope
) -> None:
    first = await bot.send(posted)
    await bot.send(replace(posted, dedup_key="other", thread=first.reference))
    root, reply = slack.messages
    assert reply["thread_ts"] == root["ts"]


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("7", 7),
        ("0", 1),
        ("999999999999", 3600),
        ("soon", 30),
        (None, 30),
        ("date", 90),
        ("past date", 1),
    ],
)
async def test_a_rate_limit_is_waited_for_as_long_as_slack_asks(
    channel: Channel, slack: Any, posted: Envelope, clock: Any, asked: str | None, seconds: int
) -> None:
    dates = {"date": clock.now + timedelta(seconds=90), "past date": clock.now - timedelta(days=1)}
    slack.retry_after = format_datetime(dates[asked]) if asked in dates else asked
    slack.meets("429")
    error = await failure(channel, posted)
    assert (error.fault, error.retry_after) == (TRANSIENT, timedelta(seconds=seconds))
    assert slack.messages == []


@pytest.mark.parametrize(
    ("fault", "copies"),
    [
        ("503", 0),
        ("500 after taking it", 1),
        ("cut before taking it", 0),
        ("cut after taking it", 1),
        ("a page of HTML", 0),
    ],
)
async def test_what_is_no_clear_answer_leaves_the_message_in_doubt(
    channel: Channel, slack: Any, posted: Envelope, fault: str, copies: int
) -> None:
    slack.meets(fault)
    assert (await failure(channel, posted)).fault is AMBIGUOUS
    assert len(slack.messages) == copies


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("token_revoked", CHANNEL),
        ("invalid_auth", CHANNEL),
        ("is_archived", CHANNEL),
        ("not_in_channel", CHANNEL),
        ("fatal_error", AMBIGUOUS),
        ("an_error_of_next_year", TRANSIENT),
    ],
)
async def test_a_named_error_has_its_class(
    bot: Channel, slack: Any, posted: Envelope, code: str, fault: DeliveryFault
) -> None:
    slack.meets(code)
    error = await failure(bot, posted)
    assert (error.fault, error.code) == (fault, code)


@pytest.mark.parametrize("code", ["no_service", "channel_is_archived", "invalid_token"])
async def test_a_webhook_that_was_taken_away_breaks_the_channel(
    hook: Channel, slack: Any, posted: Envelope, code: str
) -> None:
    slack.meets(code)
    assert (await failure(hook, posted)).fault is CHANNEL


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_blocks_too_long"])
async def test_refused_blocks_go_as_plain_text_in_the_same_attempt(
    channel: Channel, slack: Any, posted: Envelope, code: str
) -> None:
    slack.meets(code)
    await channel.send(posted)
    (message,) = slack.messages
    assert "blocks" not in message
    assert posted.alert.headline in message["text"]
    assert "https://gazette.test/2026/amazon-lab" in message["text"]


async def test_a_message_that_is_refused_in_every_form_is_refused_for_good(
    channel: Channel, slack: Any, posted: Envelope
) -> None:
    slack.meets("invalid_blocks", "no_text", "no_text")
    assert (await failure(channel, posted)).fault is PERMANENT
    assert slack.messages == []


async def test_a_thread_that_is_gone_does_not_hold_the_message_back(
    bot: Channel, slack: Any, posted: Envelope
) -> None:
    slack.meets("thread_not_found")
    await bot.send(replace(posted, thread="C0000001:1.0"))
    (message,) = slack.messages
    assert "thread_ts" not in message
    assert "blocks" in message


async def test_a_bot_finds_what_a_cut_attempt_left(
    bot: Channel, slack: Any, posted: Envelope
) -> None:
    slack.meets("cut after taking it")
    await failure(bot, posted)
    found = await bot.find(posted)
    assert found is not None
    assert found.reference == f"C0000001:{slack.messages[0]['ts']}"
    assert await bot.find(replace(posted, dedup_key="other")) is None


async def test_a_bot_finds_a_reply_in_its_thread(
    bot: Channel, slack: Any, posted: Envelope
) -> None:
    root = await bot.send(posted)
    reply = replace(posted, dedup_key="reply", thread=root.reference)
    sent = await bot.send(reply)
    assert await bot.find(reply) == sent


async def test_a_bot_looks_through_many_pages_of_history(
    bot: Channel, slack: Any, posted: Envelope
) -> None:
    slack.page = 3
    first = await bot.send(posted)
    for number in range(10):
        await bot.send(replace(posted, dedup_key=str(number)))
    assert await bot.find(posted) == first


async def test_a_bot_that_may_not_look_says_that_it_does_not_know(
    bot: Channel, slack: Any, posted: Envelope
) -> None:
    slack.fault = lambda _method: "missing_scope"
    assert await bot.find(posted) is None


async def test_a_page_of_history_that_is_cut_is_asked_for_again(
    bot: Channel, slack: Any, posted: Envelope
) -> None:
    sent = await bot.send(posted)
    left = ["cut before taking it", "503", "ok"]
    slack.fault = lambda _method: left.pop(0)
    assert await bot.find(posted) == sent


@pytest.mark.parametrize("fault", ["429", "503", "cut before taking it"])
async def test_a_look_that_failed_is_a_transient_fault_and_posts_nothing(
    bot: Channel, slack: Any, posted: Envelope, fault: str
) -> None:
    slack.fault = lambda _method: fault
    with pytest.raises(DeliveryError) as caught:
        await bot.find(posted)
    assert caught.value.fault is TRANSIENT
    assert "chat.postMessage" not in slack.methods


async def test_a_webhook_never_looks(hook: Channel, slack: Any, posted: Envelope) -> None:
    assert await hook.find(posted) is None
    assert slack.asked == []


async def test_a_slack_that_is_not_there_is_unreachable(
    around: Surroundings, posted: Envelope, unused_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_WEBHOOK", f"http://127.0.0.1:{unused_port}/very-secret")
    keys = {"name": "team", "kind": "slack", "webhook_url": "env:SLACK_WEBHOOK"}
    error = await failure(SlackSettings.model_validate(keys).open(around), posted)
    assert (error.fault, error.code) == (TRANSIENT, "unreachable")


@pytest.mark.parametrize("fault", ["503", "cut before taking it", "invalid_auth", "429"])
async def test_no_error_holds_the_token_or_the_webhook(
    channel: Channel, slack: Any, posted: Envelope, fault: str
) -> None:
    slack.meets(fault)
    error = await failure(channel, posted)
    shown = f"{error} {error!r} {error.__context__!r} {error.__cause__!r}"
    assert "very-secret" not in shown


async def test_a_secret_that_is_missing_breaks_the_channel_and_is_named(
    channel: Channel, posted: Envelope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SLACK_TOKEN")
    monkeypatch.delenv("SLACK_WEBHOOK")
    error = await failure(channel, posted)
    assert error.fault is CHANNEL
    assert "env:SLACK_" in error.reason


async def test_a_possible_repeat_says_so_where_people_and_phones_see_it(
    channel: Channel, slack: Any, posted: Envelope
) -> None:
    await channel.send(replace(posted, possible_repeat=True, attempt=2))
    (message,) = slack.messages
    assert message["text"].startswith("Possible repeat: ")
    assert "delivery d-17, attempt 2" in json.dumps(message["blocks"])
