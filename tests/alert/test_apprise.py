"""Through Apprise to a real server: one attempt, a yes or a doubt, and no secret said."""

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from monitor.alert import Envelope
from monitor.alert.apprise import AppriseChannel, AppriseSettings
from monitor.alert.settings import Surroundings
from monitor.alert.wording import plain_text, thread_subject
from monitor.errors import DeliveryError, DeliveryFault

pytestmark = pytest.mark.anyio

DOWN, CUT_BEFORE, CUT_AFTER, SLOW = (
    "503",
    "cut before taking it",
    "cut after taking it",
    "slow",
)
Open = Callable[..., AppriseChannel]


@pytest.fixture
def opened(around: Surroundings, slack: Any, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open the channel 'phone' on the loopback server; ``asks`` ends the address."""

    def channel(asks: str = "", address: str | None = None, **more: Any) -> AppriseChannel:
        there = slack.root.replace("http", "json", 1).replace("//", "//me:hunter2@")
        monkeypatch.setenv("SERVICE", f"{there}/hook{asks}" if address is None else address)
        settings = {"name": "phone", "kind": "apprise", "url": "env:SERVICE"}
        return AppriseChannel(AppriseSettings.model_validate(settings), around, **more)

    return channel


async def refused(channel: AppriseChannel, envelope: Envelope) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await channel.send(envelope)
    return caught.value


async def test_the_message_says_what_a_mails_text_says(
    opened: Open, slack: Any, envelope: Envelope, around: Surroundings
) -> None:
    receipt = await opened().send(envelope)
    assert receipt.reference is None
    (sent,) = slack.messages
    assert sent["title"] == thread_subject(envelope)
    assert sent["message"].strip() == plain_text(envelope, around.zone).strip()


async def test_a_repeat_says_that_it_may_be_one(
    opened: Open, slack: Any, envelope: Envelope
) -> None:
    await opened().send(replace(envelope, possible_repeat=True, attempt=2))
    assert slack.messages[0]["message"].startswith("Possible repeat: ")


@pytest.mark.parametrize("fault", [DOWN, CUT_BEFORE, CUT_AFTER])
@pytest.mark.parametrize("asks", ["", "?retry=3&wait=0.1", "?optional=yes"])
async def test_a_failure_leaves_a_doubt_after_one_attempt_whatever_the_address_asks(
    opened: Open, slack: Any, envelope: Envelope, fault: str, asks: str
) -> None:
    slack.meets(fault)
    error = await refused(opened(asks), envelope)
    assert error.fault is DeliveryFault.AMBIGUOUS
    assert len(slack.asked) == 1


async def test_a_service_that_does_not_answer_in_time_is_left(
    opened: Open, slack: Any, envelope: Envelope
) -> None:
    slack.meets(SLOW)
    slack.slowness = 1.0
    error = await refused(opened(patience=0.1), envelope)
    assert error.fault is DeliveryFault.AMBIGUOUS
    assert "timeout" in error.reason


async def test_a_service_that_nobody_can_reach_leaves_a_doubt_too(
    opened: Open, envelope: Envelope, unused_port: int
) -> None:
    channel = opened(address=f"json://127.0.0.1:{unused_port}/")
    assert (await refused(channel, envelope)).fault is DeliveryFault.AMBIGUOUS


@pytest.mark.parametrize(
    "address", ["", "hunter2", "nowhere://me:hunter2@host", "tgram://hunter2", "json://hunter2:x/"]
)
async def test_an_address_that_is_none_stops_the_channel_and_is_not_shown(
    opened: Open, envelope: Envelope, address: str, capfd: pytest.CaptureFixture[str]
) -> None:
    error = await refused(opened(address=address), envelope)
    assert error.fault is DeliveryFault.CHANNEL
    assert "env:SERVICE" in error.reason
    assert "hunter2" not in str(error)
    assert capfd.readouterr() == ("", "")


async def test_a_failure_does_not_show_the_address(
    opened: Open, slack: Any, envelope: Envelope, capfd: pytest.CaptureFixture[str]
) -> None:
    slack.meets(DOWN)
    channel = opened()
    assert "hunter2" not in str(await refused(channel, envelope)) + repr(channel)
    assert channel.recipients == ("phone",)
    assert capfd.readouterr() == ("", "")


async def test_a_library_that_went_away_stops_the_channel(
    opened: Open, envelope: Envelope, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = opened()
    monkeypatch.setitem(sys.modules, "apprise", None)
    assert (await refused(channel, envelope)).fault is DeliveryFault.CHANNEL


async def test_what_is_too_long_for_a_service_comes_in_parts(
    opened: Open, slack: Any, envelope: Envelope
) -> None:
    told = replace(envelope.alert, reasons=tuple(f"Reason {n}. " + "x " * 100 for n in range(200)))
    await opened().send(replace(envelope, alert=told))
    said = "".join(message["message"] for message in slack.messages)
    assert len(slack.messages) > 1
    assert all(f"Reason {n}." in said for n in range(200))


async def test_a_title_calls_nobody(opened: Open, slack: Any, envelope: Envelope) -> None:
    hostile = "@everyone, <!channel> and <@U1>: write to desk@example.org"
    alert = replace(envelope.alert, headline=hostile)
    await opened().send(replace(envelope, alert=alert))
    (sent,) = slack.messages
    for text in (sent["title"], sent["message"]):
        assert not any(call in text for call in ("@everyone", "<!channel", "<@U1", "@U1"))
        assert "everyone" in text
    assert "desk@example.org" in sent["message"]
