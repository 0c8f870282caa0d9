"""monitor sources check: every source tried live, and what would be read."""

import asyncio
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from monitor.cli.clock import utc_now
from monitor.cli.options import config_option, json_option
from monitor.cli.screen import ago, print_json, table
from monitor.config import Config, load
from monitor.cycle.sitemaps import Sitemaps
from monitor.errors import FetchError, MonitorError
from monitor.fetch import Fetched, Fetcher, Purpose, Request
from monitor.news.feed.sitemap import SITEMAP_INDEX
from monitor.news.model import Feed, Page
from monitor.news.source import Source
from monitor.workers import read_source

FAILED = 1
AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Trial:
    """What one source gave when it was asked."""

    source: str
    url: str
    format: str | None = None
    entries: int = 0
    dated: int = 0
    newest_at: datetime | None = None
    newest_title: str = ""
    repairs: tuple[str, ...] = ()
    moved_to: str | None = None
    error: str | None = None


@click.command("check")
@click.argument("names", nargs=-1)
@config_option
@json_option
def check(names: tuple[str, ...], config_file: Path | None, as_json: bool) -> None:
    """Try the sources NAMES (default: all) live; nothing is stored.

    The exit status is 1 when one of them can't be read.
    """
    config = load(config_file)
    unknown = set(names) - {source.name for source in config.sources}
    if unknown:
        raise click.BadParameter(f"no source named {', '.join(sorted(unknown))}")
    chosen = [source for source in config.sources if not names or source.name in names]
    trials = asyncio.run(_try_all(config, chosen))
    if as_json:
        print_json(trials)
    else:
        _show(trials)
    sys.exit(FAILED if any(trial.error for trial in trials) else 0)


async def _try_all(config: Config, sources: list[Source]) -> list[Trial]:
    from rich.console import Console
    from rich.progress import Progress

    from monitor.app import opened_fetcher

    gate = asyncio.Semaphore(AT_ONCE)
    shown = sys.stderr.isatty()
    async with opened_fetcher(config, utc_now) as (fetcher, _):
        with Progress(console=Console(stderr=True), transient=True, disable=not shown) as bar:
            task = bar.add_task("trying", total=len(sources))

            async def one(source: Source) -> Trial:
                async with gate:
                    trial = await _try(fetcher, source)
                bar.advance(task)
                return trial

            return list(await asyncio.gather(*(one(source) for source in sources)))


async def _try(fetcher: Fetcher, source: Source) -> Trial:
    try:
        request = Request(source.url, Purpose.FEED, allow_private=source.allow_private)
        answer = await fetcher.get(request)
        if not isinstance(answer, Fetched):
            raise FetchError(source.url, "not modified, though nothing was known of it")
        feed = await _read(answer.page, source)
        if feed.format == SITEMAP_INDEX:
            feed = await Sitemaps(fetcher, _read).below(source, feed) or feed
    except MonitorError as error:
        reason = error.reason if isinstance(error, FetchError) else str(error)
        return Trial(source.name, source.url, error=reason)
    dated = [entry for entry in feed.entries if entry.published is not None]
    newest = max(dated, key=lambda entry: entry.published or utc_now(), default=None)
    return Trial(
        source=source.name,
        url=source.url,
        format=feed.format,
        entries=len(feed.entries),
        dated=len(dated),
        newest_at=newest.published if newest else None,
        newest_title=newest.title if newest else "",
        repairs=feed.repairs,
        moved_to=answer.moved_to,
    )


async def _read(page: Page, source: Source) -> Feed:
    return await asyncio.to_thread(read_source, page, source)


def _lacks(trial: Trial) -> list[str]:
    """Say what a source that answers does not give."""
    if not trial.entries:
        return ["it lists nothing"]
    return [] if trial.dated else ["no entry is dated"]


def _show(trials: list[Trial]) -> None:
    now = utc_now()
    table(
        ("source", "format", "entries", "dated", "newest", "headline", "problem"),
        (
            (
                trial.source,
                trial.format or "",
                trial.entries,
                trial.dated,
                ago(trial.newest_at, now) if trial.newest_at else "",
                trial.newest_title,
                trial.error or "; ".join((*_lacks(trial), *trial.repairs)),
            )
            for trial in sorted(trials, key=lambda trial: (trial.error is None, trial.source))
        ),
    )
