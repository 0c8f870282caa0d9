"""Options that many commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Command = Callable[..., Any]


def config_option(command: Command) -> Command:
    """Add --config; None means config.toml here, else the one that ships."""
    return click.option(
        "--config",
        "config_file",
        type=click.Path(path_type=Path),
        metavar="PATH",
        help="Configuration; default: config.toml here, else the one that ships.",
    )(command)


def json_option(command: Command) -> Command:
    """Add --json."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for a script.")(command)
