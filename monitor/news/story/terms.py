"""Text -> terms, and what a term weighs by how many articles have it.

TF-IDF on words and pairs of neighbouring words (Salton and Buckley 1988: 'Term-weighting
approaches in automatic text retrieval'); scripts without spaces are read in pairs and triples of
signs. A short list of the most common words says what is common before enough articles were read
to know, and ``ASSUMED`` articles without any of the terms keep the first few from saying too much.
"""

import math
import re
import tomllib
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from monitor.news.model import Article
from monitor.news.topic.folding import fold

READ = 1800  # characters of the text; what follows is background that other events share
ASSUMED = 30
COMMON_SHARE = 0.5  # of all articles that hold a common word
PAIR_SHARE = 0.1  # … a pair of common words
HALF_SHARE = 0.01  # … a common word beside another
STEEPNESS = 1.25  # of rarity; B3 F1 rises by half a point over 1
TITLE = 2  # times that a headline counts

UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_RUN = re.compile(rf"[{UNSPACED}]+|[^\W_{UNSPACED}]+")
_IS_UNSPACED = re.compile(rf"[{UNSPACED}]")
_HIRAGANA = re.compile("[\u3040-\u309f]")


def runs(text: str) -> list[str]:
    """Return words, and whole runs of signs that know no spaces, in one case, one form and one script.

    Outlets of Taiwan and Hong Kong print what the mainland's write, sign by sign.
    """
    return _RUN.findall(fold(unicodedata.normalize("NFKC", text)).text.casefold())


def is_unspaced(run: str) -> bool:
    """Tell a run of Han or kana."""
    return _IS_UNSPACED.match(run) is not None


def terms(article: Article) -> Counter[str]:
    """Return the terms of an article with how often they stand there, the headline twice."""
    body = "\n".join(block.text for block in article.blocks)[:READ]
    counted: Counter[str] = Counter()
    for text, times in ((article.title, TITLE), (body, 1)):
        for term in _grams(runs(text)):
            counted[term] += times
    return counted


def term_hash(term: str) -> int:
    """Return what stands for a term in the index."""
    return zlib.crc32(term.encode("utf-8", "replace"))


def assumed_share(term: str) -> float:
    """Return in which share of articles a term is expected before any was read."""
    words, signs = _common()
    if is_unspaced(term):
        common = sum(sign in signs or _HIRAGANA.match(sign) is not None for sign in term)
        return (HALF_SHARE * 5 if common else 0.0) if common < len(term) else COMMON_SHARE / 2
    parts = term.split(" ")
    common = sum(part in words or len(part) == 1 for part in parts)
    if not common:
        return 0.0
    if len(parts) == 1:
        return COMMON_SHARE
    return PAIR_SHARE if common == len(parts) else HALF_SHARE


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles were read, and in how many of them a term stands."""

    articles: int = 0
    holding: Mapping[int, int] = field(default_factory=dict)
    itself: int = 0  # 1: the article that is asked about is among them

    def rarity(self, holding: int, assumed: float) -> float:
        """Return the inverse document frequency of what so many articles hold; 0 for all."""
        share = max(1, holding) / (self.articles + ASSUMED)
        return math.pow(-math.log(min(1.0, max(share, assumed))), STEEPNESS)


def _grams(found: list[str]) -> Iterable[str]:
    before: str | None = None
    for run in found:
        if is_unspaced(run):
            yield from (run[i : i + 2] for i in range(max(1, len(run) - 1)))
            yield from (run[i : i + 3] for i in range(len(run) - 2))
            before = None
            continue
        yield run
        if before is not None:
            yield f"{before} {run}"
        before = run


@cache
def _common() -> tuple[frozenset[str], frozenset[str]]:
    file = resources.files("monitor.news.story").joinpath("data", "common.toml")
    table = tomllib.loads(file.read_text("utf-8"))
    signs = frozenset(fold("".join(table.pop("signs").split())).text)
    return frozenset(word for words in table.values() for word in words.split()), signs
