"""OPML, the format in which readers hand over what they subscribe to."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from monitor.errors import UnreadableError
from monitor.news.decoding import decode
from monitor.news.feed.markup import parse
from monitor.news.source import SourceKind
from monitor.news.urls import absolute

LARGEST = 5 * 1024 * 1024  # bytes of a file
MOST = 10_000  # feeds of a file

_KINDS = {kind.value: kind for kind in SourceKind}


@dataclass(frozen=True, slots=True)
class Subscription:
    """A source as it is to be written into a configuration."""

    name: str
    url: str
    language: str | None = None
    kind: SourceKind = SourceKind.FEED


def read_opml(body: bytes) -> list[Subscription]:
    """Return the feeds of an OPML file, in its folders or outside; raises ``UnreadableError``.

    Broken markup is mended as a feed's is. An address that is none is refused where the
    subscription is written.
    """
    if len(body) > LARGEST:
        raise UnreadableError(f"{len(body)} bytes, an OPML file has at most {LARGEST}")
    root, _ = parse(decode(body, None, "xml").text)
    if root is None or str(root.tag).lower() != "opml":
        raise UnreadableError("no OPML: it is another document, or none")
    found = []
    for outline in root.iter("outline"):
        address = outline.get("xmlUrl") or outline.get("xmlurl") or outline.get("xmlURL")
        if address:
            name = outline.get("title") or outline.get("text") or address
            kind = _KINDS.get(outline.get("type") or "", SourceKind.FEED)
            address = absolute("", address.replace("feed://", "http://", 1)) or address
            found.append(Subscription(name, address, outline.get("language") or None, kind))
    if len(found) > MOST:
        raise UnreadableError(f"{len(found)} feeds, at most {MOST} are imported at once")
    return found


def write_opml(sources: Sequence[Subscription]) -> str:
    """Return an OPML 2.0 document; what is no feed has its kind as its type."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "Sources of monitor"
    body = etree.SubElement(root, "body")
    for source in sources:
        kind = "rss" if source.kind is SourceKind.FEED else source.kind.value
        outline = etree.SubElement(body, "outline", type=kind, text=source.name)
        outline.set("xmlUrl", source.url)
        if source.language:
            outline.set("language", source.language)
    text: str = etree.tostring(root, pretty_print=True, encoding="unicode")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + text.rstrip()
