"""monitor sources read: one feed by hand, or many."""

import base64
import binascii
import sys
from pathlib import Path

import click

from monitor.cli.lines import BadLineError, lines_of, object_of, refusal, write
from monitor.cli.options import config_option, json_option
from monitor.cli.screen import plain, print_json, table
from monitor.errors import MonitorError, UnreadableError
from monitor.news.feed import read_feed
from monitor.news.model import Entry, Feed, Page

FAILED = 1


@click.command("read")
@click.argument("feed", default="-")
@config_option
@json_option
@click.option("--jsonl", is_flag=True, help="Read and write one JSON object a line.")
def read(feed: str, config_file: Path | None, as_json: bool, jsonl: bool) -> None:
    """Print what FEED (a file, an address or - for standard input) says, as it would be stored.

    With --jsonl each line is an object with "id", "url", "content_type" and "body_base64".
    """
    if jsonl:
        sys.exit(FAILED if _read_lines(feed) else 0)
    found = read_feed(_page(feed, config_file))
    if as_json:
        print_json(as_object(None, found))
        return
    click.echo(f"{found.title} ({found.format}, {len(found.entries)} entries)")
    for repair in found.repairs:
        click.echo(f"mended: {repair}")
    table(("published", "title", "address"), ((e.published, e.title, e.url) for e in found.entries))


def as_object(identity: object, feed: Feed) -> dict[str, object]:
    """Return a feed in the shape that scripts rely on."""
    return {
        "id": identity,
        "feed": {
            "title": feed.title,
            "link": feed.link,
            "language": feed.language,
            "format": feed.format,
        },
        "entries": [_entry(entry) for entry in feed.entries],
        "repairs": list(feed.repairs),
    }


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content": entry.content,
        "author": entry.author,
        "published": plain(entry.published),
        "updated": plain(entry.updated),
    }


def _page(name: str, config_file: Path | None) -> Page:
    if name.startswith(("http://", "https://")):
        from monitor.cli.live import fetch_page
        from monitor.fetch import Purpose

        return fetch_page(name, Purpose.FEED, config_file)
    try:
        body = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise UnreadableError(f"{name}: {error.strerror}") from error
    return Page("", body)


def _read_lines(name: str) -> bool:
    """Write one object a line as it goes; return whether any line was bad."""
    failed = False
    for line in lines_of(name):
        identity: object = None
        try:
            identity, page = _parse_line(line)
            answer = as_object(identity, read_feed(page))
        except MonitorError as error:
            failed = True
            answer = refusal(error, identity)
        write(answer)
    return failed


def _parse_line(line: bytes) -> tuple[object, Page]:
    row = object_of(line)
    identity, body, url = row.get("id"), row.get("body_base64"), row.get("url") or ""
    content_type = row.get("content_type")
    if not isinstance(body, str):
        raise BadLineError("body_base64: a string is expected", identity)
    if not isinstance(url, str) or not isinstance(content_type, str | None):
        raise BadLineError("url, content_type: a string or null is expected", identity)
    try:
        return identity, Page(url, base64.b64decode(body), content_type)
    except (binascii.Error, ValueError) as error:
        raise BadLineError(f"body_base64: {error}", identity) from error
