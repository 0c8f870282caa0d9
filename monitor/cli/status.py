"""monitor status: how the monitor is, on one screen."""

from datetime import datetime
from pathlib import Path

import click

from monitor.cli.clock import utc_now
from monitor.cli.health import ill, illness, outage
from monitor.cli.options import config_option, json_option
from monitor.cli.screen import ago, counted, print_json
from monitor.config import load
from monitor.news.source import WELL
from monitor.store.records import SourceRow, Totals, records


@click.command()
@config_option
@json_option
def status(config_file: Path | None, as_json: bool) -> None:
    """Show how the monitor is: sources that fail, what waits, what was sent and what was not."""
    config = load(config_file)
    with records(config.database) as asked:
        totals, sources = asked.totals(), asked.sources()
    if as_json:
        print_json({"database": config.database, "totals": totals, "sources": sources})
        return
    for line in report(totals, sources, utc_now()):
        click.echo(line)
    click.echo(f"database {config.database}")


def report(totals: Totals, sources: list[SourceRow], now: datetime) -> list[str]:
    """Return the state of things, what needs a person first."""
    shown = ill(sources)
    unwell = sum(row.state.health not in WELL for row in shown)
    last = ago(totals.last_poll_at, now)
    lines = [f"{counted(len(sources), 'source')}, {unwell} ill; last poll {last}"]
    lines += outage(sources)
    lines += [f"  {row.name}: {illness(row.state, now)}" for row in shown]
    lines.append(
        f"{totals.articles} articles read, {totals.waiting} wait, {totals.unread} unreadable; "
        f"{totals.flagged} flagged in {totals.stories} stories"
    )
    states = ", ".join(f"{count} {state}" for state, count in sorted(totals.deliveries.items()))
    lines.append(f"alerts: {states or 'none yet'}")
    if totals.oldest_pending_at is not None:
        lines.append(f"  the oldest waits since {totals.oldest_pending_at:%Y-%m-%d %H:%M} UTC")
    lines += [
        f"  channel {name} rests until {until:%Y-%m-%d %H:%M} UTC: {why}"
        for name, until, why in totals.paused
        if until > now
    ]
    return lines
