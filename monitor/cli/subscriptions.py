"""monitor sources add, import, export: sources in and out of the configuration.

A source is appended to the end of the file as a table of its own, so that the owner's comments
and order stay; what would make the file wrong is refused before it is written.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from monitor.cli.live import fetch_page
from monitor.cli.opml import Subscription, read_opml, write_opml
from monitor.cli.options import config_option
from monitor.config import default_file, load
from monitor.config.settings import known_language
from monitor.errors import ConfigError, FetchError, UnreadableError
from monitor.fetch import Purpose
from monitor.news.feed import read_feed
from monitor.news.feed.discovery import feed_links, likely_feeds
from monitor.news.feed.listing import read_listing
from monitor.news.model import Page
from monitor.news.source import SourceKind
from monitor.news.urls import absolute, normalise


@click.command("add")
@click.argument("address")
@click.option("--name", help="Default: the feed's own title.")
@config_option
def add(address: str, name: str | None, config_file: Path | None) -> None:
    """Find the feed of a site (or take ADDRESS as one) and append it to the configuration.

    Looked for in this order: ADDRESS itself, what its page names, where sites often have one; a
    site without a feed is added as a page, when its list of articles is found.
    """
    page = _first_page(address, config_file)
    found = as_feed(page) or _named_feed(page, config_file) or as_page(page)
    _append([replace(found, name=name or found.name)], config_file)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--dry-run", is_flag=True, help="Say what would be added, and write nothing.")
@config_option
def import_(file: Path, dry_run: bool, config_file: Path | None) -> None:
    """Append the feeds of an OPML FILE that are not in the configuration yet."""
    _append(read_opml(file.read_bytes()), config_file, dry_run=dry_run)


@click.command("export")
@config_option
def export(config_file: Path | None) -> None:
    """Print the sources of the configuration as OPML."""
    config = load(config_file)
    sources = [Subscription(s.name, s.url, s.language, s.kind) for s in config.sources]
    click.echo(write_opml(sources))


def _first_page(address: str, config_file: Path | None) -> Page:
    """Fetch what a person typed, who may leave out the scheme."""
    if "://" in address:
        return fetch_page(address, Purpose.FEED, config_file)
    try:
        return fetch_page(f"https://{address}", Purpose.FEED, config_file)
    except FetchError:
        return fetch_page(f"http://{address}", Purpose.FEED, config_file)


def as_feed(page: Page) -> Subscription | None:
    """Return the page as a source when it is a feed itself."""
    try:
        feed = read_feed(page)
    except UnreadableError:
        return None
    kind = SourceKind.SITEMAP if feed.format.startswith("sitemap") else SourceKind.FEED
    return Subscription(feed.title or page.url, page.url, feed.language, kind)


def as_page(page: Page) -> Subscription:
    """Return the page as a source that lists articles; raises ``UnreadableError``."""
    try:
        listing = read_listing(page)
    except UnreadableError as error:
        raise UnreadableError(f"{page.url}: no feed, none named or found; {error}") from error
    return Subscription(listing.title or page.url, page.url, listing.language, SourceKind.PAGE)


def _named_feed(page: Page, config_file: Path | None) -> Subscription | None:
    for address in (*feed_links(page), *likely_feeds(page.url)):
        try:
            found = as_feed(fetch_page(address, Purpose.FEED, config_file))
        except FetchError:
            continue
        if found is not None:
            return found
    return None


def _append(
    wanted: Sequence[Subscription], config_file: Path | None, *, dry_run: bool = False
) -> None:
    """Write what is new to the end of the file; the file stays as it was when that is wrong."""
    path = config_file or default_file()
    config = load(path)
    addresses = {normalise(source.url) for source in config.sources}
    names = {source.name for source in config.sources}
    tables, told = [], []
    for source in wanted:
        if absolute("", source.url) is None:
            told.append(f"left out: {source.name}: {source.url!r} is no http or https address")
            continue
        if normalise(source.url) in addresses:
            told.append(f"known already: {source.url}")
            continue
        name = _free(source.name, names)
        addresses.add(normalise(source.url))
        names.add(name)
        tables.append(_table(replace(source, name=name)))
        told.append(f"{'would be added' if dry_run else 'added'}: {name} {source.url}")
    if tables and not dry_run:
        _write(path, tables)
    for line in told:
        click.echo(line)


def _write(path: Path, tables: Sequence[str]) -> None:
    before = path.read_text("utf-8")
    path.write_text(before.rstrip() + "\n" + "".join(tables), encoding="utf-8")
    try:
        load(path)
    except ConfigError:
        path.write_text(before, encoding="utf-8")
        raise


def _free(name: str, taken: set[str]) -> str:
    name = " ".join(name.split())[:90] or "unnamed"
    number, free = 2, name
    while free in taken:
        free, number = f"{name} {number}", number + 1
    return free


def _table(source: Subscription) -> str:
    lines = ["", "[[source]]", f"name = {_quoted(source.name)}", f"url = {_quoted(source.url)}"]
    if source.kind is not SourceKind.FEED:
        lines.append(f"kind = {_quoted(source.kind)}")
    if language := _language(source.language):
        lines.append(f"language = {_quoted(language)}")
    return "\n".join(lines) + "\n"


def _language(told: str | None) -> str | None:
    """Return the language that a feed or list names; None for a word that names none."""
    with suppress(ValueError):
        return known_language((told or "").replace("_", "-").split("-")[0].strip().lower())
    return None


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
