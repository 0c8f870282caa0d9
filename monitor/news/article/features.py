"""Measures -> what the scorer asks of each block: about a hundred columns, none of a language.

Sizes come as logarithms, places as shares of the page, so that a short page and a long one, a
Chinese and an English one look alike.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from monitor.news.article.blocks import Layout
from monitor.news.article.measures import (
    STRONG,
    TAG_NAMES,
    Structure,
    TextMeasures,
    Whole,
    best_container,
    core,
)
from monitor.news.article.signs import Floats
from monitor.news.article.words import line_groups, markup_groups
from monitor.news.model import BlockKind

# Names of columns, and their values: one row a column, or one for the only one.
Columns = tuple[Sequence[str], NDArray[np.generic]]

NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
WINDOWS = (4, 12)
KINDS = tuple(BlockKind)
OWN_TAGS = ("p", "div", "li", "td", "h1", "h2", "h3", "h4", "section", "dd")
CLOSE = 3  # neighbours nearer than this are looked at more closely
ANNOUNCED = ("related", "comment")  # by a heading
_KINDS = {kind: number for number, kind in enumerate(KINDS)}
_TAGS = {tag: number for number, tag in enumerate(OWN_TAGS)}


def features(layout: Layout, texts: TextMeasures, structure: Structure) -> tuple[list[str], Floats]:
    """Return the names of the columns, and their values: one row a column, in it one a block."""
    parts = [
        *_own(layout, texts),
        *_named(layout, structure),
        *_places(texts),
        *_after_lines(layout, texts),
        *_neighbours(layout, texts, structure),
        *_containers(texts, structure),
        *_landmarks(layout, texts, structure),
        *_page(texts),
    ]
    names = [name for told, _ in parts for name in told]
    table = np.empty((len(names), texts.count), dtype=np.float32)
    row = 0
    for told, values in parts:
        table[row : row + len(told)] = values
        row += len(told)
    return names, table


def _own(layout: Layout, texts: TextMeasures) -> Iterator[Columns]:
    candidates, elements = layout.candidates, layout.elements
    kinds = np.array([_KINDS[one.kind] for one in candidates])
    tags = np.array([_TAGS.get(elements[one.element].tag, -1) for one in candidates])
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
    yield ("broken",), np.array([one.broken for one in candidates])
    yield [f"kind-{kind.value}" for kind in KINDS], kinds == _rows(len(KINDS))
    yield [f"tag-{tag}" for tag in OWN_TAGS], tags == _rows(len(OWN_TAGS))
    names = line_groups().names
    yield [f"line-{name}" for name in names], _bits(texts.lines, len(names))


def _named(layout: Layout, structure: Structure) -> Iterator[Columns]:
    """Word groups of the elements around a block: 2 close to it, 1 further up, else 0."""
    held = np.array([one.element for one in layout.candidates], dtype=np.int64)
    near, every, tags = structure.near[held], structure.every[held], structure.tags[held]
    names = markup_groups().names
    yield (
        [f"named-{name}" for name in names],
        _bits(near, len(names)) + _bits(every, len(names)),
    )
    yield [f"in-{name}" for name in TAG_NAMES], _bits(tags, len(TAG_NAMES))
    yield ("depth",), structure.depth[held]
    yield ("likes",), _log(structure.likes[held])


def _places(texts: TextMeasures) -> Iterator[Columns]:
    count = texts.count
    place = np.arange(count)
    weight, strong = _before(texts.weight), _before(texts.strong)
    yield ("place",), _log(place)
    yield ("place-share",), place / max(1, count)
    yield ("places-left",), _log(count - 1 - place)
    yield ("weight-before",), weight[:-1] / max(1.0, weight[-1])
    yield ("strong-before",), strong[:-1] / max(1.0, strong[-1])
    yield ("strong-after",), (strong[-1] - strong[1:]) / max(1.0, strong[-1])
    yield ("since-strong",), _log(_since(texts.strong > 0))
    yield ("until-strong",), _log(_since((texts.strong > 0)[::-1])[::-1])
    for width in WINDOWS:
        held = _window(texts.weight, width)
        yield (f"strong-within-{width}",), _window(texts.strong, width) / np.maximum(1, held)
        linked = _window(texts.weight * texts.links, width)
        yield (f"links-within-{width}",), linked / np.maximum(1, held)
        yield (f"weight-within-{width}",), _log(held / (2 * width + 1))


def _after_lines(layout: Layout, texts: TextMeasures) -> Iterator[Columns]:
    """Say how far back the page announced what is no article: related stories, comments, shares."""
    heading = np.array([one.kind is BlockKind.HEADING for one in layout.candidates])
    names = line_groups().names
    told = _bits(texts.lines, len(names)) > 0
    yield [f"since-{name}" for name in names], _log(_since(told))
    headed = [names.index(name) for name in ANNOUNCED]
    yield [f"since-{name}-heading" for name in ANNOUNCED], _log(_since(told[headed] & heading))
    yield ("since-heading",), _log(_since(heading))
    yield ("until-heading",), _log(_since(heading[::-1])[::-1])


def _neighbours(layout: Layout, texts: TextMeasures, structure: Structure) -> Iterator[Columns]:
    candidates = layout.candidates
    element = np.array([one.element for one in candidates], dtype=np.int64)
    heading = [one.kind is BlockKind.HEADING for one in candidates]
    values = np.array([_log(texts.weight), texts.links, texts.ended, heading], dtype=np.float32)
    places = np.array([structure.parent[element], structure.looks[element]])
    for offset in NEIGHBOURS:
        close = abs(offset) < CLOSE
        told = ("weight", "links", "ended", "heading")[: 4 if close else 3]
        yield [f"{name}{offset:+}" for name in told], _shifted(values[: len(told)], offset)
        if close:
            same = _shifted(places, offset) == places
            yield (f"sibling{offset:+}", f"like{offset:+}"), same


def _containers(texts: TextMeasures, structure: Structure) -> Iterator[Columns]:
    """Say what the containers of a block hold, the nearest first: a row a level."""
    weight, strong = _before(texts.weight), _before(texts.strong)
    linked = _before(texts.weight * texts.links)
    ended = _before(texts.ended)
    mean = strong[-1] / max(1, np.count_nonzero(texts.strong))
    place = np.arange(texts.count)
    holders = np.array(structure.holders)
    first, end = structure.first[holders], structure.end[holders]
    held = np.maximum(1.0, weight[end] - weight[first])
    running = strong[end] - strong[first]
    after = strong[end] - strong[place + 1]
    size = np.maximum(1, end - first)
    for name, values in (
        ("share", running / max(1.0, strong[-1])),
        ("strong", running / held),
        ("links", (linked[end] - linked[first]) / held),
        ("blocks", _log(size)),
        ("weight", _log(held / size)),
        ("place", (place - first) / size),
        ("strong-after", after / np.maximum(1, running)),
        ("likes", _log(structure.likes[holders])),
        ("ended", (ended[end] - ended[first]) / size),
        ("mean", running / size / max(1.0, mean)),
    ):
        yield [f"holder-{level}-{name}" for level in range(len(holders))], values


def _landmarks(layout: Layout, texts: TextMeasures, structure: Structure) -> Iterator[Columns]:
    """Where a block stands, seen from the headline and from the densest parts of the page."""
    place = np.arange(texts.count)
    headline = _headline(layout, texts)
    held = np.array([one.element for one in layout.candidates], dtype=np.int64)
    article = structure.article[held]
    best = best_container(texts, structure)
    yield ("same-article",), (article == structure.article[best]) + (article > 0)
    yield ("headline-article",), article == article[max(0, headline)]
    yield ("from-headline",), _signed_log(place - headline) if headline >= 0 else place * 0 - 9
    for name, element in (
        ("best", best),
        ("core", core(texts, structure)),
    ):
        for wider in ("", "-above"):
            element = int(structure.above[element]) if wider else element
            first, end = int(structure.first[element]), int(structure.end[element])
            outside = np.where(place < first, place - first, np.maximum(0, place - end + 1))
            yield (f"{name}{wider}",), _signed_log(outside)
            strong = np.flatnonzero(texts.strong[first:end]) + first
            last = int(strong[-1]) if len(strong) else end
            yield (f"{name}{wider}-last",), _signed_log(place - last)


def _page(texts: TextMeasures) -> Iterator[Columns]:
    ones = np.ones(texts.count)
    total = max(1.0, float(texts.weight.sum()))
    yield ("page-blocks",), ones * np.log1p(texts.count)
    yield ("page-strong",), ones * np.log1p(texts.strong.sum())
    yield ("mean-strong",), _log(texts.weight / max(1.0, float(texts.strong.mean())))
    yield ("page-strong-share",), ones * texts.strong.sum() / total
    yield ("page-links",), ones * (texts.weight * texts.links).sum() / total


def _headline(layout: Layout, texts: TextMeasures) -> int:
    """Return the block that says the title, a heading if there is one; -1 if there is none."""
    said = (texts.titled >= 0.7) & (texts.weight >= 12) & (texts.weight <= 5 * STRONG)
    heading = np.array([one.kind is BlockKind.HEADING for one in layout.candidates])
    for choice in (said & heading, said):
        if choice.any():
            return int(choice.argmax())
    return -1


def _log(values: NDArray[np.generic]) -> Floats:
    return np.asarray(np.log1p(values), dtype=np.float32)


def _signed_log(values: Whole) -> Floats:
    return (np.sign(values) * np.log1p(np.abs(values))).astype(np.float32)


def _before(values: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return running totals: of all before each block, and of all at the end."""
    return np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))


def _rows(count: int) -> Whole:
    """Return the numbers from 0 on, a row each: what is compared with them is, a row a number."""
    return np.arange(count)[:, np.newaxis]


def _bits(values: Whole, count: int) -> Whole:
    """Return the lowest bits of each value, a row a bit."""
    return values >> _rows(count) & 1


def _since(marks: NDArray[np.generic]) -> Whole:
    """Return how many blocks ago the last marked one was; 0 for a marked one, 99 for none."""
    place = np.arange(marks.shape[-1])
    last = np.maximum.accumulate(np.where(marks, place, -1), axis=-1)
    return np.where(last >= 0, place - last, 99)


def _window(values: Floats, width: int) -> NDArray[np.float64]:
    """Return the sums of each block and ``width`` blocks on both sides."""
    total = _before(values)
    place = np.arange(len(values))
    low = np.maximum(0, place - width)
    return total[np.minimum(len(values), place + width + 1)] - total[low]


def _shifted(values: NDArray[np.generic], offset: int) -> NDArray[np.generic]:
    """Return each block's neighbour's values, a row for each row; -1 beyond the ends."""
    moved = np.full_like(values, -1)
    if offset > 0:
        moved[:, :-offset] = values[:, offset:]
    else:
        moved[:, -offset:] = values[:, :offset]
    return moved
