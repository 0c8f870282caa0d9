"""monitor replay: what the present configuration would make of everything that is stored."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import click

from monitor.cli.counts import counts_object, show_counts
from monitor.cli.options import config_option, json_option
from monitor.cli.screen import counted, print_json, table
from monitor.cli.topics import topic_named
from monitor.config import load
from monitor.news.model import Verdict
from monitor.news.topic import Topic, compile_topic
from monitor.news.topic import judge as judge_article
from monitor.news.topic.evaluation import Count, count
from monitor.store.articles import StoredArticle, count_articles, stored_articles
from monitor.store.records import records


@click.command()
@config_option
@json_option
@click.option("--topic", "name", help="Only this topic; default: all of the configuration.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    metavar="DATE",
    help="Only articles published since; UTC.",
)
def replay(
    config_file: Path | None, as_json: bool, name: str | None, since: datetime | None
) -> None:
    """Judge the stored articles again and show what would be gained and lost.

    Nothing is changed, and the monitor may go on running. To try a changed topic, write it into
    a copy of the configuration with the same database and name that with --config. Where the
    owner has labelled articles (`monitor label`), precision and recall are shown by them, as
    stored and as judged now.
    """
    config = load(config_file)
    chosen = config.topics if name is None else (topic_named(config, name),)
    after = since.replace(tzinfo=UTC) if since else None
    replayed = [Replayed(compile_topic(definition)) for definition in chosen]
    with records(config.database) as asked:
        articles = stored_articles(asked, after)
        with _progress(articles, count_articles(asked, after)) as shown:
            for stored in shown:
                for each in replayed:
                    each.add(stored)
    if as_json:
        print_json([each.as_object() for each in replayed])
    else:
        _show(replayed)


@dataclass(frozen=True, slots=True)
class Change:
    """An article that the present topic judges otherwise than it was judged."""

    url: str
    title: str
    source: str
    published: datetime | None
    language: str | None
    before: float | None  # score; None where it was never judged
    now: float
    reasons: tuple[str, ...]
    label: bool | None  # what the owner says


@dataclass(slots=True)
class Replayed:
    """One topic over the stored articles; keeps what has changed and counts the rest."""

    topic: Topic
    articles: int = 0
    unjudged: int = 0
    flagged_before: int = 0
    flagged_now: int = 0
    gained: list[Change] = field(default_factory=list)
    lost: list[Change] = field(default_factory=list)
    labelled: list[tuple[bool, bool, bool]] = field(default_factory=list)  # owner, before, now

    def add(self, stored: StoredArticle) -> None:
        """Judge one article and note the difference."""
        name = self.topic.name
        verdict = judge_article(stored.article, self.topic)
        decided = stored.decided.get(name)
        before = decided is not None and decided.flagged
        self.articles += 1
        self.unjudged += decided is None
        self.flagged_before += before
        self.flagged_now += verdict.flagged
        if verdict.flagged != before:
            changes = self.gained if verdict.flagged else self.lost
            changes.append(_change(stored, verdict, name))
        if name in stored.said:
            self.labelled.append((stored.said[name].relevant, before, verdict.flagged))

    def measured(self) -> tuple[Count, Count] | None:
        """Return the counts by the owner's labels, before and now; None where there are none."""
        if not self.labelled:
            return None
        return (
            count((owner, before) for owner, before, _ in self.labelled),
            count((owner, now) for owner, _, now in self.labelled),
        )

    def as_object(self) -> dict[str, object]:
        """Return the shape that scripts rely on."""
        measured = self.measured()
        return {
            "topic": self.topic.name,
            "articles": self.articles,
            "never_judged": self.unjudged,
            "flagged_before": self.flagged_before,
            "flagged_now": self.flagged_now,
            "gained": self.gained,
            "lost": self.lost,
            "labelled": measured
            and dict(zip(("before", "now"), map(counts_object, measured), strict=True)),
        }


def _change(stored: StoredArticle, verdict: Verdict, name: str) -> Change:
    decided, said = stored.decided.get(name), stored.said.get(name)
    article = stored.article
    return Change(
        url=article.url,
        title=article.title,
        source=stored.source,
        published=article.published,
        language=article.language,
        before=None if decided is None else decided.score,
        now=verdict.score,
        reasons=verdict.reasons,
        label=None if said is None else said.relevant,
    )


@contextmanager
def _progress(articles: Iterator[StoredArticle], length: int) -> Iterator[Iterable[StoredArticle]]:
    """Show a bar on a terminal, nothing where the output goes elsewhere."""
    if not sys.stderr.isatty():
        yield articles
        return
    with click.progressbar(articles, length=length, label="judging", file=sys.stderr) as bar:
        yield bar


def _show(replayed: Sequence[Replayed]) -> None:
    for each in replayed:
        new = f" ({each.unjudged} never judged before)" if each.unjudged else ""
        click.echo(
            f"{each.topic.name}: {each.articles} articles judged again{new}; "
            f"flagged {each.flagged_now}, before {each.flagged_before}; "
            f"gained {len(each.gained)}, lost {len(each.lost)}"
        )
        if measured := each.measured():
            click.echo(f"by {counted(len(each.labelled), 'label')} of the owner:")
            show_counts("verdicts", zip(("as stored", "judged now"), measured, strict=True))
        if each.gained or each.lost:
            table(
                ("change", "before", "now", "owner", "published", "outlet", "headline", "why"),
                (
                    *(("gained", *_cells(change)) for change in each.gained),
                    *(("lost", *_cells(change)) for change in each.lost),
                ),
            )


def _cells(change: Change) -> tuple[object, ...]:
    before = "–" if change.before is None else f"{change.before:.2f}"
    owner = {None: "", True: "yes", False: "no"}[change.label]
    why = " ".join(change.reasons)
    facts = (change.published, change.source, change.title, why)
    return (before, f"{change.now:.2f}", owner, *facts)
