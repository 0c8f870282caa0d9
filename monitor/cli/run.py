"""monitor run, monitor once: the main job, for good or for one round."""

import asyncio
import sys
from pathlib import Path

import click

from monitor.app import App, opened
from monitor.cli.clock import utc_now
from monitor.cli.options import config_option, json_option
from monitor.cli.screen import plain, print_json, table
from monitor.config import Config, load
from monitor.cycle import Report
from monitor.log import configure
from monitor.store import Due

FAILED = 1
ROUND = 1000  # sources leased at a time


@click.command()
@config_option
@click.option("--quiet", is_flag=True, help="Log warnings and errors only.")
def run(config_file: Path | None, quiet: bool) -> None:
    """Watch the sources until SIGTERM or Ctrl-C: poll, read, judge, alert.

    The log goes to stderr, one line an event; alerts go to the channels of the configuration.
    SIGHUP reads the configuration anew; a bad one is refused whole and the old one stays.
    """
    from monitor.daemon import Daemon

    configure(verbose=not quiet)
    config = load(config_file, secrets=True)

    async def serve() -> None:
        current: Config | None = config
        late: set[int] = set()
        while current is not None:
            async with opened(current, utc_now) as app:
                current = await Daemon(app, utc_now, late).serve()

    asyncio.run(serve())


@click.command()
@config_option
@json_option
@click.option("--all", "every", is_flag=True, help="Poll also the sources that are not due yet.")
def once(config_file: Path | None, as_json: bool, every: bool) -> None:
    """Poll every due source once, read what is new, send what is promised, exit.

    With --json the console's alerts go to standard error, so that a script finds JSON alone.
    The exit status is 1 when no source could be read at all.
    """
    configure()
    config = load(config_file, secrets=True)

    async def work() -> tuple[Report, ...]:
        async with opened(config, utc_now, sys.stderr if as_json else None) as app:
            return await one_round(app, every=every)

    reports = asyncio.run(work())
    if as_json:
        print_json([plain(report) for report in reports])
    else:
        show_reports(reports)
    sys.exit(FAILED if reports and all(report.error for report in reports) else 0)


async def one_round(app: App, *, every: bool = False) -> tuple[Report, ...]:
    """Run one cycle of each due source, with a progress bar on a terminal, then send."""
    from rich.progress import Progress

    from monitor.daemon import LEASE, SOURCES_AT_ONCE

    now = utc_now()
    leased = await app.store(lambda s: s.lease_due_sources(now, now + LEASE, ROUND))
    dues: dict[str, Due | None] = {due.name: due for due in leased if due.name in app.sources}
    if every:
        dues = dict.fromkeys(app.sources)
    gate = asyncio.Semaphore(SOURCES_AT_ONCE)
    from rich.console import Console

    shown = sys.stderr.isatty()
    with Progress(console=Console(stderr=True), transient=True, disable=not shown) as bar:
        task = bar.add_task("polling", total=len(dues))

        async def one(name: str, due: Due | None) -> Report:
            async with gate:
                report = await app.cycle.run(app.sources[name], due)
            bar.advance(task)
            return report

        reports = await asyncio.gather(*(one(name, due) for name, due in dues.items()))
        await app.outbox.send_due()
    return tuple(reports)


def show_reports(reports: tuple[Report, ...]) -> None:
    """Print what a round did, a line for each source."""
    if not reports:
        click.echo("No source is due yet; --all polls them all the same.")
        return
    headings = ("source", "entries", "new", "read", "unread", "flagged", "problem")
    table(
        headings,
        ((r.source, r.entries, r.new, r.read, r.unread, r.flagged, r.error or "") for r in reports),
    )
