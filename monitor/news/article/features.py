"""Measures -> what the scorer asks of each block: about a hundred columns, none of a language.

Sizes come as logarithms, places as shares of the page, so that a short page and a long one, a
Chinese and an English one look alike.
"""

from collections.abc import Iterator

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

Column = tuple[str, NDArray[np.generic]]

NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
WINDOWS = (4, 12)
KINDS = tuple(BlockKind)
OWN_TAGS = ("p", "div", "li", "td", "h1", "h2", "h3", "h4", "section", "dd")
_TAGS = {tag: number for number, tag in enumerate(OWN_TAGS)}


def features(layout: Layout, texts: TextMeasures, structure: Structure) -> tuple[list[str], Floats]:
    """Return the names of the columns, and their values: one row a column, in it one a block."""
    columns = [
        *_own(layout, texts),
        *_named(layout, structure),
        *_places(texts),
        *_after_lines(layout, texts),
        *_neighbours(layout, texts, structure),
        *_containers(texts, structure),
        *_landmarks(layout, texts, structure),
        *_page(texts),
    ]
    table = np.empty((len(columns), texts.count), dtype=np.float32)
    for row, (_, values) in enumerate(columns):
        table[row] = values
    return [name for name, _ in columns], table


def _own(layout: Layout, texts: TextMeasures) -> Iterator[Column]:
    candidates, elements = layout.candidates, layout.elements
    kinds = np.array([KINDS.index(one.kind) for one in candidates])
    tags = np.array([_TAGS.get(elements[one.element].tag, -1) for one in candidates])
    yield "weight", _log(texts.weight)
    yield "links", texts.links
    yield "bold", texts.bold
    yield "sentences", _log(texts.sentences)
    yield "letters-a-sentence", _log(texts.weight / np.maximum(1, texts.sentences))
    yield "ended", texts.ended
    yield "commas", texts.commas / np.maximum(20, texts.weight)
    yield "digits", texts.digits
    yield "titled", texts.titled
    yield "copies", texts.copies
    yield "broken", np.array([one.broken for one in candidates])
    for number, kind in enumerate(KINDS):
        yield f"kind-{kind.value}", kinds == number
    for number, tag in enumerate(OWN_TAGS):
        yield f"tag-{tag}", tags == number
    for index, name in enumerate(line_groups().names):
        yield f"line-{name}", texts.lines >> index & 1


def _named(layout: Layout, structure: Structure) -> Iterator[Column]:
    """Word groups of the elements around a block: 2 close to it, 1 further up, else 0."""
    held = np.array([one.element for one in layout.candidates], dtype=np.int64)
    near, every, tags = structure.near[held], structure.every[held], structure.tags[held]
    for index, name in enumerate(markup_groups().names):
        yield f"named-{name}", (near >> index & 1) + (every >> index & 1)
    for index, name in enumerate(TAG_NAMES):
        yield f"in-{name}", tags >> index & 1
    yield "depth", structure.depth[held]
    yield "likes", _log(structure.likes[held])


def _places(texts: TextMeasures) -> Iterator[Column]:
    count = texts.count
    place = np.arange(count)
    weight, strong = _before(texts.weight), _before(texts.strong)
    yield "place", _log(place)
    yield "place-share", place / max(1, count)
    yield "places-left", _log(count - 1 - place)
    yield "weight-before", weight[:-1] / max(1.0, weight[-1])
    yield "strong-before", strong[:-1] / max(1.0, strong[-1])
    yield "strong-after", (strong[-1] - strong[1:]) / max(1.0, strong[-1])
    yield "since-strong", _log(_since(texts.strong > 0))
    yield "until-strong", _log(_since((texts.strong > 0)[::-1])[::-1])
    for width in WINDOWS:
        held = _window(texts.weight, width)
        yield f"strong-within-{width}", _window(texts.strong, width) / np.maximum(1, held)
        linked = _window(texts.weight * texts.links, width)
        yield f"links-within-{width}", linked / np.maximum(1, held)
        yield f"weight-within-{width}", _log(held / (2 * width + 1))


def _after_lines(layout: Layout, texts: TextMeasures) -> Iterator[Column]:
    """Say how far back the page announced what is no article: related stories, comments, shares."""
    candidates = layout.candidates
    heading = np.array([one.kind is BlockKind.HEADING for one in candidates])
    for index, name in enumerate(line_groups().names):
        told = (texts.lines >> index & 1) > 0
        yield f"since-{name}", _log(_since(told))
        if name in {"related", "comment"}:
            yield f"since-{name}-heading", _log(_since(told & heading))
    yield "since-heading", _log(_since(heading))
    yield "until-heading", _log(_since(heading[::-1])[::-1])


def _neighbours(layout: Layout, texts: TextMeasures, structure: Structure) -> Iterator[Column]:
    candidates = layout.candidates
    element = np.array([one.element for one in candidates], dtype=np.int64)
    parent, like = structure.parent[element], structure.looks[element]
    heading = np.array([one.kind is BlockKind.HEADING for one in candidates])
    weight = _log(texts.weight)
    for offset in NEIGHBOURS:
        yield f"weight{offset:+}", _shifted(weight, offset)
        yield f"links{offset:+}", _shifted(texts.links, offset)
        yield f"ended{offset:+}", _shifted(texts.ended, offset)
        if abs(offset) < 3:
            yield f"heading{offset:+}", _shifted(heading, offset)
            yield f"sibling{offset:+}", _shifted(parent, offset) == parent
            yield f"like{offset:+}", _shifted(like, offset) == like


def _containers(texts: TextMeasures, structure: Structure) -> Iterator[Column]:
    weight, strong = _before(texts.weight), _before(texts.strong)
    linked = _before(texts.weight * texts.links)
    ended = _before(texts.ended)
    mean = strong[-1] / max(1, np.count_nonzero(texts.strong))
    place = np.arange(texts.count)
    for level, holder in enumerate(structure.holders):
        first, end = structure.first[holder], structure.end[holder]
        held = np.maximum(1.0, weight[end] - weight[first])
        running = strong[end] - strong[first]
        size = np.maximum(1, end - first)
        yield f"holder-{level}-share", running / max(1.0, strong[-1])
        yield f"holder-{level}-strong", running / held
        yield f"holder-{level}-links", (linked[end] - linked[first]) / held
        yield f"holder-{level}-blocks", _log(size)
        yield f"holder-{level}-weight", _log(held / size)
        yield f"holder-{level}-place", (place - first) / size
        yield (
            f"holder-{level}-strong-after",
            (strong[end] - strong[place + 1]) / np.maximum(1, running),
        )
        yield f"holder-{level}-likes", _log(structure.likes[holder])
        yield f"holder-{level}-ended", (ended[end] - ended[first]) / size
        yield f"holder-{level}-mean", running / size / max(1.0, mean)


def _landmarks(layout: Layout, texts: TextMeasures, structure: Structure) -> Iterator[Column]:
    """Where a block stands, seen from the headline and from the densest parts of the page."""
    place = np.arange(texts.count)
    headline = _headline(layout, texts)
    held = np.array([one.element for one in layout.candidates], dtype=np.int64)
    article = structure.article[held]
    best = best_container(texts, structure)
    yield "same-article", (article == structure.article[best]) + (article > 0)
    yield "headline-article", article == article[max(0, headline)]
    yield "from-headline", _signed_log(place - headline) if headline >= 0 else place * 0 - 9
    for name, element in (
        ("best", best),
        ("core", core(texts, structure)),
    ):
        for wider in ("", "-above"):
            element = int(structure.above[element]) if wider else element
            first, end = int(structure.first[element]), int(structure.end[element])
            outside = np.where(place < first, place - first, np.maximum(0, place - end + 1))
            yield f"{name}{wider}", _signed_log(outside)
            strong = np.flatnonzero(texts.strong[first:end]) + first
            last = int(strong[-1]) if len(strong) else end
            yield f"{name}{wider}-last", _signed_log(place - last)


def _page(texts: TextMeasures) -> Iterator[Column]:
    ones = np.ones(texts.count)
    total = max(1.0, float(texts.weight.sum()))
    yield "page-blocks", ones * np.log1p(texts.count)
    yield "page-strong", ones * np.log1p(texts.strong.sum())
    yield "mean-strong", _log(texts.weight / max(1.0, float(texts.strong.mean())))
    yield "page-strong-share", ones * texts.strong.sum() / total
    yield "page-links", ones * (texts.weight * texts.links).sum() / total


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


def _since(marks: NDArray[np.generic]) -> Whole:
    """Return how many blocks ago the last marked one was; 0 for a marked one, 99 for none."""
    place = np.arange(len(marks))
    last = np.maximum.accumulate(np.where(marks, place, -1))
    return np.where(last >= 0, place - last, 99)


def _window(values: Floats, width: int) -> NDArray[np.float64]:
    """Return the sums of each block and ``width`` blocks on both sides."""
    total = _before(values)
    place = np.arange(len(values))
    low = np.maximum(0, place - width)
    return total[np.minimum(len(values), place + width + 1)] - total[low]


def _shifted(values: NDArray[np.generic], offset: int) -> NDArray[np.generic]:
    """Return each block's neighbour's value; -1 beyond the ends."""
    moved = np.full(len(values), -1, dtype=np.float32 if values.dtype == bool else values.dtype)
    if offset > 0:
        moved[:-offset] = values[offset:]
    else:
        moved[-offset:] = values[:offset]
    return moved
