"""The links of a page that lead to articles, each with its headline.

With a selector what it finds; without, the links whose titles read like headlines and that stand
in the page in the same way: the largest such group, and links elsewhere of the same address shape.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urldefrag, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from monitor.errors import UnreadableError
from monitor.news.dates import parse_date
from monitor.news.urls import absolute

FEWEST = 3  # links that make a list, or say the same and so no headline
HEADLINE = 14  # width of the shortest text that reads like a headline; a Han sign counts twice
LONGEST_TITLE = 250
LONGEST_DATE = 30  # characters of a text that holds a date and hardly more
STEPS = 8  # elements that tell how a link stands in its page
DEEPEST = 60  # elements around a link that are looked at
DEEPEST_INSIDE = 10

_WIDE = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uffdc]")
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|footer|breadcrumbs?|share|social|tags?|pagination|pager|login|lang"
    r"|cookie|consent|banner|advert|ads?|promo|sponsor(?:ed)?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ASIDE_TAGS = frozenset({"nav", "footer", "aside", "form"})
_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5"})
HEADINGS = "h1, h2, h3, h4, h5, [class*=title], [class*=headline]"
_TITLED = re.compile(r"(?:^|[\s_-])(?:titles?|tit|headlines?|subject)(?:$|[\s_-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an article; ``pieces`` are the texts inside it, of which one is the headline."""

    node: LexborNode
    url: str
    title: str
    pieces: tuple[str, ...] = ()
    headed: bool = False  # the title is a heading, or said to be one
    labelled: bool = False  # it has no text: its title is what it is called for those who can't see
    fits: bool = True  # its address has the shape of the others


def selected(tree: LexborHTMLParser, selector: str, base: str) -> list[Link]:
    """Return what a selector finds: links, or what holds one; raises ``UnreadableError``."""
    links: dict[str, Link] = {}
    for node in css(tree, selector, "link"):
        anchor = _anchor(node)
        url = absolute(base, attribute(anchor, "href")) if anchor is not None else None
        if anchor is not None and url is not None:
            links.setdefault(url, replace(_link(anchor, url), node=node))
    return _titled(list(links.values()))


def recognised(tree: LexborHTMLParser, base: str) -> list[Link]:
    """Find the list by itself: the group of equally placed links with the most headlines."""
    links = _titled(list(_links(tree, base)))
    groups: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        groups[_place(link.node)].append(link)
    best = max(map(_articles, groups.values()), key=_weight, default=[])
    if len({link.url for link in best}) < FEWEST:
        return []
    shape = Counter(_shape(link.url) for link in best).most_common(1)[0][0]
    chosen = {link.url for link in best} | {one.url for one in links if _shape(one.url) == shape}
    kept: dict[str, Link] = {}
    for link in links:
        if link.url in chosen:
            known = kept.setdefault(link.url, replace(link, fits=_shape(link.url) == shape))
            if _rank(link) > _rank(known):
                kept[link.url] = replace(link, node=known.node, fits=known.fits)
    return [link for link in kept.values() if _width(link.title) >= HEADLINE]


def css(tree: LexborHTMLParser | LexborNode, selector: str, field: str) -> list[LexborNode]:
    """Return what the owner's selector finds; raises ``UnreadableError`` when it is none."""
    try:
        return list(tree.css(selector))
    except SelectolaxError as error:
        raise UnreadableError(f"select.{field}: {selector!r} is no CSS selector") from error


def outwards(node: LexborNode) -> Iterator[LexborNode]:
    """Yield a node and what it stands in, up to the body."""
    around: LexborNode | None = node
    for _ in range(DEEPEST):
        if around is None or around.tag in {"body", "html"}:
            return
        yield around
        around = around.parent


def text_in(node: LexborNode) -> str:
    """Return the text of a node in one line."""
    return " ".join(node.text(deep=True, separator=" ").split())


def attribute(node: LexborNode, name: str) -> str:
    """Return the value of an attribute, empty when there is none."""
    return (node.attributes.get(name) or "").strip()


def _anchor(node: LexborNode) -> LexborNode | None:
    """Return the link itself, the first one inside a node, or the one around it."""
    if node.tag == "a":
        return node
    inside = node.css_first("a[href]")
    around = node.parent
    while inside is None and around is not None and around.tag != "a":
        around = around.parent
    return inside if inside is not None else around


def _links(tree: LexborHTMLParser, base: str) -> Iterator[Link]:
    """Yield the links of a page to its own site, outside of menus and footers."""
    site = _site(base)
    for node in tree.css("a[href]"):
        url = absolute(base, attribute(node, "href"))
        if url is None or _site(url) != site or not urlsplit(url).path.strip("/"):
            continue
        if not _is_aside(node):
            yield _link(node, urldefrag(url).url)


def _articles(alike: list[Link]) -> list[Link]:
    """Leave out of equally placed links those to one address again and again: a section's."""
    often = Counter(link.url for link in alike)
    return [link for link in alike if often[link.url] < FEWEST]


def _titled(links: Sequence[Link]) -> list[Link]:
    """Return the links with their headlines: the first piece that is no date, label or call.

    A text that stands in several links is a label or a call ('Press release', 'Read more').
    """
    said = Counter(piece for link in links for piece in set(link.pieces))

    def headline(link: Link) -> str:
        own = [piece for piece in link.pieces if said[piece] < FEWEST and not _is_date(piece)]
        wide = (piece for piece in own if _width(piece) >= HEADLINE)
        return next(wide, max(own, key=_width, default=link.title))

    return [
        replace(link, title=headline(link)[:LONGEST_TITLE]) if len(link.pieces) > 1 else link
        for link in links
    ]


def _link(anchor: LexborNode, url: str) -> Link:
    """Read the texts of a link: its heading alone, or pieces of which one is its headline."""
    heading = anchor.css_first(HEADINGS) if anchor.child is not None else None
    text = text_in(heading) if heading is not None else ""
    pieces = () if text else tuple(_pieces(anchor, DEEPEST_INSIDE))
    text = text or " ".join(pieces)
    label = attribute(anchor, "title") or attribute(anchor, "aria-label")
    title = (text or label)[:LONGEST_TITLE]
    return Link(anchor, url, title, pieces, _is_headed(anchor), labelled=not text)


def _pieces(node: LexborNode, depth: int) -> Iterator[str]:
    """Yield the texts of a node that stand apart: an element with text of its own is one."""
    inside = list(node.iter(include_text=True))
    if not depth or any(one.tag == "-text" and one.text().strip() for one in inside):
        if text := text_in(node):
            yield text
        return
    for one in inside:
        if one.tag != "-text":
            yield from _pieces(one, depth - 1)


def _is_date(text: str) -> bool:
    return len(text) <= LONGEST_DATE and parse_date(text) is not None


def _rank(link: Link) -> tuple[bool, bool, bool]:
    """Order the links to one article by how likely they hold its headline; the first one wins."""
    return not link.labelled, link.headed, _width(link.title) >= HEADLINE


def _weight(links: list[Link]) -> int:
    """Return how much headline a group holds; each address counts once."""
    titles = {link.url: _width(link.title) for link in links}
    return sum(min(width, 80) for width in titles.values() if width >= HEADLINE)


def _place(node: LexborNode) -> str:
    """Return the tags from a link outwards: the links of one list stand alike."""
    return " ".join(str(around.tag) for around in islice(outwards(node), STEPS))


def _is_aside(node: LexborNode) -> bool:
    return any(
        around.tag in _ASIDE_TAGS or _ASIDE.search(attribute(around, "class"))
        for around in outwards(node)
    )


def _shape(url: str) -> str:
    """Return an address without its numbers and words: what the articles of a site share."""
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step]
    folder = "/".join("#" if step.isdigit() else step for step in steps[:-1])
    last = re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "0", steps[-1])) if steps else ""
    return f"{parts.hostname}/{folder}/{'long' if last.count('-') > 2 else last}"


def _site(url: str) -> str:
    """Return what the hosts of a site share: two labels, three after such as com.cn and co.uk."""
    labels = (urlsplit(url).hostname or "").split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if short else -2 :])


def _width(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))


def _is_headed(anchor: LexborNode) -> bool:
    """Tell whether a link stands in a heading, or one in it, or is called a title."""
    around = list(islice(outwards(anchor), 3))
    return (
        any(str(one.tag) in _HEADING_TAGS for one in around)
        or any(_TITLED.search(attribute(one, "class")) for one in around[:2])
        or anchor.css_first("h1, h2, h3, h4, strong") is not None
    )
