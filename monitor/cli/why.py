"""monitor why: everything that was decided about an address, or why it is unknown."""

import sys
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import click

from monitor.cli.options import config_option, json_option
from monitor.cli.run import utc_now
from monitor.cli.screen import ago, print_json
from monitor.config import Config, load
from monitor.store.records import SourceRow, records
from monitor.store.trail import Dispatch, Judged, Sighting, Stored, Trail, trail

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
        found, sources = trail(asked, url), asked.sources()
    known = bool(found.sightings) or found.article is not None
    if as_json:
        print_json(found)
    else:
        for line in chain(found, utc_now()) if known else unknown(url, config, sources):
            click.echo("".join(sign if sign.isprintable() else " " for sign in line))
    sys.exit(0 if known else UNKNOWN)


def chain(found: Trail, now: datetime) -> list[str]:
    """Return the chain of decisions, in the order in which they were taken."""
    lines = [line for sighting in found.sightings for line in _seen(sighting, now)]
    if found.article is not None:
        lines += _read(found.article)
    for judged in found.judged:
        lines += _judged(judged)
    return lines


def unknown(url: str, config: Config, sources: list[SourceRow]) -> list[str]:
    """Return why nothing is known of an address, as far as that can be told."""
    host = _host(url)
    lines = [f"{url}: no feed that was polled has named this address"]
    near = [source for source in config.sources if host and _host(source.url) == host]
    if not near:
        return [*lines, f"No source of {host or 'this site'} is in {config.file}: add one."]
    rows = {row.name: row for row in sources}
    for source in near:
        row = rows.get(source.name)
        if row is None or row.state.last_success_at is None:
            error = row.state.last_error if row else None
            lines.append(
                f"{source.name}: never polled with success{f' ({error})' if error else ''}"
            )
        else:
            lines.append(
                f"{source.name}: {row.entries} entries since {row.state.first_polled_at:%Y-%m-%d}, "
                "this one not among them: older than the first poll, not in this feed, "
                "or gone between two polls"
            )
    return lines


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").removeprefix("feeds.").removeprefix("rss.")


def _seen(sighting: Sighting, now: datetime) -> list[str]:
    first = " in the source's first poll" if sighting.baseline else ""
    lines = [f"SEEN  {sighting.first_seen:%Y-%m-%d %H:%M} UTC by {sighting.source}{first}"]
    if sighting.state == "waiting":
        again = f", next try {ago(sighting.next_read_at, now)}" if sighting.next_read_at else ""
        lines.append(f"      waits to be read; {sighting.tries} tries{again}")
    if sighting.reason:
        lines.append(f"      {sighting.reason}")
    return lines


def _read(article: Stored) -> list[str]:
    signs = sum(len(block) for block in article.blocks)
    language = article.language or "unknown"
    published = f"{article.published:%Y-%m-%d %H:%M} UTC" if article.published else "undated"
    amount = f"{len(article.blocks)} blocks, {signs} characters; {article.removed} taken out"
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
    return (
        f"      {dispatch.channel} to {dispatch.recipient}: {dispatch.state}{when}"
        f"{repeat}, {dispatch.attempts} attempts{problem}"
    )
