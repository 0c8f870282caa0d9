"""Measures -> what the scorer asks of each block: about a hundred columns, none of a language.

Sizes come as logarithms, places as shares of the page, so that a short page and a long one, a
Chinese and an English one look alike. Each step of numpy costs some microseconds however few the
blocks are: columns are counted many at once where they can be.
"""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from monitor.news.article.blocks import Layout
from monitor.news.article.measures import (
    KINDS,
    LEVELS,
    STRONG,
    TAG_NAMES,
    Structure,
    TextMeasures,
    Whole,
    best_container,
    core,
)
from monitor.news.article.signs import Floats
from monitor.news.article.words import line_groups, markup_groups, saying_groups

# Names of columns, and their values: one row a column, or one for the only one.
Columns = tuple[Sequence[str], NDArray[np.generic]]

NEIGHBOURS = (-2, -1, 1, 2)
FARTHEST = max(NEIGHBOURS)
WINDOWS = (4, 12)
OWN_TAGS = ("p", "div", "h2", "h3")
_TAGS = {tag: number for number, tag in enumerate(OWN_TAGS)}


def features(layout: Layout, texts: TextMeasures, structure: Structure) -> tuple[list[str], Floats]:
    """Return the names of the columns, and their values: one row a column, in it one a block."""
    parts = [
        *_own(layout, texts, structure),
        *_named(structure),
        *_places(texts),
        *_since_marks(texts),
        *_neighbours(texts, structure),
        *_containers(texts, structure),
        *_landmarks(texts, structure),
        *_page(texts),
    ]
    names = [name for told, _ in parts for name in told]
    table = np.empty((len(names), texts.count), dtype=np.float32)
    row = 0
    for told, values in parts:  # twice as fast as to stack them
        table[row : row + len(told)] = values
        row += len(told)
    return names, table


def _own(layout: Layout, texts: TextMeasures, structure: Structure) -> Iterator[Columns]:
    elements = layout.elements
    tags = np.array([_TAGS.get(elements[held].tag, -1) for held in structure.held.tolist()])
    yield ("weight",), _log(texts.weight)
    yield ("links",), texts.links
    yield ("bold",), texts.bold
    yield ("sentences",), _log(texts.sentences)
    yield ("letters-a-sentence",), _log(texts.weight / np.maximum(1, texts.sentences))
    yield ("ended",), texts.ended
    yield ("commas",), texts.commas / np.maximum(20, texts.weight)
    yield ("digits",), texts.digits
    yield ("titled",), texts.titled
    yield ("copies",), texts.copies
    yield ("broken",), np.array([one.broken for one in layout.candidates])
    yield [f"kind-{kind.value}" for kind in KINDS], texts.kinds == _rows(len(KINDS))
    yield [f"tag-{tag}" for tag in OWN_TAGS], tags == _rows(len(OWN_TAGS))


def _named(structure: Structure) -> Iterator[Columns]:
    """Word groups of the elements around a block: 2 close to it, 1 further up, else 0."""
    held = structure.held
    near, every, tags = structure.near[held], structure.every[held], structure.tags[held]
    names = _named_columns()
    yield names, _bits(near, len(names)) + _bits(every, len(names))
    yield _IN, _bits(tags, len(TAG_NAMES))
    yield ("depth",), structure.depth[held]
    yield ("likes",), _log(structure.likes[held])


_IN = [f"in-{name}" for name in TAG_NAMES]


@cache
def _named_columns() -> list[str]:
    return [f"named-{name}" for name in markup_groups().names]


def _places(texts: TextMeasures) -> Iterator[Columns]:
    count = texts.count
    place = np.arange(count)
    totals = _before(np.array([texts.weight, texts.strong, texts.weight * texts.links]))
    weight, strong, _ = totals
    yield ("place",), _log(place)
    yield ("place-share",), place / max(1, count)
    yield ("places-left",), _log(count - 1 - place)
    yield ("weight-before",), weight[:-1] / max(1.0, weight[-1])
    yield ("strong-before",), strong[:-1] / max(1.0, strong[-1])
    yield ("strong-after",), (strong[-1] - strong[1:]) / max(1.0, strong[-1])
    for width in WINDOWS:
        low, high = np.maximum(0, place - width), np.minimum(count, place + width + 1)
        held, running, linked = totals[:, high] - totals[:, low]
        yield (f"strong-within-{width}",), running / np.maximum(1, held)
        yield (f"links-within-{width}",), linked / np.maximum(1, held)
        yield (f"weight-within-{width}",), _log(held / (2 * width + 1))


def _since_marks(texts: TextMeasures) -> Iterator[Columns]:
    """Say how far running text is, a heading, and lines that announce what is no article."""
    names = _since_columns()
    marks = np.empty((len(names), texts.count), dtype=np.bool_)
    marks[0], marks[1] = texts.strong > 0, texts.heading
    marks[2:-1] = _bits(texts.lines, len(names) - 3)
    marks[-1] = marks[names.index("since-comment")] & texts.heading
    yield names, _log(_since(marks))
    yield ("until-strong", "until-heading"), _log(_since(marks[:2, ::-1])[:, ::-1])


@cache
def _since_columns() -> list[str]:
    says = (f"saying-{name}" for name in saying_groups())
    told = ("strong", "heading", *line_groups().names, *says, "comment-heading")
    return [f"since-{name}" for name in told]


def _neighbours(texts: TextMeasures, structure: Structure) -> Iterator[Columns]:
    values = np.array([_log(texts.weight), texts.links])
    places = np.array([structure.parent[structure.held], structure.looks[structure.held]])
    around_values, around_places = _padded(values), _padded(places)
    for offset in NEIGHBOURS:
        there = slice(FARTHEST + offset, FARTHEST + offset + texts.count)
        yield (f"weight{offset:+}", f"links{offset:+}"), around_values[:, there]
        yield (f"sibling{offset:+}", f"like{offset:+}"), around_places[:, there] == places


def _containers(texts: TextMeasures, structure: Structure) -> Iterator[Columns]:
    """Say what the containers of a block hold, the nearest first: a row a level."""
    told = np.array([texts.weight, texts.strong, texts.weight * texts.links, texts.ended])
    totals = _before(told)
    strong = totals[1]
    mean = strong[-1] / max(1, np.count_nonzero(texts.strong))
    place = np.arange(texts.count)
    holders = np.array(structure.holders)
    first, end = structure.first[holders], structure.end[holders]
    held, running, linked, ended = totals[:, end] - totals[:, first]
    held = np.maximum(1.0, held)
    after = strong[end] - strong[place + 1]
    size = np.maximum(1, end - first)
    for name, values in (
        ("share", running / max(1.0, strong[-1])),
        ("strong", running / held),
        ("links", linked / held),
        ("blocks", _log(size)),
        ("weight", _log(held / size)),
        ("strong-after", after / np.maximum(1, running)),
        ("likes", _log(structure.likes[holders])),
        ("ended", ended / size),
        ("mean", running / size / max(1.0, mean)),
    ):
        yield _holder_columns(name), values


@cache
def _holder_columns(name: str) -> list[str]:
    return [f"holder-{level}-{name}" for level in range(LEVELS)]


def _landmarks(texts: TextMeasures, structure: Structure) -> Iterator[Columns]:
    """Where a block stands, seen from the headline and from the densest parts of the page."""
    place = np.arange(texts.count)
    headline = _headline(texts)
    best, heart = best_container(texts, structure), core(texts, structure)
    article = structure.article[structure.held]
    yield ("same-article",), (article == structure.article[best]) + (article > 0)
    yield ("from-headline",), _signed_log(place - headline) if headline >= 0 else place * 0 - 9
    above = structure.above
    marks = np.array([best, above[best], heart, above[heart]])[:, np.newaxis]
    first, end = structure.first[marks], structure.end[marks]
    outside = np.where(place < first, place - first, np.maximum(0, place - end + 1))
    yield ("best", "best-above", "core", "core-above"), _signed_log(outside)
    strong = np.maximum.accumulate(np.where(texts.strong > 0, place, -1))[end - 1]
    last = np.where(strong >= first, strong, end)  # block of running text in each
    names = ("best-last", "best-above-last", "core-last", "core-above-last")
    yield names, _signed_log(place - last)


def _page(texts: TextMeasures) -> Iterator[Columns]:
    total, strong = max(1.0, float(texts.weight.sum())), float(texts.strong.sum())
    linked = float(texts.weight @ texts.links)
    told = (np.log1p(texts.count), np.log1p(strong), strong / total, linked / total)
    names = ("page-blocks", "page-strong", "page-strong-share", "page-links")
    yield names, np.tile(np.array(told)[:, np.newaxis], texts.count)
    yield ("mean-strong",), _log(texts.weight / max(1.0, strong / texts.count))


def _headline(texts: TextMeasures) -> int:
    """Return the block that says the title, a heading if there is one; -1 if there is none."""
    said = (texts.titled >= 0.7) & (texts.weight >= 12) & (texts.weight <= 5 * STRONG)
    for choice in (said & texts.heading, said):
        if choice.any():
            return int(choice.argmax())
    return -1


def _log(values: NDArray[np.generic]) -> Floats:
    return np.asarray(np.log1p(values, dtype=np.float32))


def _signed_log(values: Whole) -> Floats:
    return np.copysign(_log(np.abs(values)), values)


def _before(values: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return running totals, a row for each row: of all before each block, and of all at the end."""
    totals = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, out=totals[..., 1:])
    return totals


def _rows(count: int) -> Whole:
    """Return the numbers from 0 on, a row each: what is compared with them is, a row a number."""
    return np.arange(count)[:, np.newaxis]


def _bits(values: Whole, count: int) -> Whole:
    """Return the lowest bits of each value, a row a bit."""
    return values >> _rows(count) & 1


def _since(marks: NDArray[np.bool_]) -> Whole:
    """Return how many blocks ago the last marked one was; 0 for a marked one, 99 for none."""
    place = np.arange(marks.shape[-1])
    last = np.maximum.accumulate(np.where(marks, place, -1), axis=-1)
    return np.where(last >= 0, place - last, 99)


def _padded(values: NDArray[np.generic]) -> NDArray[np.generic]:
    """Return each row with what stands beyond its ends: -1."""
    rows, count = values.shape
    padded = np.full((rows, count + 2 * FARTHEST), -1, dtype=values.dtype)
    padded[:, FARTHEST:-FARTHEST] = values
    return padded
