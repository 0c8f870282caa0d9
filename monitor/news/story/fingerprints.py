"""Text -> fingerprints by which copies are known, whole or cut, edited or framed anew.

Winnowing (Schleimer, Wilkerson and Aiken 2003: 'Winnowing: local algorithms for document
fingerprinting'): of every ``WINDOW`` neighbouring shingles the one with the smallest hash stays, so
that any passage of WINDOW + SHINGLE - 1 words that two texts share leaves a common fingerprint.
Containment in the shorter text, not likeness of the two, finds a copy that was cut.
"""

import zlib
from array import array
from collections.abc import Iterable

from monitor.news.story.terms import is_unspaced, runs

WINDOW = 6
SHINGLE = 5  # words
SIGNS = 10  # of a script without spaces: about five words
LONGEST = 4000  # words or signs that are read; a copy shows itself sooner
FEWEST = 8  # fingerprints in common; fewer are a quotation
COPY = 0.3  # contained share; one word in six edited leaves two fifths


def fingerprints(text: str) -> bytes:
    """Return the fingerprints of a text, sorted, four bytes each."""
    units = _units(text)[:LONGEST]
    size = SIGNS if units and sum(map(is_unspaced, units)) * 2 > len(units) else SHINGLE
    hashes = [
        zlib.crc32(" ".join(units[i : i + size]).encode("utf-8", "replace"))
        for i in range(len(units) - size + 1)
    ]
    return array("I", sorted(set(_winnowed(hashes)))).tobytes()


def unpacked(packed: bytes) -> "array[int]":
    """Return numbers that were packed four bytes each."""
    numbers = array("I")
    numbers.frombytes(packed)
    return numbers


def contained(mine: bytes, theirs: bytes) -> float:
    """Return which share of the shorter text stands in the other, 0 for less than a passage."""
    if len(mine) < 4 * FEWEST or len(theirs) < 4 * FEWEST:
        return 0.0
    one, other = set(unpacked(mine)), set(unpacked(theirs))
    both = len(one & other)
    return both / min(len(one), len(other)) if both >= FEWEST else 0.0


def _winnowed(hashes: list[int]) -> Iterable[int]:
    if len(hashes) <= WINDOW:
        return [min(hashes)] if hashes else []
    return (min(hashes[i : i + WINDOW]) for i in range(len(hashes) - WINDOW + 1))


def _units(text: str) -> list[str]:
    units: list[str] = []
    for run in runs(text):
        if is_unspaced(run):
            units.extend(run)
        else:
            units.append(run)
    return units
