"""Text -> a sketch by which copies are known, and figures that translations share.

Bottom-k sketch of shingles (Broder 1997: 'On the resemblance and containment of documents'):
the k smallest hashes of all shingles are a fair sample, and two samples tell how alike the whole
texts are, within 1/sqrt(k).
"""

import heapq
import re
import unicodedata
import zlib
from collections.abc import Iterable

from monitor.news.model import Article

KEPT = 64  # hashes: a standard error of 0.06 at a likeness of one half
SHINGLE = 12  # letters: two words of a spaced script, a clause of Chinese
SHORTEST = 120  # letters: under that a text is a headline, and equal by chance
LONGEST = 20_000  # letters; a copy shows itself sooner

_FIGURE = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+|\d+")
MOST_FIGURES = 20


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


def figures(article: Article) -> tuple[str, ...]:
    """Return the numbers of headline and lead that two tellers of one event share.

    Digits alone, grouping marks out; years and numbers under 10 say nothing.
    """
    lead = "\n".join((article.title, *(block.text for block in article.blocks[:6])))
    text = unicodedata.normalize("NFKC", lead)
    found = dict.fromkeys(re.sub(r"\D", "", match) for match in _FIGURE.findall(text))
    return tuple(n for n in found if 2 <= len(n) <= 12 and not _is_year(n))[:MOST_FIGURES]


def _is_year(number: str) -> bool:
    return len(number) == 4 and number[:2] in {"19", "20"}


def _letters(texts: Iterable[str]) -> str:
    folded = unicodedata.normalize("NFKC", "\n".join(texts)).casefold()
    return "".join(sign for sign in folded if sign.isalnum())[:LONGEST]
