"""Fit the weights of ``monitor.news.topic.scoring`` to labelled stories, and print them.

    python -m tests.benchmarks.topic_weights FILE … [--pages FOLDER] [--penalty 1]

The weights that ship were fitted on the look files of ``tests/evaluation/topic``, the headlines and short stories of
``tests/news/topic`` and 166 published stories that are not part of this repository, with the pages of
scrapinghub/article-extraction-benchmark. A FILE is of labelled stories (``.jsonl``) or of headlines, as
``tests/news/topic/test_headlines.py`` says, all positive but those of ``traps.txt``.

With FOLDER, pages of whatever subject in a layout that ``labelled`` reads, each positive story is told twice more:
its proof alone, in the midst of a page (a passing mention, so negative), and whole, with a page behind it (positive).
Every story is also told under the headline of a page, as features are whose headlines name nothing.

Logistic regression with a squared penalty, by Newton's method (iteratively reweighted least squares; Hastie,
Tibshirani, Friedman, The Elements of Statistical Learning, 4.4.1). The calibration printed is that of a
tenfold cross-validation, in which no story is scored by weights that it helped to fit and the reports of one
event stay together.
"""

import argparse
import hashlib
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from monitor.news import pipeline
from monitor.news.article import read_text
from monitor.news.topic import shipped
from monitor.news.topic.findings import Findings, Relation, findings
from monitor.news.topic.scoring import LEAST, Measures, features
from monitor.news.topic.topic import compiled
from tests.benchmarks.labelled import labelled_pages

Numbers = NDArray[np.float64]

FOLDS = 10
STEPS = 50
SHORTEST = 6  # lines of a page that a mention may stand in
BINS = (0.0, 0.05, 0.2, 0.4, 0.6, 0.75, 0.85, 0.95, 1.01)


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--penalty", type=float, default=1.0)
    options = parser.parse_args()
    stories = [s for file in options.files if file.suffix == ".jsonl" for s in _stories(file)]
    if options.pages is not None:
        stories += [*_within_pages(stories, options.pages), *_headed(stories, options.pages)]
    stories += [s for file in options.files if file.suffix == ".txt" for s in _headlines(file)]
    found = [(_measures(story), story.right, story.group) for story in stories]
    scored = [(measures, right, group) for measures, right, group in found if measures is not None]
    names = list(features(scored[0][0]))
    table = np.array([[1.0, *features(measures).values()] for measures, _, _ in scored])
    right = np.array([float(label) for _, label, _ in scored])
    print(
        f"{len(found)} stories, {len(scored)} with a mention; {int(right.sum())} of these positive"
    )
    _show(names, fit(table, right, options.penalty))
    folds = np.array([_fold(group) for _, _, group in scored])
    values = np.zeros(len(scored))
    for fold in range(FOLDS):
        inside = folds == fold
        weights = fit(table[~inside], right[~inside], options.penalty)
        values[inside] = _sigmoid(table[inside] @ weights)
    missed = sum(label for measures, label, _ in found if measures is None)
    _report(values, right, missed)


def fit(table: Numbers, right: Numbers, penalty: float) -> Numbers:
    """Return the weights, the first of them the bias, which is not penalised."""
    weights = np.zeros(table.shape[1])
    ridge = penalty * np.eye(table.shape[1])
    ridge[0, 0] = 0.0
    for _ in range(STEPS):
        values = _sigmoid(table @ weights)
        slope = table.T @ (values - right) + ridge @ weights
        curve = (table.T * (values * (1 - values))) @ table + ridge
        weights = weights - np.linalg.solve(curve, slope)
    return weights


@dataclass(frozen=True, slots=True)
class _Story:
    title: str
    text: str
    language: str
    right: bool
    group: str


def _stories(file: Path) -> Iterator[_Story]:
    for line in file.read_text("utf-8").splitlines():
        row: Mapping[str, object] = json.loads(line)
        if row["label"] in {"positive", "negative"}:
            group = str(row.get("event_group") or row["id"])
            right = row["label"] == "positive"
            yield _Story(str(row["title"]), str(row["text"]), str(row["lang"]), right, group)


def _headlines(file: Path) -> Iterator[_Story]:
    for line in file.read_text("utf-8").splitlines():
        language, *told = line.split("|")
        title, text = told if file.stem == "facilities" else (told[-1], told[-1])
        yield _Story(title, text, language, file.stem != "traps", line)


def _within_pages(stories: list[_Story], folder: Path) -> Iterator[_Story]:
    pages = itertools.cycle(page.truth for page in labelled_pages(folder))
    for story in (story for story in stories if story.right):
        found = _findings(story)
        lines = [line for line in next(pages).splitlines() if line.strip()]
        if isinstance(found, str) or len(lines) < SHORTEST:
            continue
        best = max(found.weighed, key=lambda each: each.strength, default=None)
        if best is not None:
            sentence = best.mention.sentence
            proof = found.text.original(sentence.start, sentence.end)
            told = [*lines[1 : len(lines) // 2], proof, *lines[len(lines) // 2 :]]
            yield replace(story, title=lines[0][:100], text="\n".join(told), right=False)
        yield replace(story, text="\n".join([story.text, *lines[1:12]]))


def _headed(stories: list[_Story], folder: Path) -> Iterator[_Story]:
    pages = itertools.cycle(page.truth for page in labelled_pages(folder))
    for story in stories:
        lines = [line for line in next(pages).splitlines() if line.strip()]
        yield replace(story, title=lines[0][:100] if lines else "")


def _findings(story: _Story) -> Findings | str:
    topic = compiled(shipped("foreign-ai-labs-in-china"))
    assert isinstance(topic, Relation)
    article = read_text(story.text, "https://news.example/", story.title)
    return findings(pipeline.clean(article, story.language), topic)


def _measures(story: _Story) -> Measures | None:
    found = _findings(story)
    return None if isinstance(found, str) or found.measures.best <= LEAST else found.measures


def _fold(group: str) -> int:
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS


def _sigmoid(values: Numbers) -> Numbers:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -30, 30))))


def _show(names: list[str], weights: Numbers) -> None:
    print(f"BIAS = {weights[0]:.2f}")
    for name, weight in zip(names, weights[1:], strict=True):
        print(f'    "{name}": {weight:.2f},')


def _report(values: Numbers, right: Numbers, missed: int) -> None:
    flagged = values >= 0.5
    hit, false = int((flagged & (right == 1)).sum()), int((flagged & (right == 0)).sum())
    wanted = int(right.sum()) + missed
    print(
        f"cross-validated: precision {hit / (hit + false):.3f}, recall {hit / wanted:.3f}, "
        f"F1 {2 * hit / (hit + false + wanted):.3f}"
    )
    for low, high in itertools.pairwise(BINS):
        inside = (values >= low) & (values < high)
        if inside.any():
            print(
                f"score {low:.2f} to {min(high, 1):.2f}: {int(inside.sum())} stories, "
                f"{right[inside].mean():.2f} right, {values[inside].mean():.2f} expected"
            )


if __name__ == "__main__":
    main()
