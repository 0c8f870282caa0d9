"""monitor demo: the whole program on a bundled newsroom, offline, in seconds."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import click

from monitor.cli.clock import utc_now
from monitor.cli.run import one_round, show_reports
from monitor.cli.stories import show_stories
from monitor.config import Config, load
from monitor.cycle import Report
from monitor.log import configure
from monitor.news.model import Removal
from monitor.store.records import Records, records


@click.command()
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Keep configuration and database there; else nothing is left behind.",
)
def demo(keep: Path | None) -> None:
    """Serve a bundled newsroom on loopback and run the monitor on it, as on any other source.

    Works with no network. Ends with what an owner would see: alerts, stories, what was removed.
    """
    from monitor.demo import serving, write_config

    configure(verbose=False)
    now = utc_now()
    with _folder(keep) as folder, serving(now) as root:
        config = load(write_config(folder, root, now))
        click.echo(f"A newsroom of {len(config.sources)} outlets is served on {root}.\n")
        reports = asyncio.run(_round(config))
        click.echo("\nWHAT WAS READ\n")
        show_reports(reports)
        with records(config.database) as asked:
            _show_outcome(asked)
        _say_where(config, keep)


async def _round(config: Config) -> tuple[Report, ...]:
    from monitor.app import opened

    async with opened(config, utc_now) as app:
        return await one_round(app)


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="monitor-demo-") as name:
        yield Path(name)


def _show_outcome(asked: Records) -> None:
    click.echo("\nFLAGGED STORIES\n")
    show_stories(asked.stories(topic=None, since=None, limit=50))
    click.echo("\nREAD AND LEFT ALONE\n")
    for left in asked.left_alone(limit=20):
        click.echo(f"{left.title}\n    {left.reason}")
    click.echo("\nTAKEN OUT OF THE ARTICLES\n")
    for title, removed in groupby(asked.taken_out(limit=200), key=attrgetter("title")):
        click.echo(title)
        furniture = []
        for one in removed:
            if one.reason == Removal.BOILERPLATE:
                furniture.append(_short(one.text, 30))
            else:
                click.echo(f"    {one.reason}: {_short(one.text)}")
        if furniture:
            click.echo(f"    around it: {_short(' · '.join(furniture))}")


def _say_where(config: Config, keep: Path | None) -> None:
    if keep is None:
        click.echo("\nThe database is gone with the demo; --keep DIR keeps it to look at.")
        return
    click.echo(f"\nThe database lies at {config.database}; look at it with")
    click.echo(f"  monitor stories --config {config.file}")


def _short(text: str, limit: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
