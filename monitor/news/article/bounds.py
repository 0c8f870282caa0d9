"""What is too much for one article: refused before anything costs time."""

from collections.abc import Collection

from monitor.errors import UnreadableError

LONGEST = 500_000  # characters; the longest of 5,500 public pages has 110,000
MOST_BLOCKS = 20_000


def check_bounds(texts: Collection[str]) -> None:
    """Raise ``UnreadableError`` for blocks that are more, or longer, than any article's."""
    if len(texts) > MOST_BLOCKS:
        raise UnreadableError(
            f"too long for an article: {len(texts):,} blocks, at most {MOST_BLOCKS:,} are read"
        )
    length = sum(map(len, texts))
    if length > LONGEST:
        raise UnreadableError(
            f"too long for an article: {length:,} characters, at most {LONGEST:,} are read"
        )
