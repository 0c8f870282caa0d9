"""What a person reads: tables that fit a terminal, plain text when piped, JSON for scripts."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path

import click
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

PIPED_WIDTH = 160
SHORT = 16  # columns: a time, a key
GAP = 2  # columns between two


def console() -> Console:
    """Return a console for stdout: colours on a terminal only, NO_COLOR respected by rich."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(highlight=False, width=PIPED_WIDTH, color_system=None)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows: as wide as the terminal has room for, tab-separated lines when piped."""
    cells = ([_cell(value) for value in row] for row in rows)
    if not sys.stdout.isatty():
        for row in (list(headings), *cells):
            click.echo("\t".join(row))
        return
    screen = console()
    screen.print(laid_out(headings, list(cells), screen.width))


def laid_out(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> RenderableType:
    """Return a table, or where its columns have no room, a paragraph for each row.

    Cells of up to ``SHORT`` columns of the terminal are never broken: keys and times are copied.
    """
    longest = [max(map(cell_len, column)) for column in zip(headings, *rows, strict=True)]
    if sum(min(length, SHORT) + GAP for length in longest) - GAP > width:
        return Group(*(part for row in rows for part in _paragraph(headings, row)))
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for heading, length in zip(headings, longest, strict=True):
        short = length <= SHORT
        drawn.add_column(heading, overflow="fold", no_wrap=short, min_width=min(length, SHORT))
    for row in rows:
        drawn.add_row(*map(Text, row))
    return drawn


def _paragraph(headings: Sequence[str], row: Sequence[str]) -> Iterator[RenderableType]:
    """Yield a row as lines: its first cell and the short ones, then each long one."""
    named = [(heading, cell) for heading, cell in zip(headings[1:], row[1:], strict=True) if cell]
    short = [f"{heading} {cell}" for heading, cell in named if cell_len(cell) <= SHORT]
    yield Text(" · ").join([Text(row[0], style="bold"), *map(Text, short)])
    for heading, cell in named:
        if cell_len(cell) > SHORT:
            yield Padding(Text(f"{heading}: {cell}", overflow="fold"), (0, 0, 0, 2), expand=False)


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


def counted(number: int, name: str) -> str:
    """Return a number with what it counts: '1 topic', '2 topics'."""
    return f"{number} {name}{'' if number == 1 else 's'}"


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
