"""monitor backup: a checked copy of the database, beside a running monitor."""

from pathlib import Path

import click

from monitor.cli.clock import utc_now
from monitor.cli.options import config_option, json_option
from monitor.cli.screen import print_json
from monitor.config import load
from monitor.store.backup import back_up


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@config_option
@json_option
def backup(file: Path | None, config_file: Path | None, as_json: bool) -> None:
    """Copy the database to FILE (default: beside it, with the time in its name) and check it.

    The monitor may go on running. To restore, stop it and put the copy in the database's place.
    """
    database = load(config_file).database
    copy = file or database.with_name(f"{database.stem}-{utc_now():%Y%m%d-%H%M%S}.db")
    counts = back_up(database, copy)
    if as_json:
        print_json({"file": copy, "rows": counts})
        return
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    click.echo(f"{copy}: {told}; checked")
