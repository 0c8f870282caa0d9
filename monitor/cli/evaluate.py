"""monitor evaluate: how right the verdicts are on labelled stories."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import BinaryIO

import click

from monitor.cli.counts import counts_object, show_counts
from monitor.cli.documents import LONGEST_DOCUMENT, Document, article_of
from monitor.cli.options import config_option, json_option
from monitor.cli.screen import print_json, table
from monitor.cli.topics import topic_named
from monitor.config import load
from monitor.errors import UnreadableError
from monitor.news.dates import parse_date
from monitor.news.model import Verdict
from monitor.news.topic import Topic, compile_topic
from monitor.news.topic import judge as judge_article
from monitor.news.topic.evaluation import Report
from monitor.news.topic.evaluation import evaluate as score

LABELS = {
    "positive": "positive",
    "negative": "negative",
    "unclear": "unclear",
    "yes": "positive",
    "no": "negative",
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@config_option
@json_option
@click.option("--topic", "name", help="Default: the first topic of the configuration.")
@click.option("--mistakes/--no-mistakes", default=True, help="List what was judged wrongly.")
@click.option("--slips", is_flag=True, help="List wrong organisations, cities and events as well.")
def evaluate(
    file: Path,
    config_file: Path | None,
    as_json: bool,
    name: str | None,
    mistakes: bool,
    slips: bool,
) -> None:
    """Judge labelled stories and print precision, recall and F1, per language and kind.

    FILE holds one JSON object a line: "title", "text", "label" (positive, negative, unclear; yes
    and no as well), and as far as known "id", "lang", "published", "kind" of a negative, "tier" of a positive,
    "orgs", "city", "events". Rows with a "topic" count for that topic alone. `monitor label
    --export` writes such a file from the owner's labels.
    """
    topic = compile_topic(topic_named(load(config_file), name))
    report = score(_rows(file, topic.name), lambda row: judge_row(row, topic))
    if not any(total for _, total, _ in (*report.kinds, *report.tiers)) and not report.unclear:
        raise UnreadableError(f"{file}: no labelled story of {topic.name} in it")
    if as_json:
        print_json(_as_object(report))
    else:
        _show(report, mistakes=mistakes, slips=slips)


def judge_row(row: Mapping[str, object], topic: Topic) -> Verdict:
    """Judge one labelled story as the daemon would judge its article."""
    said = {key: value for key, value in row.items() if isinstance(value, str)}
    document = Document(
        text=said.get("text") or said.get("title"),
        url=said.get("url", ""),
        title=said.get("title", ""),
        published=parse_date(said.get("published", "")),
        language=said.get("lang"),
    )
    return judge_article(article_of(document), topic)


def _rows(file: Path, topic: str) -> Iterator[Mapping[str, object]]:
    """Yield the rows of the topic; a bar on a terminal. Raises ``UnreadableError`` at a bad one."""
    try:
        with file.open("rb") as stream:
            yield from _read(stream, file, topic)
    except OSError as error:
        raise UnreadableError(f"{file}: {error.strerror}") from error


def _read(stream: BinaryIO, file: Path, topic: str) -> Iterator[Mapping[str, object]]:
    shown = sys.stderr.isatty()
    size = os.fstat(stream.fileno()).st_size
    with click.progressbar(length=size, file=sys.stderr, hidden=not shown) as bar:
        for number, line in enumerate(stream, start=1):
            bar.update(len(line))
            if line.strip():
                row = _row(line, f"{file}, line {number}")
                if row.get("topic") in {None, "", topic}:
                    yield row


def _row(line: bytes, place: str) -> Mapping[str, object]:
    if len(line) > LONGEST_DOCUMENT:
        raise UnreadableError(f"a line of {len(line)} bytes", place)
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"not JSON: {error}", place) from error
    if not isinstance(row, dict):
        raise UnreadableError("an object is expected", place)
    label = row.get("label")
    if not isinstance(label, str) or label not in LABELS:
        found = "none" if label is None else repr(label)[:60]
        raise UnreadableError(f"a label is expected ({', '.join(LABELS)}), found {found}", place)
    if not any(isinstance(row.get(key), str) and row[key].strip() for key in ("title", "text")):
        raise UnreadableError("a title or a text is expected, found neither", place)
    return {**row, "label": LABELS[label]}


def _as_object(report: Report) -> dict[str, object]:
    shape = {item.name: getattr(report, item.name) for item in fields(report)}
    languages = {code: counts_object(count) for code, count in report.languages}
    return {**shape, "overall": counts_object(report.overall), "languages": languages}


def _show(report: Report, *, mistakes: bool, slips: bool) -> None:
    show_counts("language", [("all", report.overall), *report.languages])
    click.echo(
        f"\nof those flagged rightly: organisation {report.organisation:.3f}, "
        f"city {report.city:.3f}, event {report.event:.3f}; {report.unclear} unclear left out\n"
    )
    table(("kind of negative", "stories", "false alarms"), report.kinds)
    if any(tier for tier, _, _ in report.tiers):
        click.echo()
        table(("tier of positive", "stories", "missed"), report.tiers)
    click.echo()
    table(
        ("score from", "to", "stories", "share right"),
        (
            (f"{low:.2f}", f"{high:.2f}", n, f"{share:.2f}")
            for low, high, n, share in report.calibration
        ),
    )
    if mistakes and report.mistakes:
        click.echo()
        table(
            ("mistake", "language", "kind", "score", "headline", "why"),
            (
                (one.id, one.language, one.kind, f"{one.score:.2f}", one.title, one.why)
                for one in report.mistakes
            ),
        )
    if slips and report.slips:
        click.echo()
        table(
            ("slip", "language", "what", "wanted", "found", "headline"),
            (
                (one.id, one.language, one.what, one.wanted, one.found, one.title)
                for one in report.slips
            ),
        )
