"""monitor explain: what the program makes of one document or of many."""

import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import click

from monitor.cli.documents import Document, article_of, document_from_file, parse_line
from monitor.cli.lines import line_of, lines_of, refusal, write
from monitor.cli.options import config_option, json_option
from monitor.cli.screen import plain, print_json
from monitor.errors import MonitorError
from monitor.news import pipeline
from monitor.news.model import Reading, Verdict
from monitor.news.story import StoryBook, identity
from monitor.news.topic import Topic


@click.command()
@click.argument("document", default="-")
@config_option
@json_option
@click.option("--jsonl", is_flag=True, help="Read and write one JSON object a line.")
@click.option(
    "--link",
    is_flag=True,
    help="With --jsonl: name the story of each flagged article. Writes once the last line is read, "
    "since a later article may show where an earlier one belongs; each flagged article takes "
    "about 40 KB of memory, all else waits on disk.",
)
@click.option("--removed", is_flag=True, help="Show what was taken out, and why.")
def explain(
    document: str,
    config_file: Path | None,
    as_json: bool,
    jsonl: bool,
    link: bool,
    removed: bool,
) -> None:
    """Read DOCUMENT (a file, an address or - for standard input) and show what is made of it.

    HTML, or plain text with one block a line. With --jsonl each line is an object with "id", any
    of "url", "title", "published", "language", and one of "html", "html_base64", "text",
    "blocks".
    """
    if link and not jsonl:
        raise click.UsageError("--link goes with --jsonl")
    topics = _topics(config_file)
    if jsonl:
        failed = _link_lines(document, topics) if link else _explain_lines(document, topics)
        sys.exit(1 if failed else 0)
    reading = _explain_one(_document(document, config_file), topics)
    if as_json:
        print_json(as_object(None, reading))
    else:
        from monitor.cli.reading import show

        show(reading, topics, removed=removed)


def as_object(identity: object, reading: Reading) -> dict[str, object]:
    """Return a reading in the shape that scripts rely on."""
    article = reading.article
    return {
        "id": identity,
        "url": article.url or None,
        "title": article.title,
        "byline": article.byline,
        "published": plain(article.published),
        "language": article.language,
        "via": article.via,
        "blocks": [{"kind": block.kind.value, "text": block.text} for block in article.blocks],
        "removed": [
            {"text": gone.text, "reason": gone.reason.value, "kept_in": gone.kept_in}
            for gone in article.removed
        ],
        "verdicts": [_verdict(verdict) for verdict in reading.verdicts],
    }


def _verdict(verdict: Verdict) -> dict[str, object]:
    return {
        "topic": verdict.topic,
        "flagged": verdict.flagged,
        "score": verdict.score,
        "organisations": list(verdict.organisations),
        "labs": list(verdict.labs),
        "places": list(verdict.places),
        "events": list(verdict.events),
        "evidence": [plain(evidence) for evidence in verdict.evidence],
        "reasons": list(verdict.reasons),
    }


def _topics(config_file: Path | None) -> tuple[Topic, ...]:
    from monitor.config import load
    from monitor.news.topic import compile_topic

    return tuple(compile_topic(definition) for definition in load(config_file).topics)


def _document(name: str, config_file: Path | None) -> Document:
    if name.startswith(("http://", "https://")):
        from monitor.cli.live import fetch_document

        return fetch_document(name, config_file)
    return document_from_file(name)


def _explain_one(document: Document, topics: tuple[Topic, ...]) -> Reading:
    return pipeline.judge(article_of(document), topics)


def _explain_lines(name: str, topics: tuple[Topic, ...]) -> bool:
    """Write one object a line as it goes; return whether any line was bad."""
    failed = False
    for line in lines_of(name):
        answer, _ = _explain_line(line, topics)
        failed = failed or "error" in answer
        write(answer)
    return failed


def _link_lines(name: str, topics: tuple[Topic, ...]) -> bool:
    """Write one object a line with its story, once all lines are read.

    A later article may tell where an earlier one belongs; answers wait on disk, not in memory.
    """
    book = StoryBook()
    placed: list[tuple[str, str] | Literal["bad line"] | None] = []  # (topic, article)
    failed = False
    with tempfile.TemporaryFile() as answers:
        for line in lines_of(name):
            answer, reading = _explain_line(line, topics)
            failed = failed or "error" in answer
            answers.write(line_of(answer) + b"\n")
            placed.append(_place(reading, book) if reading is not None else "bad line")
        stories = book.settled()
        answers.seek(0)
        for text, place in zip(answers, placed, strict=True):
            line = text.removesuffix(b"\n")
            if place != "bad line":
                story = json.dumps(None if place is None else stories[place])
                line = line.removesuffix(b"}") + f', "story": {story}}}'.encode()
            click.echo(line)
    return failed


def _place(reading: Reading, book: StoryBook) -> tuple[str, str] | None:
    """Link what was flagged; its story is that of the first topic that flags it."""
    article, first = reading.article, None
    for verdict in reading.verdicts:
        if verdict.flagged:
            book.place(article, verdict, article.published or datetime.now(UTC))
            first = first or (verdict.topic, identity(article))
    return first


def _explain_line(
    line: bytes, topics: tuple[Topic, ...]
) -> tuple[dict[str, object], Reading | None]:
    name: object = None
    try:
        name, document = parse_line(line)
        reading = _explain_one(document, topics)
    except MonitorError as error:
        return refusal(error, name), None
    return as_object(name, reading), reading
