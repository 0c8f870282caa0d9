"""Text -> a sketch by which copies are known.

Bottom-k sketch of shingles (Broder 1997: 'On the resemblance and containment of documents'):
the k smallest hashes of all shingles are a fair sample, and two samples tell how alike the whole
texts are, within 1/sqrt(k).
"""

import heapq
import unicodedata
import zlib
from collections.abc import Iterable

from monitor.news.model import Article

KEPT = 64  # hashes: a standard error of 0.06 at a likeness of one half
SHINGLE = 12  # letters: two words of a spaced script, a clause of Chinese
SHORTEST = 120  # letters: under that a text is a headline, and equal by chance
LONGEST = 20_000  # letters; a copy shows itself sooner


def sketch(article: Article) -> tuple[int, ...]:
    """Return the smallest hashes of the text's shingles, sorted; empty for a short text."""
    text = _letters(block.text for block in article.blocks)
    if len(text) < SHORTEST:
        return ()
    data = text.encode("utf-32-le")
    hashes = {zlib.crc32(data[i : i + 4 * SHINGLE]) for i in range(0, len(data) - 4 * SHINGLE, 4)}
    return tuple(heapq.nsmallest(KEPT, hashes))


def likeness(mine: tuple[int, ...], theirs: tuple[int, ...]) -> float:
    """Return the estimated share of shingles that two texts have in common, 0 to 1."""
    if not mine or not theirs:
        return 0.0
    union = sorted({*mine, *theirs})[:KEPT]
    both = set(mine) & set(theirs)
    return sum(one in both for one in union) / len(union)


def _letters(texts: Iterable[str]) -> str:
    folded = unicodedata.normalize("NFKC", "\n".join(texts)).casefold()
    return "".join(sign for sign in folded if sign.isalnum())[:LONGEST]
