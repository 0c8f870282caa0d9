"""monitor prune: old texts out of the database, without forgetting what was seen."""

from datetime import timedelta
from pathlib import Path

import click

from monitor.cli.clock import utc_now
from monitor.cli.options import config_option, json_option
from monitor.cli.screen import counted, print_json
from monitor.config import load
from monitor.config.settings import parse_duration
from monitor.store.pruning import Pruned
from monitor.store.pruning import prune as pruning


def _duration(_: click.Context, __: click.Parameter, value: str) -> timedelta:
    try:
        return parse_duration(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command()
@click.option(
    "--older-than",
    "age",
    default="180d",
    show_default=True,
    callback=_duration,
    help="Age of what goes, by when it was read: 90d, 12h.",
)
@config_option
@json_option
def prune(age: timedelta, config_file: Path | None, as_json: bool) -> None:
    """Take out the texts of old articles that no topic flagged.

    Stories, flagged articles and deliveries stay whole. Of the rest it stays known that it was
    seen and how it was judged, so that nothing pruned ever comes back as new. The monitor may go
    on running.
    """
    now = utc_now()
    done = list(pruning(load(config_file).database, now - age, now))
    total = Pruned(sum(one.articles for one in done), sum(one.characters for one in done))
    if as_json:
        print_json(total)
    else:
        click.echo(
            f"{counted(total.characters, 'character')} of {counted(total.articles, 'article')} taken out"
        )
