"""monitor silence: not this organisation, topic or story, until then."""

import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from monitor.cli.clock import utc_now
from monitor.cli.options import config_option, json_option
from monitor.cli.screen import print_json, table
from monitor.config import Config, load
from monitor.config.settings import parse_duration
from monitor.store import Silence
from monitor.store.orders import orders
from monitor.suggestion import nearest

FAILED = 1


@click.group(invoke_without_command=True)
@config_option
@json_option
@click.option("--org", "organisation", metavar="NAME", help="As alerts write it: 'Amazon'.")
@click.option("--topic", metavar="NAME")
@click.option("--story", metavar="KEY", help="As alerts show it: 's-1a2b3c4d5e6f'.")
@click.option("--until", metavar="WHEN", help="'2d', '2026-12-24' or '2026-12-24T09:00'.")
@click.option("--reason", metavar="TEXT")
@click.pass_context
def silence(
    ctx: click.Context,
    config_file: Path | None,
    as_json: bool,
    organisation: str | None,
    topic: str | None,
    story: str | None,
    until: str | None,
    reason: str | None,
) -> None:
    """Keep quiet about an organisation, a topic or a story for a while; without any, list silences.

    What is named has to agree all together. Silenced stories are kept: `monitor outbox --state
    silenced` shows them, `monitor outbox retry` sends one. Works beside a running daemon.
    """
    if ctx.invoked_subcommand is not None:
        return
    if organisation is None and topic is None and story is None:
        if until is not None:
            raise click.UsageError("Name what is to be silenced: --org, --topic or --story.")
        _list(config_file, as_json=as_json)
        return
    if until is None:
        raise click.UsageError("Say until when: --until 2d, or --until 2026-12-24.")
    config, now = load(config_file), utc_now()
    known = [definition.name for definition in config.topics]
    if topic is not None and topic not in known:
        raise click.BadParameter(f"no topic {topic!r}; the file has {', '.join(known)}")
    wanted = Silence(0, _moment(until, config, now), organisation, topic, story, reason)
    with orders(config.database) as asked:
        number, hushed = asked.silence(wanted, now)
        named = asked.organisations()
    if as_json:
        print_json({"id": number, "until": wanted.until, "silenced": hushed})
        return
    if organisation is not None and organisation.casefold() not in map(str.casefold, named):
        hint = nearest(organisation, named) or "; alerts write each organisation in one way"
        click.echo(f"no article that is stored names {organisation!r}{hint}", err=True)
    click.echo(f"silence {number} until {wanted.until:%Y-%m-%d %H:%M} UTC")
    if hushed:
        click.echo(f"{hushed} waiting messages silenced")


@silence.command("list")
@config_option
@json_option
def list_silences(config_file: Path | None, as_json: bool) -> None:
    """List the silences in force."""
    _list(config_file, as_json=as_json)


@silence.command()
@click.argument("number", type=click.IntRange(1), metavar="ID")
@config_option
def lift(number: int, config_file: Path | None) -> None:
    """End a silence now; what it took stays silenced."""
    with orders(load(config_file).database) as asked:
        lifted = asked.lift(number, utc_now())
    click.echo(f"silence {number}: {'lifted' if lifted else 'not in force'}", err=not lifted)
    sys.exit(0 if lifted else FAILED)


def _list(config_file: Path | None, *, as_json: bool) -> None:
    with orders(load(config_file).database) as asked:
        found = asked.silences(utc_now())
    if as_json:
        print_json(found)
    elif found:
        headings = ("id", "until (UTC)", "organisation", "topic", "story", "reason")
        table(
            headings,
            ((s.id, s.until, s.organisation, s.topic, s.story, s.reason) for s in found),
        )
    else:
        click.echo("Nothing is silenced.")


def _moment(text: str, config: Config, now: datetime) -> datetime:
    """Read a duration from now, or a date or time on the wall of the configuration's time zone."""
    zone = ZoneInfo(config.alerts.timezone)
    try:
        moment = now + parse_duration(text)
    except ValueError:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            hint = (
                "a duration such as '2d', a date or a time such as '2026-12-24T09:00' is expected"
            )
            raise click.BadParameter(hint, param_hint="--until") from None
        if len(text) <= len("2026-12-24"):
            moment = datetime.combine(moment.date() + timedelta(days=1), time(), zone)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if moment <= now:
        raise click.BadParameter("that is over already", param_hint="--until")
    return moment.astimezone(UTC)
