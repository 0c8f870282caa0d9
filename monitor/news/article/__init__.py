"""page -> article: typed blocks of the main text, and what the page says of itself.

Repeats stay: another room takes them out.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import MAXYEAR, datetime, time, timedelta
from html import unescape
from itertools import islice
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from monitor.errors import UnreadableError
from monitor.news.article.blocks import Candidate, collapse, read_layout
from monitor.news.article.body import Body, as_blocks, choose
from monitor.news.article.bylines import part, read_lines
from monitor.news.article.credits import credit_below, dateline_author, without_wire
from monitor.news.article.metadata import Metadata, language_of, read_metadata
from monitor.news.article.plain import read_blocks, read_text
from monitor.news.dates import zone_for
from monitor.news.decoding import as_utf8
from monitor.news.model import Article, Block, BlockKind, Entry, Page, Removal, Removed
from monitor.news.tree import Document, parse, read_document

__all__ = ["read_article", "read_blocks", "read_fragment", "read_text"]

SHORTEST = 40  # letters and digits of an article
LONGER_THAN_A_NOTE = 400  # characters: more than what asks to turn scripts on
LAST_MONTH = 12
NEAR = timedelta(days=1)  # between what a page and its feed mean by one date
FULLER = 0.3  # of the JSON-LD's text, below which what was read is taken for a teaser

_NOSCRIPT = re.compile(rb"<(/?)(?:noscript|NOSCRIPT)")


def read_article(page: Page, entry: Entry | None = None) -> Article:
    """Read a page into typed blocks; raises ``UnreadableError`` where it holds no article text.

    What the feed said of it (``entry``) fills what the page leaves open.
    """
    html = as_utf8(page.body, page.content_type, "html")
    document = read_document(html)
    language = entry.language if entry else None
    zone = zone_for(language or language_of(document.tree), _host(page.url))
    stated = read_metadata(document, page.url, zone)
    title = stated.title or (entry.title if entry else "")
    body = _body(document, html, title, stated)
    if not _says_something(body.kept):
        raise UnreadableError(f"no article text in the page{_why(html, stated)}")
    article = _article(page.url, title, stated, body, zone)
    return article if entry is None else _filled(article, entry, zone)


def read_fragment(html: str, url: str, title: str = "") -> Article:
    """Read the HTML of a feed's item; raises ``UnreadableError`` where it holds no text.

    All of it is the article but byline lines and a last line that names the post.
    """
    layout = read_layout(parse(html))
    candidates = layout.candidates
    if not candidates:
        raise UnreadableError("no text in the feed's item")
    closes = len(candidates) > 1 and _names_the_post(candidates[-1], title)
    closing = candidates[-1:] if closes else []
    blocks = as_blocks(layout, candidates[: len(candidates) - len(closing)])
    heading = part(blocks, title)
    left_out = tuple(Removed(line.text, Removal.BOILERPLATE) for line in closing)
    return Article(
        url=url,
        title=title,
        blocks=heading.blocks or blocks,
        removed=(*heading.removed, *left_out) if heading.blocks else left_out,
        byline=heading.byline,
        via=heading.via,
    )


def _body(document: Document, html: bytes, title: str, stated: Metadata) -> Body:
    """Return what the page shows, else what it states in JSON-LD, else what it shows without scripts."""
    body = choose(read_layout(document.tree), title)
    whole = _stated_blocks(stated.body)
    if _length(body.kept) < FULLER * _length(whole):
        body = Body(whole)
    return body if _says_something(body.kept) else _without_scripts(html, title)


def _article(url: str, title: str, stated: Metadata, body: Body, zone: str | None) -> Article:
    heading = part(body.kept, title, stated.byline)
    lines = (*body.before, *(gone.text for gone in heading.removed))
    above = read_lines(lines, zone, dated=stated.published is not None)
    named, wire = without_wire(above.byline or "")
    outlet = heading.via or credit_below(body.after) or above.outlet or wire or stated.agency
    left_out = tuple(Removed(text, Removal.BOILERPLATE) for text in body.left_out)
    return Article(
        url=url,
        title=title,
        blocks=heading.blocks or body.kept,
        removed=(*heading.removed, *left_out) if heading.blocks else left_out,
        byline=stated.byline or heading.byline or named or dateline_author(body.kept),
        published=stated.published or above.published,
        modified=stated.modified,
        language=stated.language,
        via=outlet if outlet != stated.site_name else None,
        site_name=stated.site_name,
        canonical_url=stated.canonical_url,
        free=stated.free,
    )


def _filled(article: Article, entry: Entry, zone: str | None) -> Article:
    return replace(
        article,
        byline=article.byline or entry.author,
        published=_likelier(article.published, entry.published, zone),
        language=article.language or entry.language,
        via=article.via or entry.via,
    )


def _without_scripts(html: bytes, title: str) -> Body:
    """Read what a page shows to those who run no scripts: nothing where it only asks to run them."""
    opened = _NOSCRIPT.sub(rb"<\1div", html)
    body = choose(read_layout(parse(opened)), title) if opened != html else Body()
    return body if _length(body.kept) >= LONGER_THAN_A_NOTE else Body()


def _likelier(page: datetime | None, feed: datetime | None, zone: str | None) -> datetime | None:
    """Return the page's date, or the feed's where it tells more or shows the page's to be wrong.

    It tells more where the page gives the day alone, in UTC or in ``zone``, and shows that day and
    month changed places.
    """
    if page is None or feed is None:
        return page or feed
    if page.year == MAXYEAR:
        return page  # 'never': its last day has no time in other zones
    local = page.astimezone(ZoneInfo(zone or "UTC"))
    if time() in {page.time(), local.time()} and abs(page - feed) <= NEAR:
        return feed
    if local.day > LAST_MONTH:
        return page
    turned = local.replace(month=local.day, day=local.month)
    return feed if turned != local and abs(turned - feed) <= NEAR else page


def _stated_blocks(body: str) -> tuple[Block, ...]:
    """Return the text that a page gives in its JSON-LD; some write markup into it."""
    if "</" in body or "<br" in body:
        return _all_blocks(body)
    lines = (collapse(line) for line in unescape(body).splitlines())
    return tuple(Block(BlockKind.PARAGRAPH, line) for line in lines if line)


def _names_the_post(line: Candidate, title: str) -> bool:
    """Tell a feed's last line 'The post <title> appeared first on <site>', in any language."""
    return title != "" and title in line.text and 4 * line.links >= len(line.text)


def _all_blocks(html: str) -> tuple[Block, ...]:
    layout = read_layout(parse(html))
    return as_blocks(layout, layout.candidates)


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _says_something(blocks: Sequence[Block]) -> bool:
    """Tell whether there are letters enough for an article; it looks no further."""
    letters = (sign for block in blocks for sign in block.text if sign.isalnum())
    return sum(1 for _ in islice(letters, SHORTEST)) == SHORTEST


def _why(html: bytes, stated: Metadata) -> str:
    head = html[:30_000].lower()
    if stated.free is False:
        return ": it is behind a paywall"
    if b"captcha" in head or b"cf-challenge" in head or b"just a moment" in head:
        return ": it asks whether a human is there"
    if b"consent" in head and b"cookie" in head:
        return ": it asks for consent first"
    if b"<script" in head:
        return ": only scripts make it"
    return ""


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
