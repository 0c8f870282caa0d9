"""A page that lists articles, but has no feed -> feed.

With selectors what they find; without, the links whose titles read like headlines and that stand
in the page in the same way: the largest such group, and links elsewhere of the same address shape.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from itertools import islice, takewhile
from urllib.parse import urldefrag, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from monitor.errors import UnreadableError
from monitor.news.decoding import decode
from monitor.news.feed.values import MOST_ENTRIES, Inherited, inherited, plain
from monitor.news.feed.web_page import describe
from monitor.news.model import Entry, Feed, Page, Selectors
from monitor.news.tree import parse
from monitor.news.urls import absolute

FEWEST = 3  # links that make a list
HEADLINE = 14  # width of the shortest text that reads like a headline; a Han sign counts twice
LONGEST_TITLE = 250
LONGEST_HEADLINE = 160  # width beyond which a longer text is no better headline
STEPS = 8  # elements that tell how a link stands in its page
DEEPEST = 60  # elements around a link that are looked at

_WIDE = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uffdc]")
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|footer|breadcrumbs?|share|social|tags?|pagination|pager|login|lang"
    r"|cookie|consent|banner|advert|ads?|promo|sponsor(?:ed)?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ASIDE_TAGS = frozenset({"nav", "footer", "aside", "form"})
_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5"})
_HEADINGS = "h1, h2, h3, h4, h5, [class*=title], [class*=headline]"
_DATES = "time, [class*=date], [class*=time], [class*=publish]"
_PIECES = re.compile(r"\s*[|•·\n]+\s*")
_YEAR = re.compile(r"^.{0,30}\b20\d\d\b.{0,20}$")
_DATE_IN_ADDRESS = re.compile(r"/(20\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?=[/_.-]|\d)")


@dataclass(frozen=True, slots=True)
class _Link:
    node: LexborNode
    url: str
    title: str
    headed: bool = False  # the title is a heading


def read_listing(page: Page, select: Selectors | None = None) -> Feed:
    """Return the articles that a page lists, in its order; raises ``UnreadableError``.

    ``select`` names links, and within what holds one link its title and date.
    """
    text = decode(page.body, page.content_type, "html").text
    tree = parse(text)
    if tree.root is None:
        raise UnreadableError("a page without any element")
    base_tag = tree.css_first("base[href]")
    base = (
        page.url
        if base_tag is None
        else absolute(page.url, _attribute(base_tag, "href")) or page.url
    )
    html = tree.css_first("html")
    language = (_attribute(html, "lang") if html else "") or None
    title = tree.css_first("title")
    given = inherited(page.url, base, None, language, None)
    links = _selected(tree, select, given) if select else _recognised(tree, given)
    if not links:
        wanted = f"no link fits {select.link!r}" if select else "no list of articles is found"
        what = describe(text)
        raise UnreadableError(f"{wanted} in a page{what}", blocked=what.blocked)
    shared = _shared_by(links)
    entries = [_entry(link, shared, select, given) for link in links[:MOST_ENTRIES]]
    return Feed(
        title=plain(title.text()) if title else page.url,
        link=page.url or None,
        language=language,
        format="page",
        entries=tuple(entries),
        listed=len(links),
    )


def _selected(tree: LexborHTMLParser, select: Selectors, given: Inherited) -> list[_Link]:
    links: dict[str, _Link] = {}
    for node in _css(tree, select.link, "link"):
        anchor = _anchor(node)
        url = absolute(given.base, _attribute(anchor, "href")) if anchor is not None else None
        if anchor is not None and url is not None:
            links.setdefault(url, _Link(node, url, _title_in(anchor)))
    return list(links.values())


def _anchor(node: LexborNode) -> LexborNode | None:
    """Return the link itself, the first one inside a node, or the one around it."""
    if node.tag == "a":
        return node
    inside = node.css_first("a[href]")
    around = node.parent
    while inside is None and around is not None and around.tag != "a":
        around = around.parent
    return inside if inside is not None else around


def _css(tree: LexborHTMLParser | LexborNode, selector: str, field: str) -> list[LexborNode]:
    try:
        return list(tree.css(selector))
    except SelectolaxError as error:
        raise UnreadableError(f"select.{field}: {selector!r} is no CSS selector") from error


def _recognised(tree: LexborHTMLParser, given: Inherited) -> list[_Link]:
    """Find the list by itself: the group of equally placed links with the most headlines."""
    links = list(_links(tree, given))
    groups: defaultdict[str, list[_Link]] = defaultdict(list)
    for link in links:
        groups[_place(link.node)].append(link)
    best = max(groups.values(), key=_weight, default=[])
    if len({link.url for link in best}) < FEWEST:
        return []
    shape = Counter(_shape(link.url) for link in best).most_common(1)[0][0]
    chosen = {link.url for link in best} | {one.url for one in links if _shape(one.url) == shape}
    kept: dict[str, _Link] = {}
    for link in links:
        if link.url in chosen:
            known = kept.setdefault(link.url, link)
            if _rank(link) > _rank(known):
                kept[link.url] = replace(link, node=known.node)
    return [link for link in kept.values() if _width(link.title) >= HEADLINE]


def _rank(link: _Link) -> tuple[bool, int]:
    """Order the links to one article by how likely they hold its headline."""
    return link.headed, min(_width(link.title), LONGEST_HEADLINE)


def _links(tree: LexborHTMLParser, given: Inherited) -> Iterator[_Link]:
    """Yield the links of a page to its own site, outside of menus and footers."""
    site = _site(given.base)
    for node in tree.css("a[href]"):
        url = absolute(given.base, _attribute(node, "href"))
        if url is None or _site(url) != site or not urlsplit(url).path.strip("/"):
            continue
        if not _is_aside(node):
            title = _title_in(node)
            yield _Link(node, urldefrag(url).url, title, _is_headed(node))


def _weight(links: list[_Link]) -> int:
    """Return how much headline a group holds; each address counts once."""
    titles = {link.url: _width(link.title) for link in links}
    return sum(min(width, 80) for width in titles.values() if width >= HEADLINE)


def _place(node: LexborNode) -> str:
    """Return the tags from a link outwards: the links of one list stand alike."""
    return " ".join(str(around.tag) for around in islice(_outwards(node), STEPS))


def _is_aside(node: LexborNode) -> bool:
    return any(
        around.tag in _ASIDE_TAGS or _ASIDE.search(_attribute(around, "class"))
        for around in _outwards(node)
    )


def _shape(url: str) -> str:
    """Return an address without its numbers and words: what the articles of a site share."""
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step]
    folder = "/".join("#" if step.isdigit() else step for step in steps[:-1])
    last = re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "0", steps[-1])) if steps else ""
    return f"{parts.hostname}/{folder}/{'long' if last.count('-') > 2 else last}"


def _site(url: str) -> str:
    """Return the last two labels of a host: close enough to tell a site's own links."""
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])


def _width(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))


def _is_headed(anchor: LexborNode) -> bool:
    """Tell whether a link stands in a heading, or one in it."""
    around = islice(_outwards(anchor), 3)
    return any(str(one.tag) in _HEADING_TAGS for one in around) or bool(
        anchor.css_first("h1, h2, h3, h4")
    )


def _title_in(anchor: LexborNode) -> str:
    """Return the headline of a link: its heading, else its text, else what it is labelled."""
    heading = anchor.css_first(_HEADINGS) if anchor.child is not None else None
    text = _text(heading) if heading is not None else ""
    text = text or _text(anchor)
    return (text or _attribute(anchor, "title") or _attribute(anchor, "aria-label"))[:LONGEST_TITLE]


def _entry(
    link: _Link, shared: frozenset[int], select: Selectors | None, given: Inherited
) -> Entry:
    holder, title = _holder(link, shared), link.title
    if select is not None and select.title:
        told = (_text(one) for one in _css(holder, select.title, "title"))
        title = next((text for text in told if text), title)
    dated = _css(holder, (select and select.date) or _DATES, "date")
    spelled = [text for one in dated for text in (_attribute(one, "datetime"), _text(one)) if text]
    if not spelled:
        spelled = [
            piece for piece in _PIECES.split(holder.text(separator="\n")) if _YEAR.search(piece)
        ]
    if in_address := _DATE_IN_ADDRESS.search(link.url):
        spelled.append("-".join(in_address.groups()))
    return Entry(
        id=link.url,
        url=link.url,
        title=title or link.url,
        published=given.first_date(spelled, given.language, title),
        language=given.language,
    )


def _shared_by(links: list[_Link]) -> frozenset[int]:
    """Return the elements that hold links to more than one article."""
    first: dict[int, str] = {}
    shared = set()
    for link in links:
        for around in _outwards(link.node):
            if first.setdefault(around.mem_id, link.url) != link.url:
                shared.add(around.mem_id)
    return frozenset(shared)


def _holder(link: _Link, shared: frozenset[int]) -> LexborNode:
    """Return the largest element that holds this article of the list and no other."""
    alone = takewhile(lambda around: around.mem_id not in shared, _outwards(link.node))
    return reduce(lambda _, around: around, alone, link.node)


def _outwards(node: LexborNode) -> Iterator[LexborNode]:
    """Yield a node and what it stands in, up to the body."""
    around: LexborNode | None = node
    for _ in range(DEEPEST):
        if around is None or around.tag in {"body", "html"}:
            return
        yield around
        around = around.parent


def _text(node: LexborNode) -> str:
    return " ".join(node.text(deep=True, separator=" ").split())


def _attribute(node: LexborNode, name: str) -> str:
    return (node.attributes.get(name) or "").strip()
