"""monitor alert test: one message through one channel, now."""

import asyncio
import sys
from pathlib import Path

import click

from monitor.cli.clock import utc_now
from monitor.cli.options import config_option
from monitor.config import Config, load
from monitor.errors import DeliveryError

FAILED = 1


@click.group()
def alert() -> None:
    """Try the channels."""


@alert.command("test")
@click.argument("channel")
@config_option
def test(channel: str, config_file: Path | None) -> None:
    """Send one test alert to every recipient of CHANNEL; the exit status is 1 when one fails."""
    config = load(config_file, secrets=True)
    known = [settings.name for settings in config.channels]
    if channel not in known:
        raise click.BadParameter(f"no channel {channel!r}; the file has {', '.join(known)}")
    failed = False
    for recipient, error in asyncio.run(_send(config, channel)):
        failed = failed or error is not None
        outcome = "sent" if error is None else f"NOT sent: {error.reason}"
        click.echo(f"{channel} to {recipient}: {outcome}", err=error is not None)
    sys.exit(FAILED if failed else 0)


async def _send(config: Config, name: str) -> list[tuple[str, DeliveryError | None]]:
    from monitor.alert import Envelope
    from monitor.alert.compose import test_alert
    from monitor.app import opened_channels, opened_fetcher

    now = utc_now()
    outcomes: list[tuple[str, DeliveryError | None]] = []
    async with opened_fetcher(config, utc_now) as (_, client):
        channels = opened_channels(config, client, utc_now)
        channel = next(channel for channel in channels if channel.name == name)
        for recipient in channel.recipients:
            key = f"{name}:{recipient}:test:{now:%Y%m%d%H%M%S%f}"
            envelope = Envelope(
                delivery_id=0,
                dedup_key=key,
                recipient=recipient,
                alert=test_alert(name, now),
                attempt=1,
                possible_repeat=False,
                first_attempt_at=now,
            )
            try:
                await channel.send(envelope)
            except DeliveryError as error:
                outcomes.append((recipient, error))
            else:
                outcomes.append((recipient, None))
    return outcomes
