"""monitor stories, monitor search: what is stored, for a person or a script."""

from datetime import timedelta
from pathlib import Path

import click

from monitor.cli.clock import utc_now
from monitor.cli.options import config_option, json_option
from monitor.cli.screen import print_json, table
from monitor.config import load
from monitor.store.records import StoryRow, records


@click.command()
@config_option
@json_option
@click.option("--topic", help="Only stories of this topic.")
@click.option("--days", type=click.IntRange(1), help="Only stories with news in so many days.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
def stories(
    config_file: Path | None, as_json: bool, topic: str | None, days: int | None, limit: int
) -> None:
    """List the flagged stories, newest first."""
    since = None if days is None else utc_now() - timedelta(days=days)
    with records(load(config_file).database) as asked:
        rows = asked.stories(topic=topic, since=since, limit=limit)
    if as_json:
        print_json(rows)
    elif rows:
        show_stories(rows)
    else:
        click.echo("No story is flagged; `monitor status` tells what was read.")


def show_stories(rows: list[StoryRow]) -> None:
    """Print stories as a table."""
    table(
        ("key", "when", "score", "who", "where", "what", "headline", "told by", "alerts"),
        (
            (
                row.key,
                row.opened_at,
                f"{row.score:.2f}",
                row.organisations,
                row.places,
                row.events,
                row.title,
                _tellers(row),
                row.alerts,
            )
            for row in rows
        ),
    )


def _tellers(row: StoryRow) -> str:
    """Return who told a story, the first one in front: 'A, B; 1 copy; via Reuters; en vi'."""
    others = [outlet for outlet in row.outlets if outlet != row.first]
    parts = [", ".join((row.first, *others))]
    if row.copies:
        parts.append(f"{row.copies} cop{'y' if row.copies == 1 else 'ies'}")
    if row.via:
        parts.append(f"via {', '.join(row.via)}")
    return "; ".join((*parts, " ".join(row.languages)))


@click.command()
@click.argument("words", nargs=-1, required=True)
@config_option
@json_option
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
def search(words: tuple[str, ...], config_file: Path | None, as_json: bool, limit: int) -> None:
    """Find stored articles that hold all WORDS, flagged or not, best first.

    Vietnamese is found with and without diacritics, Chinese by any two signs; "two words" in
    quotes stay together, a final * stands for any ending.
    """
    with records(load(config_file).database) as asked:
        hits = asked.search(" ".join(words), limit)
    if as_json:
        print_json(hits)
    elif hits:
        table(
            ("published", "outlet", "language", "headline", "flagged by", "address"),
            ((h.published, h.source, h.language, h.title, h.flagged, h.url) for h in hits),
        )
    else:
        click.echo("Nothing stored holds all these words.")
