"""monitor label: what the owner says of an article, and all of it as rows for evaluation."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click

from monitor.cli.clock import utc_now
from monitor.cli.options import config_option, json_option
from monitor.cli.screen import counted, print_json
from monitor.cli.topics import topic_named
from monitor.config import load
from monitor.errors import UnreadableError
from monitor.store.articles import StoredArticle, stored_articles
from monitor.store.labels import Label, Labelled
from monitor.store.labels import label as store_label
from monitor.store.records import records

FAILED = 1
WORDS = {True: "yes", False: "no"}


@click.command()
@click.argument("url", required=False)
@click.argument("answer", required=False, type=click.Choice(["yes", "no"]))
@click.option("--topic", "name", help="Default: the first topic of the configuration.")
@click.option("--note", help="Why; kept beside the label.")
@click.option(
    "--export",
    "target",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Write every label as a row that `monitor evaluate` reads; - for standard output.",
)
@config_option
@json_option
def label(
    url: str | None,
    answer: str | None,
    name: str | None,
    note: str | None,
    target: Path | None,
    config_file: Path | None,
    as_json: bool,
) -> None:
    """Say whether the article at URL is of the topic: yes or no.

    The label is kept beside the verdict and changes nothing else; `monitor replay` and `monitor
    evaluate` measure by it. A second one takes the place of the first. The monitor may go on
    running. The exit status is 1 where no article of that address is stored.
    """
    if (target is None) == (url is None) or (url is None) != (answer is None):
        raise click.UsageError("either URL and yes or no, or --export FILE")
    config = load(config_file)
    topic = topic_named(config, name).name
    if url is None or answer is None:
        count = _export(config.database, topic, target or Path("-"))
        click.echo(f"{counted(count, 'labelled article')} of {topic}", err=True)
        return
    said = Label(topic, relevant=answer == "yes", note=note)
    found = store_label(config.database, url, said, utc_now())
    if as_json:
        print_json(found)
    else:
        click.echo(_told(url, said, found), err=found is None)
    sys.exit(FAILED if found is None else 0)


def _told(url: str, said: Label, found: Labelled | None) -> str:
    if found is None:
        return f"{url}: no article of this address is stored; `monitor why` tells what is known"
    title = "".join(sign if sign.isprintable() else " " for sign in found.title)
    verdict = "never judged"
    if found.flagged is not None:
        agreed = "as the monitor" if found.flagged == said.relevant else "against the monitor"
        flagged = "flagged" if found.flagged else "not flagged"
        verdict = f"{flagged}, score {found.score:.2f}; {agreed}"
    changed = f"; it was {WORDS[found.before]}" if found.before not in {None, said.relevant} else ""
    return f"{WORDS[said.relevant]}: {title} ({said.topic}: {verdict}{changed})"


def _export(database: Path, topic: str, target: Path) -> int:
    with records(database) as asked:
        rows = (_row(each, topic) for each in stored_articles(asked, labelled=True))
        labelled = (row for row in rows if row is not None)
        if str(target) == "-":
            return _write(sys.stdout, labelled)
        try:
            with target.open("w", encoding="utf-8") as file:
                return _write(file, labelled)
        except OSError as error:
            raise UnreadableError(f"{target}: {error.strerror}") from error


def _write(file: TextIO, rows: Iterator[dict[str, object]]) -> int:
    count = 0
    for row in rows:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def _row(stored: StoredArticle, topic: str) -> dict[str, object] | None:
    said = stored.said.get(topic)
    if said is None:
        return None
    article = stored.article
    return {
        "url": article.url,
        "publisher": stored.source,
        "lang": article.language,
        "title": article.title,
        "published": article.published.isoformat() if article.published else "",
        "text": "\n".join(" ".join(block.text.split()) for block in article.blocks),
        "topic": topic,
        "label": "positive" if said.relevant else "negative",
        "kind": "",
        "note": said.note or "",
    }
