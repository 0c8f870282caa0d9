"""The children of an element by what they mean, whatever prefix a feed gives them.

``title`` is the format's own, ``dc:title`` Dublin Core's, ``atom:link`` Atom's inside RSS. A
namespace that nobody knows is known by its prefix, where that is one of ours; anything else is
left out, so that a stranger's title never stands for the entry's.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lxml import etree

# Our prefix of a namespace, in lower case and without a final slash.
NAMESPACES = {
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/elements/1.0": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/rss/1.0/modules/syndication": "sy",
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.google.com/schemas/play-podcasts/1.0": "googleplay",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0": "rss",
    "http://my.netscape.com/rdf/simple/0.9": "rss",
    "http://channel.netscape.com/rdf/simple/0.9": "rss",
    "http://purl.org/net/rss1.1#": "rss",
    "http://backend.userland.com/rss2": "rss",
    "http://blogs.law.harvard.edu/tech/rss": "rss",
}
PREFIXES = frozenset(NAMESPACES.values())
LONGEST = 2 * 1024 * 1024  # characters of one field


class Fields:
    """The children of one element, found by names such as ``title`` or ``dc:date``."""

    def __init__(self, element: etree._Element) -> None:
        own = _namespace(str(element.tag))
        self._found: defaultdict[str, list[etree._Element]] = defaultdict(list)
        for child in element:
            tag: object = child.tag
            if isinstance(tag, str):  # references to entities have a function there
                self._found[_key(tag, child.prefix, own)].append(child)

    def all(self, *names: str) -> Iterator[etree._Element]:
        """Yield the children of these names, in the order of the names, then of the document."""
        for name in names:
            yield from self._found.get(name, ())

    def first(self, *names: str) -> etree._Element | None:
        """Return the first child of the first of these names that there is."""
        return next(self.all(*names), None)

    def texts(self, *names: str) -> list[str]:
        """Return what the children of these names say, without the empty ones."""
        found = (text_of(child) for child in self.all(*names))
        return [text for text in found if text]

    def text(self, *names: str) -> str:
        """Return what the first child of these names says that says anything."""
        return next((text for child in self.all(*names) if (text := text_of(child))), "")


def text_of(element: etree._Element) -> str:
    """Return all text of an element, as it stands, without the white space around it."""
    text = (element.text or "") if not len(element) else "".join(map(str, element.itertext()))
    if "<![CDATA[" in text:  # in a section of its own, or escaped
        text = text.replace("<![CDATA[", "").replace("]]>", "").removesuffix("]]")
    return text[:LONGEST].strip()


def items_of(root: etree._Element, name: str, most: int) -> tuple[list[etree._Element], int]:
    """Return the first elements of a local name, and how many there are.

    Also those inside each other: in broken markup they come to stand so.
    """
    found = root.iter(f"{{*}}{name}", f"{{*}}{name.title()}", f"{{*}}{name.upper()}")
    kept = list(islice(found, most))
    return kept, len(kept) + sum(1 for _ in found)


def local_name(element: etree._Element) -> str:
    """Return a tag's name without its namespace, in lower case."""
    # not by etree.QName: a recovered tree holds names such as 'x:y' that it refuses
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _namespace(tag: str) -> str:
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


@lru_cache(maxsize=4096)
def _key(tag: str, prefix: str | None, own: str) -> str:
    """Return the name under which a child is found in an element of the namespace ``own``."""
    uri, name = _namespace(tag), tag.rpartition("}")[2].lower()
    if not uri and ":" in name:  # in a recovered tree a prefix may stand in the name
        prefix, _, name = name.partition(":")
    elif uri == own or not uri:
        return name
    meaning = _meaning(uri, prefix)
    if meaning == "rss" or (meaning == "atom" and _meaning(own, None) == "atom"):
        return name
    return f"{meaning}:{name}"


def _meaning(uri: str, prefix: str | None) -> str:
    """Return our prefix for a namespace; a stranger has '?'."""
    known = NAMESPACES.get(uri.rstrip("/").lower().replace("https:", "http:"))
    if known is None and prefix is not None and prefix.lower() in PREFIXES:
        known = prefix.lower()
    return known or "?"
