"""monitor why: everything that was decided about an address, or why it is unknown."""

import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from monitor.cli.clock import utc_now
from monitor.cli.lacking import lacking
from monitor.cli.options import config_option, json_option
from monitor.cli.screen import ago, counted, print_json
from monitor.cli.unknown import Causes, beginning
from monitor.config import Config, load
from monitor.news.model import Article, Block, BlockKind
from monitor.news.topic import TopicDefinition, compile_topic
from monitor.news.urls import absolute
from monitor.store.records import Records, records
from monitor.store.trail import Dispatch, Judged, Said, Sighting, Stored, Trail, neighbours, trail

UNKNOWN = 1


@click.command()
@click.argument("url")
@config_option
@json_option
def why(url: str, config_file: Path | None, as_json: bool) -> None:
    """Tell what happened to URL: where it was seen, how it was read, judged, linked and sent.

    The exit status is 1 when the address is unknown.
    """
    config = load(config_file)
    with records(config.database) as asked:
        found = trail(asked, url)
        known = bool(found.sightings) or found.article is not None
        causes = [] if known else _causes(url, config, asked)
    if as_json:
        print_json({**asdict(found), **({} if known else {"causes": causes})})
    else:
        topics = {topic.name: topic for topic in config.topics}
        lines = chain(found, utc_now(), topics) if known else _unknown(url, causes)
        for line in lines:
            click.echo("".join(sign if sign.isprintable() else " " for sign in line))
    sys.exit(0 if known else UNKNOWN)


def chain(found: Trail, now: datetime, topics: Mapping[str, TopicDefinition]) -> list[str]:
    """Return the chain of decisions, in the order in which they were taken."""
    lines = [line for sighting in found.sightings for line in _seen(sighting, now)]
    if found.article is not None:
        lines += _read(found.article)
    for judged in found.judged:
        lines += _judged(judged)
        topic = topics.get(judged.verdict.topic)
        if topic is not None and found.article is not None and not judged.verdict.flagged:
            lines += _lacking(found.article, topic)
    if found.article is not None:
        known = {judged.verdict.topic for judged in found.judged}
        lines += [_unjudged(name) for name in topics if name not in known]
    return lines + [_said(said) for said in found.said]


def _unjudged(topic: str) -> str:
    told = f"`monitor replay --topic {topic}` judges what is stored"
    return f"JUDGED {topic}: never, it is newer than this reading; {told}"


def _said(said: Said) -> str:
    note = f": {said.note}" if said.note else ""
    answer = "yes" if said.relevant else "no"
    return (
        f"LABEL {answer} of {said.topic}, {said.labelled_at:%Y-%m-%d %H:%M} UTC by the owner{note}"
    )


def _causes(url: str, config: Config, asked: Records) -> list[str]:
    rows = {row.name: row for row in asked.sources()}
    near = neighbours(asked, beginning(url)) if absolute("", url) else ()
    return Causes(url, config.file, config.sources, rows, near).told()


def _unknown(url: str, causes: list[str]) -> list[str]:
    first, *others = causes
    lines = [f"{url}: unknown; no feed that was polled has named it", f"LIKELIEST  {first}"]
    return [*lines, *(f"      else {other}" for other in others)]


def _lacking(stored: Stored, definition: TopicDefinition) -> list[str]:
    """Return what of the topic the article holds and what it lacks, as judged today."""
    if stored.pruned_at is not None:
        return ["      what it held can't be told: its text has been pruned"]
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in stored.blocks)
    article = Article(stored.url, stored.title, blocks, language=stored.language)
    return [f"      {line}" for line in lacking(article, compile_topic(definition))]


def _seen(sighting: Sighting, now: datetime) -> list[str]:
    first = " in the source's first poll" if sighting.baseline else ""
    lines = [f"SEEN  {sighting.first_seen:%Y-%m-%d %H:%M} UTC by {sighting.source}{first}"]
    if sighting.state == "waiting":
        again = f", next try {ago(sighting.next_read_at, now)}" if sighting.next_read_at else ""
        lines.append(f"      waits to be read; {sighting.tries} tries{again}")
    if sighting.reason:
        instead = "read from the feed alone: " if sighting.state == "read" else ""
        given_up = "given up: " if sighting.state == "unread" else ""
        lines.append(f"      {instead}{given_up}{sighting.reason}")
    return lines


def _read(article: Stored) -> list[str]:
    signs = sum(len(block) for block in article.blocks)
    language = article.language or "unknown"
    published = f"{article.published:%Y-%m-%d %H:%M} UTC" if article.published else "undated"
    amount = f"{len(article.blocks)} blocks, {signs} characters; {article.removed} taken out"
    if article.teaser:
        amount += "; only a teaser is open"
    if article.pruned_at is not None:
        amount = f"text pruned {article.pruned_at:%Y-%m-%d}"
    return [
        f"READ  {article.read_at:%Y-%m-%d %H:%M} UTC: {article.title}",
        f"      {article.url}",
        f"      published {published}, language {language}, {amount}",
    ]


def _judged(judged: Judged) -> list[str]:
    verdict = judged.verdict
    word = "FLAGGED" if verdict.flagged else "not flagged"
    lines = [f"JUDGED {verdict.topic}: {word}, score {verdict.score:.2f}"]
    lines += [
        f"      {name}: {', '.join(values)}"
        for name, values in (
            ("organisation", verdict.organisations),
            ("lab", verdict.labs),
            ("place", verdict.places),
            ("event", verdict.events),
        )
        if values
    ]
    lines += [f"      - {reason}" for reason in verdict.reasons]
    lines += [f"      {e.role.value} at {e.block}:{e.start} {e.text!r}" for e in verdict.evidence]
    if verdict.proof:
        lines.append(f"      “{verdict.proof}”")
    if judged.story:
        lines.append(f"STORY {judged.story}: {judged.story_title} ({judged.story_reason})")
    if judged.note:
        lines.append(f"ALERT {judged.note}")
    return lines + [_sent(dispatch) for dispatch in judged.deliveries]


def _sent(dispatch: Dispatch) -> str:
    repeat = ", possibly twice" if dispatch.possible_repeat else ""
    when = f" {dispatch.settled_at:%Y-%m-%d %H:%M} UTC" if dispatch.settled_at else ""
    problem = f": {dispatch.last_error}" if dispatch.last_error else ""
    what = "follow-up" if dispatch.follow_up else "the story"
    return (
        f"      {what}, {dispatch.channel} to {dispatch.recipient}: {dispatch.state}{when}"
        f"{repeat}, {counted(dispatch.attempts, 'attempt')}{problem}"
    )
