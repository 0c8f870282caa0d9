"""A page that lists articles, but has no feed -> feed.

``links`` finds the articles; their dates stand within what holds one of them alone, in its
address, or beside it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce
from itertools import takewhile

from selectolax.lexbor import LexborNode

from monitor.errors import UnreadableError
from monitor.news.decoding import decode
from monitor.news.feed.links import (
    HEADINGS,
    LONGEST_DATE,
    Link,
    attribute,
    css,
    outwards,
    recognised,
    selected,
    text_in,
)
from monitor.news.feed.values import MOST_ENTRIES, Inherited, inherited, plain
from monitor.news.feed.web_page import describe
from monitor.news.model import Entry, Feed, Page, Selectors
from monitor.news.tree import parse
from monitor.news.urls import absolute

MOSTLY = 0.7  # share of a list that has dates, from which one without must look like the others
BESIDE = 4  # nodes before or behind an article that are looked at

_DATES = "time, [class*=date], [class*=time], [class*=publish]"
_PIECES = re.compile(r"\s*[|•·\n]+\s*")
_YEAR = re.compile(r"^.{0,30}\b20\d\d\b.{0,20}$")
_DATE_IN_ADDRESS = re.compile(r"/(20\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?=[/_.-]|\d)")
# A date in two boxes: the day large, year and month small, in either order
_BOXES = re.compile(
    r"^(?:(?P<d>\d{1,2}) (?P<y>20\d\d)[-/.年](?P<m>\d{1,2})月?|(?P<y2>20\d\d)[-/.年](?P<m2>\d{1,2})月? (?P<d2>\d{1,2})日?"
    r"|(?P<y3>20\d\d)年? (?P<m3>\d{1,2})[-/.月](?P<d3>\d{1,2})日?|(?P<m4>\d{1,2})[-/](?P<d4>\d{1,2}) (?P<y4>20\d\d))$"
)


def read_listing(page: Page, select: Selectors | None = None) -> Feed:
    """Return the articles that a page lists, in its order; raises ``UnreadableError``.

    ``select`` names links, and within what holds one link its title and date. Dates such as
    '3 hours ago' count from the time at which the page was fetched.
    """
    text = decode(page.body, page.content_type, "html").text
    tree = parse(text)
    if tree.root is None:
        raise UnreadableError("a page without any element")
    base_tag = tree.css_first("base[href]")
    base = page.url
    if base_tag is not None:
        base = absolute(page.url, attribute(base_tag, "href")) or page.url
    html = tree.css_first("html")
    language = (attribute(html, "lang") if html else "") or None
    title = tree.css_first("title")
    given = replace(inherited(page.url, base, None, language, None), now=page.fetched_at)
    links = selected(tree, select.link, base) if select else recognised(tree, base)
    if not links:
        wanted = f"no link fits {select.link!r}" if select else "no list of articles is found"
        what = describe(text)
        raise UnreadableError(f"{wanted} in a page{what}", blocked=what.blocked)
    entries = _entries(links[:MOST_ENTRIES], select, given)
    return Feed(
        title=plain(title.text()) if title else page.url,
        link=page.url or None,
        language=language,
        format="page",
        entries=entries if select else _alike(links, entries),
        listed=len(links),
    )


def _entries(
    links: Sequence[Link], select: Selectors | None, given: Inherited
) -> tuple[Entry, ...]:
    shared = _shared_by(links)
    holders = [_holder(link, shared) for link in links]
    entries = [
        _entry(link, holder, select, given) for link, holder in zip(links, holders, strict=True)
    ]
    if any(entry.published for entry in entries):
        return tuple(entries)
    before = _beside(entries, holders, given, lambda node: node.prev)
    behind = _beside(entries, holders, given, lambda node: node.next)
    return max(before, behind, key=lambda dated: sum(one.published is not None for one in dated))


def _entry(link: Link, holder: LexborNode, select: Selectors | None, given: Inherited) -> Entry:
    title = link.title
    if link.labelled and (heading := holder.css_first(HEADINGS)) is not None:
        title = text_in(heading) or title
    if select is not None and select.title:
        told = (text_in(one) for one in css(holder, select.title, "title"))
        title = next((text for text in told if text), title)
    dated = css(holder, (select and select.date) or _DATES, "date")
    spelled = [text for one in dated for text in (attribute(one, "datetime"), _joined(one)) if text]
    pieces = _PIECES.split(holder.text(separator="\n"))
    spelled += [piece for piece in pieces if _YEAR.search(piece)]
    if in_address := _DATE_IN_ADDRESS.search(link.url):
        spelled.append("-".join(in_address.groups()))
    spelled += [piece for piece in pieces if len(piece) <= LONGEST_DATE and piece != title]
    return Entry(
        id=link.url,
        url=link.url,
        title=title or link.url,
        published=given.first_date(spelled, given.language, title),
        language=given.language,
    )


def _joined(node: LexborNode) -> str:
    """Return the text of what is called a date, also when it is cut into boxes."""
    text = text_in(node)
    if (found := _BOXES.match(text)) is None:
        return text
    parts = {name[0]: value for name, value in found.groupdict().items() if value}
    return f"{parts['y']}-{parts['m']}-{parts['d']}"


def _beside(
    entries: Sequence[Entry],
    holders: Sequence[LexborNode],
    given: Inherited,
    step: Callable[[LexborNode], LexborNode | None],
) -> tuple[Entry, ...]:
    """Date the entries by what stands before or behind what holds them."""
    made = []
    articles = {holder.mem_id for holder in holders}
    for entry, holder in zip(entries, holders, strict=True):
        texts, node = [], step(holder)
        for _ in range(BESIDE):
            if node is None or node.mem_id in articles:
                break
            texts.append(text_in(node).strip("[]() "))
            node = step(node)
        short = [text for text in texts if text and len(text) <= LONGEST_DATE]
        made.append(replace(entry, published=given.first_date(short, given.language, entry.title)))
    return tuple(made)


def _alike(links: Sequence[Link], entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Leave out what stands like an article, but has neither the others' address nor a date."""
    dated = sum(entry.published is not None for entry in entries)
    if dated < MOSTLY * len(entries):
        return entries
    return tuple(
        entry
        for link, entry in zip(links, entries, strict=False)
        if link.fits or entry.published is not None
    )


def _shared_by(links: Sequence[Link]) -> frozenset[int]:
    """Return the elements that hold links to more than one article."""
    first: dict[int, str] = {}
    shared = set()
    for link in links:
        for around in outwards(link.node):
            if first.setdefault(around.mem_id, link.url) != link.url:
                shared.add(around.mem_id)
    return frozenset(shared)


def _holder(link: Link, shared: frozenset[int]) -> LexborNode:
    """Return the largest element that holds this article of the list and no other."""
    alone = takewhile(lambda around: around.mem_id not in shared, outwards(link.node))
    return reduce(lambda _, around: around, alone, link.node)
