"""Text -> fingerprints by which copies are known, whole or cut, edited or framed anew.

Winnowing (Schleimer, Wilkerson and Aiken 2003: 'Winnowing: local algorithms for document
fingerprinting'): of every ``WINDOW`` neighbouring shingles the one with the smallest hash stays, so
that any passage of WINDOW + SHINGLE - 1 words that two texts share leaves a common fingerprint.
Containment in the shorter text, not likeness of the two, finds a copy that was cut.
"""

import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from monitor.news.story.terms import is_unspaced, runs

WINDOW = 6
SHINGLE = 5  # words
SIGNS = 10  # of a script without spaces: about five words
LONGEST = 4000  # words or signs that are read; a copy shows itself sooner
SAMPLED = 3  # of so many fingerprints one is kept where copies are looked for
FEWEST_SAMPLED = 2
FEWEST = 8  # fingerprints in common; fewer are a quotation
OWN = 14  # fingerprints, about fifty words: of text that only one of two articles has, …
OWN_BETWEEN = 0.15  # … or that share of the article, between passages that both have; …
OWN_BEFORE = 0.45  # … or that share of it, before them
COPY = 0.25  # contained share; one word in six edited leaves two fifths


def fingerprints(text: str) -> bytes:
    """Return the fingerprints of a text in its order, four bytes each."""
    units = _units(text)[:LONGEST]
    size = SIGNS if units and sum(map(is_unspaced, units)) * 2 > len(units) else SHINGLE
    hashes = [
        zlib.crc32(" ".join(units[i : i + size]).encode("utf-8", "replace"))
        for i in range(len(units) - size + 1)
    ]
    return array("I", _winnowed(hashes)).tobytes()


def unpacked(packed: bytes) -> "array[int]":
    """Return numbers that were packed four bytes each."""
    numbers = array("I")
    numbers.frombytes(packed)
    return numbers


def sampled(packed: bytes) -> list[int]:
    """Return the fingerprints under which a text is looked for; the same ones of any text."""
    return [one for one in set(unpacked(packed)) if one % SAMPLED == 0]


@dataclass(frozen=True, slots=True)
class Shared:
    """What two texts have word for word in common."""

    share: float = 0.0  # of the shorter one's fingerprints
    of_longer: float = 0.0
    around: bool = False  # it stands around, or behind, a text that each one has for itself


NOTHING = Shared()


def shared(mine: bytes, theirs: bytes) -> Shared:
    """Return what two texts share; less than ``FEWEST`` fingerprints are nothing."""
    other = unpacked(theirs)
    both = _as_set(mine).intersection(other)
    if len(both) < FEWEST:
        return NOTHING
    around = _is_hollow(unpacked(mine), both) and _is_hollow(other, both)
    short, long = sorted((len(_as_set(mine)), len(set(other))))
    return Shared(len(both) / short, len(both) / long, around)


@lru_cache(maxsize=4)
def _as_set(packed: bytes) -> frozenset[int]:
    """Return the fingerprints of the one article that many are compared with."""
    return frozenset(unpacked(packed))


def _is_hollow(text: "array[int]", both: frozenset[int]) -> bool:
    """Tell whether what is shared is frame: before it, or inside it, stands a text's own matter.

    A copy that was cut has its own matter behind, and one with another lead little before.
    """
    places = [i for i, fingerprint in enumerate(text) if fingerprint in both]
    before = places[0]
    between = max((b - a - 1 for a, b in pairwise(places)), default=0)
    return between >= max(OWN, OWN_BETWEEN * len(text)) or before >= max(
        OWN, OWN_BEFORE * len(text)
    )


def _winnowed(hashes: list[int]) -> Iterator[int]:
    """Yield the least of each window, the last of equal ones, and what stays least once."""
    chosen = -1
    for start in range(max(1, len(hashes) - WINDOW + 1)):
        window = hashes[start : start + WINDOW]
        if window:
            least = start + max(range(len(window)), key=lambda i: (-window[i], i))
            if least != chosen:
                yield hashes[least]
            chosen = least


def _units(text: str) -> list[str]:
    units: list[str] = []
    for run in runs(text):
        if is_unspaced(run):
            units.extend(run)
        else:
            units.append(run)
    return units
