"""Grow the trees by which blocks are told to be the article's, and write them where they ship.

    python -m tests.benchmarks.train_articles AEB WCXB_DEV [--folds] [--out trees.json]

AEB is a copy of scrapinghub/article-extraction-benchmark (MIT), WCXB_DEV the dev half of
Murrough-Foley/web-content-extraction-benchmark (CC-BY-4.0). Needs catboost, which the program does
not. With --folds it prints what pages of hosts never trained on reach, and writes nothing.
"""

import argparse
import importlib
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser

from monitor.news.article.blocks import Layout, read_layout
from monitor.news.article.choice import chosen_by
from monitor.news.article.features import features
from monitor.news.article.measures import (
    Structure,
    TextMeasures,
    measure_structure,
    measure_texts,
)
from monitor.news.article.metadata import read_metadata
from monitor.news.article.scorer import likelihood
from monitor.news.article.signs import Floats
from monitor.news.decoding import as_utf8
from monitor.news.tree import read_document
from tests.benchmarks.alignment import article_marks
from tests.benchmarks.articles import UTF8
from tests.benchmarks.furniture import furnished, places_marked
from tests.benchmarks.labelled import (
    Agreement,
    Labelled,
    agreement,
    labelled_pages,
    overall,
    tokens,
)
from tests.benchmarks.variants import SCRIPTS, rewritten

FOLDS = 4
VARIANTS = 3  # of each article: in other markup; with furniture as well; and cut by a paywall
CUT = 2  # the number of the last of them
PLAIN, FURNISHED = 0.4, 0.25  # how much one without and with furniture counts
SEED = 20261125
OTHER = 0.3  # how much a page counts that is no article: a shop's, a forum's, a manual's
HOW = {"iterations": 240, "depth": 6, "learning_rate": 0.085, "l2_leaf_reg": 8.0, "rsm": 0.2}
LIMITS = (0.4, 0.5, 0.6)
AROUND = 12  # blocks beside the article that are all learnt from; of the rest, one in five


@dataclass(slots=True)
class Example:
    """One page or variant of it, ready to be learnt from."""

    page: Labelled
    fold: int
    variant: bool
    share: float  # how much the page counts
    layout: Layout
    texts: TextMeasures
    structure: Structure
    rows: Floats
    marks: NDArray[np.bool_]


def main() -> None:
    """Learn from both sets."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", type=Path, nargs="+")
    options.add_argument("--folds", action="store_true", help="cross-validate, write nothing")
    options.add_argument("--every", type=int, default=1, help="use one page of so many")
    options.add_argument("--out", type=Path, default=Path("monitor/news/article/data/trees.json"))
    chosen = options.parse_args()
    examples = load(chosen.folders, chosen.every)
    _say(f"{len(examples)} examples, {sum(len(one.marks) for one in examples)} blocks")
    if chosen.folds:
        _cross_validate(examples)
        return
    names, _ = features(examples[0].layout, examples[0].texts, examples[0].structure)
    told = {"names": names, **_plain(grow(examples))}
    chosen.out.write_text(json.dumps(told, separators=(",", ":")) + "\n", "utf-8")
    _say(f"{chosen.out}: {chosen.out.stat().st_size} bytes")


def load(folders: Sequence[Path], every: int) -> list[Example]:
    """Return the articles of the folders, their variants, and some pages of other kinds."""
    examples: list[Example] = []
    for folder in folders:
        articles = list(labelled_pages(folder))
        known = {page.name for page in articles}
        others = [page for page in labelled_pages(folder, "any") if page.name not in known]
        for page in articles[::every]:
            examples += _examples(page, 1.0)
        for page in others[:: 2 * every]:
            examples += _examples(page, OTHER)[:1]
        _say(f"{folder}: {len(examples)} examples so far")
    return examples


def _examples(page: Labelled, share: float) -> list[Example]:
    if not tokens(page.truth):
        return []
    document = read_document(as_utf8(page.html, UTF8, "html"))
    title = read_metadata(document, page.url, None).title
    body = document.tree.body
    markup = (body.html or "") if body is not None else ""
    made = [_example(page, markup, title, page.truth, share)]
    for number in range(VARIANTS):
        rng = random.Random(f"{SEED} {page.name} {number}")
        script = rng.choices(list(SCRIPTS), list(SCRIPTS.values()))[0]
        marked = (
            markup if number == 0 else places_marked(markup, page.truth, rng, cut=number == CUT)
        )
        if marked is not None:
            varied, written = rewritten(marked, script, rng)
            varied = furnished(varied, script, rng)
            counts = share * (PLAIN if number == 0 else FURNISHED)
            made.append(_example(page, varied, written(title), written(page.truth), counts))
    examples = [one for one in made if one is not None]
    for one in examples[1:]:
        one.variant = True
    return examples


def _example(page: Labelled, markup: str, title: str, truth: str, share: float) -> Example | None:
    layout = read_layout(LexborHTMLParser(markup))
    if not layout.candidates:
        return None
    texts, structure = measure_texts(layout.candidates, title), measure_structure(layout)
    _, table = features(layout, texts, structure)
    marks = np.array(article_marks([one.text for one in layout.candidates], truth))
    fold = crc32(page.host.encode()) % FOLDS
    return Example(page, fold, False, share, layout, texts, structure, table.T, marks)


def _learnt(one: Example) -> NDArray[np.bool_]:
    """Choose all blocks around the article and some of the rest."""
    inside = np.flatnonzero(one.marks)
    kept: NDArray[np.bool_] = np.arange(len(one.marks)) % 5 == 0
    if len(inside):
        kept[max(0, inside[0] - AROUND) : inside[-1] + AROUND + 1] = True
    return kept


def _weights(one: Example) -> Floats:
    """Count a block by what it costs of the page's F1: its share of the article's text."""
    size = one.texts.weight
    article = max(300.0, float(size[one.marks].sum()))
    return np.asarray(one.share * np.minimum(1.0, (size + 40) / article) * 20, dtype=np.float32)


def grow(examples: Sequence[Example]) -> Any:
    """Return boosted symmetric trees grown on the blocks of the examples."""
    catboost = importlib.import_module("catboost")
    kept = [_learnt(one) for one in examples]
    pairs = list(zip(examples, kept, strict=True))
    rows = np.concatenate([one.rows[these] for one, these in pairs])
    marks = np.concatenate([one.marks[these] for one, these in pairs]).astype(int)
    weights = np.concatenate([_weights(one)[these] for one, these in pairs])
    grown = catboost.CatBoostClassifier(
        **HOW, thread_count=1, random_seed=SEED, verbose=False, border_count=64,
        allow_writing_files=False, boosting_type="Plain",
    )  # fmt: skip
    return grown.fit(rows, marks, sample_weight=weights)


def _cross_validate(examples: Sequence[Example]) -> None:
    """Let each page be scored by trees that never saw its host."""
    scores: dict[int, Floats] = {}
    for fold in range(FOLDS):
        grown = grow([one for one in examples if one.fold != fold])
        for one in examples:
            if one.fold == fold and not one.variant:
                odds = grown.predict(one.rows, prediction_type="RawFormulaVal")
                scores[id(one)] = likelihood(np.asarray(odds, dtype=np.float32))
        _say(f"fold {fold}")
    pages = [one for one in examples if not one.variant]
    for limit in LIMITS:
        _report(f"scored > {limit}", pages, [scores[id(one)] > limit for one in pages])
    read = [chosen_by(scores[id(one)], one.texts, one.structure) for one in pages]
    _report("as read", pages, read)
    _report("right choice", pages, [one.marks for one in pages])


def _report(name: str, pages: Sequence[Example], choices: Sequence[NDArray[np.bool_]]) -> None:
    found: dict[str, list[Agreement]] = {}
    for one, choice in zip(pages, choices, strict=True):
        group = "aeb" if len(one.page.name) > 8 else "wcxb" if one.share == 1.0 else "wcxb-other"
        text = "\n".join(_texts(one, choice))
        found.setdefault(group, []).append(agreement(one.page.truth, text))
    told = [
        f"{group} {f1:.4f} (P {precision:.3f} R {recall:.3f})"
        for group, (f1, precision, recall) in ((group, overall(of)) for group, of in found.items())
    ]
    _say(f"{name}: {'  '.join(told)}")


def _texts(one: Example, chosen: NDArray[np.bool_]) -> list[str]:
    return [one.layout.candidates[index].text for index in np.flatnonzero(chosen)]


def _plain(grown: Any) -> dict[str, object]:
    """Return trees as lists: columns, borders, leaves in thousandths, and the base."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trees.json"
        grown.save_model(str(path), format="json")
        told = json.loads(path.read_text("utf-8"))
    depth = max(len(tree["splits"]) for tree in told["oblivious_trees"])
    columns, borders, leaves = [], [], []
    for tree in told["oblivious_trees"]:
        lacking = depth - len(tree["splits"])
        # a tree that asks fewer questions gets some that are never answered with yes
        columns.append([one["float_feature_index"] for one in tree["splits"]] + [0] * lacking)
        borders.append([round(one["border"], 5) for one in tree["splits"]] + [1e9] * lacking)
        values = [round(value * 1000) for value in tree["leaf_values"]]
        leaves.append(values + [0] * (2**depth - len(values)))
    base = told["scale_and_bias"][1][0]
    return {"columns": columns, "borders": borders, "leaves": leaves, "base": base}


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
