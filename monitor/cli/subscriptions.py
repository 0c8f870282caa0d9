"""monitor sources add, import, export: sources in and out of the configuration.

A source is appended to the end of the file as a table of its own, so that the owner's comments
and order stay; what would make the file wrong is refused before it is written.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
from lxml import etree

from monitor.cli.live import fetch_page
from monitor.cli.options import config_option
from monitor.config import default_file, load
from monitor.errors import ConfigError, FetchError, UnreadableError
from monitor.fetch import Purpose
from monitor.news.feed import read_feed
from monitor.news.feed.discovery import feed_links, likely_feeds
from monitor.news.feed.listing import read_listing
from monitor.news.model import Page
from monitor.news.source import SourceKind
from monitor.news.urls import normalise

LONGEST_LIST = 5 * 1024 * 1024  # bytes of an OPML file


@dataclass(frozen=True, slots=True)
class Subscription:
    """A source as it is to be written into a configuration."""

    name: str
    url: str
    language: str | None = None
    kind: SourceKind = SourceKind.FEED


@click.command("add")
@click.argument("address")
@click.option("--name", help="Default: the feed's own title.")
@config_option
def add(address: str, name: str | None, config_file: Path | None) -> None:
    """Find the feed of a site (or take ADDRESS as one) and append it to the configuration.

    Looked for in this order: ADDRESS itself, what its page names, where sites often have one; a
    site without a feed is added as a page, when its list of articles is found.
    """
    page = fetch_page(address, Purpose.FEED, config_file)
    found = as_feed(page) or _named_feed(page, config_file) or as_page(page)
    _append([replace(found, name=name or found.name)], config_file)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@config_option
def import_(file: Path, config_file: Path | None) -> None:
    """Append the feeds of an OPML FILE that are not in the configuration yet."""
    _append(read_opml(file.read_bytes()), config_file)


@click.command("export")
@config_option
def export(config_file: Path | None) -> None:
    """Print the sources of the configuration as OPML."""
    config = load(config_file)
    sources = [Subscription(s.name, s.url, s.language) for s in config.sources]
    click.echo(write_opml(sources))


def as_feed(page: Page) -> Subscription | None:
    """Return the page as a source when it is a feed itself."""
    try:
        feed = read_feed(page)
    except UnreadableError:
        return None
    return Subscription(feed.title or page.url, page.url, feed.language)


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


def read_opml(body: bytes) -> list[Subscription]:
    """Return the feeds of an OPML file; raises ``UnreadableError``."""
    if len(body) > LONGEST_LIST:
        raise UnreadableError(f"{len(body)} bytes, an OPML file has at most {LONGEST_LIST}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"no OPML: {error.msg}") from error
    found = []
    for outline in root.iter("outline"):
        address = outline.get("xmlUrl")
        if address:
            name = outline.get("title") or outline.get("text") or address
            found.append(Subscription(name, address, outline.get("language") or None))
    return found


def write_opml(sources: Sequence[Subscription]) -> str:
    """Return an OPML 2.0 document."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "Sources of monitor"
    body = etree.SubElement(root, "body")
    for source in sources:
        outline = etree.SubElement(body, "outline", type="rss", text=source.name)
        outline.set("xmlUrl", source.url)
        if source.language:
            outline.set("language", source.language)
    text: str = etree.tostring(root, pretty_print=True, encoding="unicode")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + text.rstrip()


def _append(wanted: Sequence[Subscription], config_file: Path | None) -> None:
    """Write what is new to the end of the file; the file stays as it was when that is wrong."""
    path = config_file or default_file()
    config = load(path)
    addresses = {normalise(source.url) for source in config.sources}
    names = {source.name for source in config.sources}
    tables = []
    for source in wanted:
        if normalise(source.url) in addresses:
            click.echo(f"known already: {source.url}")
            continue
        name = _free(source.name, names)
        addresses.add(normalise(source.url))
        names.add(name)
        tables.append(_table(replace(source, name=name)))
        click.echo(f"added: {name} {source.url}")
    if not tables:
        return
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
    if source.language:
        lines.append(f"language = {_quoted(source.language.split('-')[0].lower())}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
