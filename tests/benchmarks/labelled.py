"""Folders of pages whose article text is known, and how near a text comes to it.

Two layouts are read: ``ground-truth.json`` beside ``html/*.html.gz`` (as in
scrapinghub/article-extraction-benchmark), and ``ground-truth/*.json`` beside ``html/*.html.gz``
(as in each half of Murrough-Foley/web-content-extraction-benchmark).
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from urllib.parse import urlsplit

# Signs of scripts that part no words are a token each; elsewhere this is evaluate.py's r"\w+".
TOKEN = re.compile(
    r"[\u0e00-\u0e7f\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0e7f\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]+"
)
SHINGLE = 4


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page and the text that people say is its article."""

    name: str
    url: str
    html: bytes
    truth: str

    @property
    def host(self) -> str:
        """The page's domain, by which folds are parted."""
        return (urlsplit(self.url).hostname or self.name).removeprefix("www.")


def labelled_pages(folder: Path, kind: str = "article") -> Iterator[Labelled]:
    """Yield the pages of a folder in the order of their names; of typed ones only ``kind``."""
    for path in sorted((folder / "html").glob("*.html*")):
        name = path.name.split(".")[0]
        told = _told(folder, name)
        if told is None or (told[2] is not None and kind not in {told[2], "any"}):
            continue
        body = path.read_bytes()
        html = gzip.decompress(body) if path.suffix == ".gz" else body
        yield Labelled(name, told[0], html, told[1])


def _told(folder: Path, name: str) -> tuple[str, str, str | None] | None:
    """Return address, text and type of a page."""
    one = folder / "ground-truth" / f"{name}.json"
    if one.exists():
        row = json.loads(one.read_text("utf-8"))
        page_type = row.get("_internal", {}).get("page_type", {}).get("primary", "article")
        return row.get("url", ""), row["ground_truth"].get("main_content") or "", page_type
    row = _all_of(folder).get(name)
    return None if row is None else (row.get("url", ""), row.get("articleBody", ""), None)


_TRUTHS: dict[Path, dict[str, dict[str, str]]] = {}


def _all_of(folder: Path) -> dict[str, dict[str, str]]:
    if folder not in _TRUTHS:
        file = folder / "ground-truth.json"
        _TRUTHS[folder] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return _TRUTHS[folder]


def tokens(text: str) -> list[str]:
    """Return the words of a text, or its signs where a script has no blanks."""
    return TOKEN.findall(text)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return how often each run of four tokens stands in a text; a shorter text is one run."""
    found = tokens(text)
    return Counter(
        tuple(found[at : at + SHINGLE]) for at in range(max(1, len(found) - SHINGLE + 1)) if found
    )


@dataclass(frozen=True, slots=True)
class Agreement:
    """Shares of the shingles of truth and text: in both, in the text alone, in the truth alone."""

    both: float
    extra: float
    missing: float

    @property
    def precision(self) -> float | None:
        """None where there is no text."""
        return _share(self.both, self.extra)

    @property
    def recall(self) -> float | None:
        """None where there is no truth."""
        return _share(self.both, self.missing)

    @property
    def f1(self) -> float:
        """Of this page alone."""
        return harmonic(self.precision or 0.0, self.recall or 0.0)


def _share(hits: float, misses: float) -> float | None:
    return hits / (hits + misses) if hits + misses > 0 else None


def agreement(truth: str, text: str) -> Agreement:
    """Compare a text with the truth, as evaluate.py of scrapinghub's benchmark does."""
    wanted, found = shingles(truth), shingles(text)
    both = sum((wanted & found).values())
    extra, missing = sum(found.values()) - both, sum(wanted.values()) - both
    total = (both + extra + missing) or 1
    return Agreement(both / total, extra / total, missing / total)


def harmonic(precision: float, recall: float) -> float:
    """Return F1."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def overall(pages: Iterable[Agreement]) -> tuple[float, float, float]:
    """Return F1, precision and recall of many pages: of the means, as evaluate.py does."""
    every = list(pages)
    precision = mean([one.precision for one in every if one.precision is not None] or [0.0])
    recall = mean([one.recall for one in every if one.recall is not None] or [0.0])
    return harmonic(precision, recall), precision, recall
