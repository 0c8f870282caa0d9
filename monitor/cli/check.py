"""monitor check: is the configuration right."""

import sys
from pathlib import Path

import click

from monitor.cli.options import config_option, json_option
from monitor.cli.screen import plain, print_json
from monitor.config import load, missing_secrets
from monitor.errors import ConfigError, Problem

BAD_CONFIG = 2


@click.command()
@config_option
@json_option
def check(config_file: Path | None, as_json: bool) -> None:
    """Validate the configuration and list every problem; nothing is started or written.

    The exit status is 2 when there is a problem.
    """
    problems: tuple[Problem, ...]
    try:
        config = load(config_file)
        problems = missing_secrets(config)
        file = config.file
    except ConfigError as error:
        problems, file = error.problems, error.file
    if as_json:
        print_json({"file": file, "problems": [plain(problem) for problem in problems]})
    elif problems:
        click.echo(str(ConfigError(file, problems)), err=True)
    else:
        counts = (
            f"{len(config.sources)} sources, {len(config.topics)} topics, "
            f"{len(config.channels)} channels"
        )
        click.echo(f"{file}: fine ({counts}; database {config.database})")
    sys.exit(BAD_CONFIG if problems else 0)
