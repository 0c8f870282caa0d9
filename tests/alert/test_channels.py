"""What every kind of channel keeps: its case stands here, or the test asks for it."""

import io
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from monitor.alert import Amends, Channel, Envelope, Receipt
from monitor.alert.channels import CHANNELS
from monitor.alert.message import Alert
from monitor.alert.settings import Surroundings
from monitor.errors import DeliveryError, DeliveryFault

pytestmark = pytest.mark.anyio

LONG = "نص 阿里 \u202e <!channel> {{ 7 * 7 }} " * 200


@dataclass
class Outside:
    """What the cases may use."""

    around: Surroundings
    slack: Any
    mail_server: Callable[..., Any]


async def apprise(_: Outside) -> dict[str, object]:
    return {"url": "env:SERVICE"}


async def console(_: Outside) -> dict[str, object]:
    return {}


async def slack_bot(outside: Outside) -> dict[str, object]:
    return {"token": "env:TOKEN", "channel": "C1", "api_url": f"{outside.slack.root}/api/"}


async def email(outside: Outside) -> dict[str, object]:
    mailbox = await outside.mail_server()
    return {
        "host": "127.0.0.1",
        "port": mailbox.port,
        "security": "none",
        "from": "monitor@example.org",
        "to": ["ana@example.org"],
    }


CASES: Mapping[str, Callable[[Outside], Awaitable[dict[str, object]]]] = {
    "apprise": apprise,
    "console": console,
    "slack": slack_bot,
    "email": email,
}


@pytest.fixture(params=sorted(CHANNELS))
async def channel(
    request: pytest.FixtureRequest,
    around: Surroundings,
    slack: Any,
    mail_server: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Channel:
    monkeypatch.setenv("TOKEN", "xoxb-1")
    monkeypatch.setenv("SERVICE", slack.root.replace("http", "json", 1) + "/hook")
    keys = await CASES[request.param](Outside(around, slack, mail_server))
    settings = {"name": "desk", "kind": request.param, **keys}
    return CHANNELS[request.param].settings.model_validate(settings).open(around)


def addressed(channel: Channel, alert: Alert, **more: Any) -> Envelope:
    return Envelope(7, f"desk:{alert.kind}", channel.recipients[0], alert, **more)


async def test_it_brings_every_kind_of_alert_and_names_it(channel: Channel, alert: Alert) -> None:
    update = replace(alert, kind="update", news=("A denial: no",))
    digest = Alert("digest", "Many", items=(alert,) * channel.most_items)
    system = Alert("system", "Something broke", happened=("It did.",))
    for told in (alert, update, digest, system, replace(alert, kind="test")):
        receipt = await channel.send(addressed(channel, told, root=alert))
        assert isinstance(receipt, Receipt)


async def test_it_takes_hostile_texts_and_an_alert_of_nothing(channel: Channel) -> None:
    hostile = Alert(
        kind="story",
        headline=LONG,
        outlet=LONG,
        evidence=(LONG,),
        happened=(LONG,) * 9,
        news=(LONG,) * 9,
        reasons=(LONG,) * 9,
        organisations=(LONG,) * 9,
    )
    await channel.send(addressed(channel, hostile, possible_repeat=True, outlets=(LONG,) * 30))
    await channel.send(addressed(channel, Alert("story", "")))


async def test_it_can_tell_whether_a_message_it_never_sent_arrived_or_says_it_cannot(
    channel: Channel, alert: Alert
) -> None:
    assert await channel.find(addressed(channel, alert)) is None


async def test_an_edit_of_what_was_sent_is_made_or_not_offered(
    channel: Channel, alert: Alert
) -> None:
    envelope = addressed(channel, alert)
    receipt = await channel.send(envelope)
    if isinstance(channel, Amends):
        assert receipt.reference is not None
        await channel.amend(replace(envelope, thread=receipt.reference, outlets=("Courier",)))


async def test_a_closed_stream_breaks_the_console(around: Surroundings, alert: Alert) -> None:
    closed = io.StringIO()
    closed.close()
    settings = CHANNELS["console"].settings.model_validate({"name": "c", "kind": "console"})
    channel = settings.open(replace(around, out=closed))
    with pytest.raises(DeliveryError) as caught:
        await channel.send(addressed(channel, alert))
    assert caught.value.fault is DeliveryFault.CHANNEL
