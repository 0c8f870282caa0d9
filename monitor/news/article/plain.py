"""Plain text or a list of texts -> article; kinds are guessed from how a line looks."""

import re
from collections.abc import Sequence

from monitor.errors import UnreadableError
from monitor.news.article.blocks import collapse
from monitor.news.article.bounds import check_bounds
from monitor.news.article.bylines import part
from monitor.news.model import Article, Block, BlockKind

LONGEST_TITLE = 250  # characters
LONGEST_HEADING = 120
LONGEST_HEADING_WORDS = 20

_END = re.compile(r"[.!…。！;；,，:：]\s*[\"”’»）)\]]*$")
_BULLET = re.compile(r"^(?:[•●▪◦‣·*–—-]|\d{1,2}[.)、])\s+\S")


def read_text(text: str, url: str = "", title: str = "") -> Article:
    """Read plain text, one block a line; raises ``UnreadableError`` when it is none or too much.

    Without ``title`` the first line that looks like a headline is the title.
    """
    lines = [line for line in map(collapse, text.splitlines()) if line]
    return _article(lines, url, title, guess_title=True)


def read_blocks(blocks: Sequence[str], url: str = "", title: str = "") -> Article:
    """Read texts that another reader parted; raises ``UnreadableError`` as ``read_text``."""
    texts = [text for text in map(collapse, blocks) if text]
    return _article(texts, url, title, guess_title=False)


def _article(texts: Sequence[str], url: str, title: str, *, guess_title: bool) -> Article:
    if not texts:
        raise UnreadableError("no text in it")
    check_bounds(texts)
    made = tuple(Block(_kind(text), text) for text in texts)
    heading = part(made, title)
    blocks = heading.blocks or made
    if not title and guess_title and len(blocks) > 1 and _is_title(blocks[0].text):
        title, blocks = blocks[0].text, blocks[1:]
    return Article(
        url=url,
        title=title,
        blocks=blocks,
        removed=heading.removed if heading.blocks else (),
        byline=heading.byline,
        via=heading.via,
    )


def _kind(text: str) -> BlockKind:
    if _BULLET.match(text):
        return BlockKind.LIST_ITEM
    short = len(text) <= LONGEST_HEADING and len(text.split()) <= LONGEST_HEADING_WORDS
    return BlockKind.HEADING if short and not _END.search(text) else BlockKind.PARAGRAPH


def _is_title(text: str) -> bool:
    return len(text) <= LONGEST_TITLE and not _END.search(text)
