"""monitor check: is the configuration right."""

import sys
from pathlib import Path

import click

from monitor.cli.options import config_option, json_option
from monitor.cli.screen import counted, plain, print_json
from monitor.config import load
from monitor.errors import ConfigError

BAD_CONFIG = 2


@click.command()
@config_option
@json_option
def check(config_file: Path | None, as_json: bool) -> None:
    """Validate the configuration and list every problem; nothing is started or written.

    The exit status is 2 when there is a problem.
    """
    try:
        config = load(config_file, secrets=True)
    except ConfigError as error:
        if as_json:
            print_json({"file": error.file, "problems": [plain(each) for each in error.problems]})
        else:
            click.echo(str(error), err=True)
        sys.exit(BAD_CONFIG)
    if as_json:
        print_json({"file": config.file, "problems": []})
        return
    counts = (
        f"{counted(len(config.sources), 'source')}, {counted(len(config.topics), 'topic')}, "
        f"{counted(len(config.channels), 'channel')}"
    )
    click.echo(f"{config.file}: fine ({counts}; database {config.database})")
    if not config.channels:
        click.echo("no [[channel]]: what is flagged is stored, and nobody is told", err=True)
