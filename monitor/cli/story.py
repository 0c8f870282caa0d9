"""monitor story: parts a story, or joins two, by hand."""

from pathlib import Path

import click

from monitor.cli.clock import utc_now
from monitor.cli.options import config_option, json_option
from monitor.cli.screen import print_json
from monitor.config import load
from monitor.store.hand import Refused, Told
from monitor.store.hand import merge as join
from monitor.store.hand import split as part


@click.group()
def story() -> None:
    """Put right which articles tell one story; the monitor keeps to it, and may go on running.

    `monitor stories` lists the keys. What was sent already stays in its thread.
    """


@story.command()
@click.argument("key")
@click.argument("urls", nargs=-1, required=True)
@config_option
@json_option
def split(key: str, urls: tuple[str, ...], config_file: Path | None, as_json: bool) -> None:
    """Take the articles at URLS out of the story KEY, as a story of their own."""
    _show(part(load(config_file).database, key, urls, utc_now()), as_json=as_json)


@story.command()
@click.argument("key")
@click.argument("other")
@config_option
@json_option
def merge(key: str, other: str, config_file: Path | None, as_json: bool) -> None:
    """Join the stories KEY and OTHER, under the key of the one that was opened first."""
    _show(join(load(config_file).database, key, other, utc_now()), as_json=as_json)


def _show(outcome: tuple[Told, ...] | Refused, *, as_json: bool) -> None:
    if isinstance(outcome, Refused):
        raise click.ClickException(outcome.reason)
    if as_json:
        print_json(outcome)
        return
    for told in outcome:
        click.echo(told.key)
        for title in told.titles:
            click.echo(f"  {title}")
