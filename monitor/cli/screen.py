"""What a person reads: tables that fit a terminal, plain text when piped, JSON for scripts."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

PIPED_WIDTH = 160


def console() -> Console:
    """Return a console for stdout: colours on a terminal only, NO_COLOR respected by rich."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(highlight=False, width=PIPED_WIDTH, color_system=None)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows: a table on a terminal, tab-separated lines when piped."""
    if not sys.stdout.isatty():
        click.echo("\t".join(headings))
        for row in rows:
            click.echo("\t".join(_cell(value) for value in row))
        return
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        drawn.add_column(heading, overflow="fold")
    for row in rows:
        from rich.text import Text

        drawn.add_row(*(Text(_cell(value)) for value in row))
    console().print(drawn)


def print_json(value: object) -> None:
    """Print a value as one JSON document; times in ISO 8601."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=2)
    click.echo(text.encode("utf-8", "replace"))


def plain(value: object) -> object:
    """Turn dataclasses, times and tuples into what JSON knows."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def ago(moment: datetime | None, now: datetime) -> str:
    """Return how long ago, in one unit."""
    if moment is None:
        return "never"
    seconds = (now - moment).total_seconds()
    future = seconds < 0
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if abs(seconds) >= size:
            amount = f"{int(abs(seconds) // size)} {unit}"
            return f"in {amount}" if future else f"{amount} ago"
    return "now"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, tuple | list):
        return ", ".join(str(item) for item in value)
    # hostile text must not move the cursor or break the line of a table
    return "".join(sign if sign.isprintable() else " " for sign in str(value))
