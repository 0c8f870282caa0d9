"""Columns -> how likely each block is the article's own, by boosted trees kept as plain numbers.

The trees are symmetric: each asks every block the same few questions, and the answers together are
the index of a leaf. ``tests/benchmarks/train_articles.py`` grows them.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from monitor.news.article.blocks import Layout
from monitor.news.article.features import features
from monitor.news.article.measures import Structure, TextMeasures
from monitor.news.article.signs import Floats

MODEL = "trees.json"
AT_ONCE = 1000  # blocks: what bounds the memory


@dataclass(frozen=True, slots=True)
class Trees:
    """Symmetric trees: one row of questions each, and a leaf for every combination of answers."""

    columns: NDArray[np.int64]  # trees x depth
    borders: Floats  # trees x depth: is the column's value greater?
    leaves: Floats  # trees x 2 ** depth
    base: float

    def score(self, table: Floats) -> Floats:
        """Return the sum of the leaves, as a log odds, for each block of a table of columns."""
        count = table.shape[1]
        parts = [self._score(table[:, at : at + AT_ONCE]) for at in range(0, count, AT_ONCE)]
        return np.concatenate(parts)

    def _score(self, table: Floats) -> Floats:
        trees, depth = self.columns.shape
        reached = np.zeros((trees, table.shape[1]), dtype=np.uint8)
        for question in reversed(range(depth)):
            answers = table.take(self.columns[:, question], axis=0)
            reached += reached  # makes room for one bit more
            reached |= answers > self.borders[:, question, np.newaxis]
        first = np.arange(trees)[:, np.newaxis] << depth
        total = self.leaves.take(reached + first).sum(axis=0, dtype=np.float32)
        return np.asarray(total + np.float32(self.base))


def score(layout: Layout, texts: TextMeasures, structure: Structure) -> Floats:
    """Return for each block how likely it is the article's own, from 0 to 1."""
    names, table = features(layout, texts, structure)
    known, trees = shipped()
    if known != tuple(names):
        raise RuntimeError("the trees were grown on other columns: train them again")
    return likelihood(trees.score(table))


def likelihood(odds: Floats) -> Floats:
    """Return log odds as likelihoods."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), dtype=np.float32)


@cache
def shipped() -> tuple[tuple[str, ...], Trees]:
    """Return the trees that ship with the program, and the columns they were grown on."""
    data = resources.files("monitor.news.article").joinpath("data", MODEL)
    told = json.loads(data.read_text("utf-8"))
    return tuple(told["names"]), Trees(
        np.array(told["columns"], dtype=np.int64),
        np.array(told["borders"], dtype=np.float32),
        np.array(told["leaves"], dtype=np.float32) / np.float32(1000),
        told["base"],
    )
