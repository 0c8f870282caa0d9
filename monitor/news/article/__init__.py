"""page -> article: typed blocks of the main text, and what the page says of itself.

Repeats stay: another room takes them out.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from monitor.errors import UnreadableError
from monitor.news.article.blocks import Candidate, Layout, collapse, read_layout
from monitor.news.article.body import Body, choose
from monitor.news.article.bylines import part
from monitor.news.article.metadata import Metadata, read_metadata
from monitor.news.article.plain import read_blocks, read_text
from monitor.news.article.tree import parse
from monitor.news.dates import zone_for
from monitor.news.decoding import decode
from monitor.news.model import Article, Block, BlockKind, Entry, Page, Removal, Removed

__all__ = ["read_article", "read_blocks", "read_fragment", "read_text"]

SHORTEST = 40  # letters and digits of an article
LONGEST_CELL = 200  # characters of a cell that joins its row


def read_article(page: Page, entry: Entry | None = None) -> Article:
    """Read a page into typed blocks; raises ``UnreadableError`` where it holds no article text.

    What the feed said of it (``entry``) fills what the page leaves open.
    """
    text = decode(page.body, page.content_type, "html").text
    tree = parse(text)
    zone = zone_for(entry.language if entry else None, _host(page.url))
    stated = read_metadata(tree, text, page.url, zone)
    layout = read_layout(tree)
    body = choose(layout, stated.title)
    return _article(page.url, stated, layout, body, entry, text)


def read_fragment(html: str, url: str, title: str = "") -> Article:
    """Read the HTML of a feed's item: all of it is the article; raises ``UnreadableError``."""
    tree = parse(html)
    layout = read_layout(tree)
    blocks = _blocks(layout, layout.candidates)
    if not blocks:
        raise UnreadableError("no text in the feed's item")
    heading = part(blocks, title)
    return Article(
        url=url,
        title=title,
        blocks=heading.blocks or blocks,
        removed=heading.removed,
        byline=heading.byline,
        via=heading.via,
    )


def _article(
    url: str, stated: Metadata, layout: Layout, body: Body, entry: Entry | None, text: str
) -> Article:
    title = stated.title or (entry.title if entry else "")
    blocks = _blocks(layout, _without_title(body.kept, title))
    removed = tuple(Removed(one.text, Removal.BOILERPLATE) for one in body.left_out)
    if _letters(blocks) < SHORTEST:
        blocks, removed = _stated_blocks(stated), ()
    if _letters(blocks) < SHORTEST:
        raise UnreadableError(f"no article text in the page{_why(text, stated)}")
    heading = part(blocks, title, stated.byline)
    return Article(
        url=url,
        title=title,
        blocks=heading.blocks,
        removed=(*heading.removed, *removed),
        byline=stated.byline or heading.byline or (entry.author if entry else None),
        published=stated.published or (entry.published if entry else None),
        modified=stated.modified,
        language=stated.language or (entry.language if entry else None),
        via=heading.via or (entry.via if entry else None),
        site_name=stated.site_name,
        canonical_url=stated.canonical_url,
        free=stated.free,
    )


def _stated_blocks(stated: Metadata) -> tuple[Block, ...]:
    """Return the text that a page without any in its markup gives in its JSON-LD."""
    texts = [collapse(line) for line in stated.body.split("\n")]
    return tuple(Block(BlockKind.PARAGRAPH, line) for line in texts if line)


def _without_title(candidates: Sequence[Candidate], title: str) -> list[Candidate]:
    """Leave out the page's headline: it is the title, not a block."""
    said = _letters_of(title)
    return [one for one in candidates if _letters_of(one.text[: 2 * len(title)]) != said]


def _blocks(layout: Layout, candidates: Sequence[Candidate]) -> tuple[Block, ...]:
    """Join the short cells of a table's row; everything else stays a block."""
    blocks: list[Block] = []
    last = 0
    for one in candidates:
        row = _row_of(layout, one)
        if row and row == last:
            blocks[-1] = Block(BlockKind.TABLE_ROW, f"{blocks[-1].text} | {one.text}")
        elif one.kind is BlockKind.TABLE_ROW and not row:
            blocks.append(Block(BlockKind.PARAGRAPH, one.text))
        else:
            blocks.append(Block(one.kind, one.text))
        last = row
    return tuple(blocks)


def _row_of(layout: Layout, one: Candidate) -> int:
    """Return the table row that a short cell belongs to; 0 for anything else."""
    element = layout.elements[one.element]
    if one.kind is not BlockKind.TABLE_ROW or len(one.text) > LONGEST_CELL:
        return 0
    return element.parent if element.tag in {"td", "th"} else one.element


def _letters_of(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _letters(blocks: Sequence[Block]) -> int:
    return sum(sign.isalnum() for block in blocks for sign in block.text[:1000])


def _why(text: str, stated: Metadata) -> str:
    head = text[:30_000].lower()
    if stated.free is False:
        return ": it is behind a paywall"
    if "captcha" in head or "cf-challenge" in head or "just a moment" in head:
        return ": it asks whether a human is there"
    if "consent" in head and "cookie" in head:
        return ": it asks for consent first"
    if "<script" in head:
        return ": only scripts make it"
    return ""


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
