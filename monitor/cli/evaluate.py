"""monitor evaluate: how right the verdicts are on labelled stories."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from monitor.cli.documents import LONGEST_DOCUMENT
from monitor.cli.options import config_option, json_option
from monitor.cli.screen import print_json, table
from monitor.config import load
from monitor.errors import UnreadableError
from monitor.news import pipeline
from monitor.news.article import read_text
from monitor.news.model import Verdict
from monitor.news.topic import Topic, compile_topic
from monitor.news.topic import judge as judge_article
from monitor.news.topic.evaluation import Report
from monitor.news.topic.evaluation import evaluate as score


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@config_option
@json_option
@click.option("--topic", "name", help="Default: the first topic of the configuration.")
@click.option("--mistakes/--no-mistakes", default=True, help="List what was judged wrongly.")
def evaluate(
    file: Path, config_file: Path | None, as_json: bool, name: str | None, mistakes: bool
) -> None:
    """Judge labelled stories and print precision, recall and F1, per language and kind.

    FILE holds one JSON object a line: "title", "text", "label" (positive, negative, unclear), and
    as far as known "id", "lang", "kind", "orgs", "city", "events".
    """
    topic = _topic(config_file, name)
    report = score(_rows(file), lambda row: judge_row(row, topic))
    if as_json:
        print_json(report)
    else:
        _show(report, mistakes=mistakes)


def judge_row(row: Mapping[str, object], topic: Topic) -> Verdict:
    """Judge one labelled story as the daemon would judge its article."""
    title, text = str(row.get("title") or ""), str(row.get("text") or row.get("title") or "")
    article = read_text(text, str(row.get("url") or ""), title)
    language = row.get("lang")
    clean = pipeline.clean(article, language if isinstance(language, str) else None)
    return judge_article(clean, topic)


def _topic(config_file: Path | None, name: str | None) -> Topic:
    definitions = load(config_file).topics
    wanted = [one for one in definitions if name is None or one.name == name]
    if not wanted:
        known = ", ".join(one.name for one in definitions)
        raise click.BadParameter(f"no topic {name!r}; the configuration has {known}")
    return compile_topic(wanted[0])


def _rows(file: Path) -> Iterator[Mapping[str, object]]:
    """Yield the rows, with a progress bar on a terminal; raises ``UnreadableError`` at a bad one."""
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise UnreadableError(f"{file}: {error.strerror}") from error
    shown = sys.stderr.isatty()
    with click.progressbar(lines, file=sys.stderr if shown else None, hidden=not shown) as bar:
        for number, line in enumerate(bar, start=1):
            if line.strip():
                yield _row(line, f"{file}, line {number}")


def _row(line: bytes, place: str) -> Mapping[str, object]:
    if len(line) > LONGEST_DOCUMENT:
        raise UnreadableError(f"a line of {len(line)} bytes", place)
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"not JSON: {error}", place) from error
    if not isinstance(row, dict) or not isinstance(row.get("label"), str):
        raise UnreadableError("an object with a label is expected", place)
    return row


def _show(report: Report, *, mistakes: bool) -> None:
    counts = [("all", report.overall), *report.languages]
    table(
        ("language", "precision", "recall", "F1", "hit", "false", "missed", "left alone"),
        (
            (
                language,
                f"{count.precision:.3f}",
                f"{count.recall:.3f}",
                f"{count.f1:.3f}",
                count.hit,
                count.false,
                count.missed,
                count.left,
            )
            for language, count in counts
        ),
    )
    click.echo(
        f"\nof those flagged rightly: organisation {report.organisation:.3f}, "
        f"city {report.city:.3f}, event {report.event:.3f}; {report.unclear} unclear left out\n"
    )
    table(("kind of negative", "stories", "false alarms"), report.kinds)
    click.echo()
    table(
        ("score from", "to", "stories", "share right"),
        (
            (f"{low:.2f}", f"{min(high, 1):.2f}", n, f"{s:.2f}")
            for low, high, n, s in report.calibration
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
