"""How exactly planted repeats are taken out, what is touched that should stay, and in what time.

    python -m tests.benchmarks.repeats FOLDER [--seed 1] [--of-each 100] [--show FAMILY]

FOLDER holds clean articles as ``tests.evaluation.repeats.cases.read_sources`` reads them.
"""

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from monitor.news.article import read_blocks
from monitor.news.model import Article, Block, BlockKind, Removal
from monitor.news.repeats import remove_repeats
from tests.evaluation.repeats.cases import Case, plant_all, read_sources
from tests.evaluation.repeats.source import Source, letters


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--of-each", type=int, default=100)
    asked.add_argument("--show", help="print what went wrong in a family")
    asked.add_argument("--quality", action="store_true", help="leave the times out")
    options = asked.parse_args()
    sources = [source for source in read_sources(options.folder) if not _has_byline(source)]
    print(f"{len(sources)} clean articles, seed {options.seed}")
    _print_quality(list(plant_all(sources, options.seed, options.of_each)), options.show)
    if not options.quality:
        _print_times(sources)


def read(blocks: Sequence[str]) -> Article:
    """Read blocks as the program does."""
    return read_blocks(blocks)


def _has_byline(source: Source) -> bool:
    """Tell whether the reader takes something out itself: that is none of this table."""
    return bool(read(source.blocks).removed)


def _print_quality(cases: list[Case], show: str | None) -> None:
    total: Counter[str] = Counter()
    failed: dict[str, list[Case]] = defaultdict(list)
    odd: Counter[str] = Counter()
    for case in cases:
        article = read(case.given)
        if article.removed:
            odd["the reader took something out"] += 1
            continue
        total[case.family] += 1
        restored = remove_repeats(article)
        wanted = read(case.wanted)
        if remove_repeats(restored) is not restored:
            odd["not idempotent"] += 1
        if _lost(article, restored):
            odd["lost a sentence"] += 1
        right = (
            restored is article
            if case.is_control
            else letters(_text(restored)) == letters(_text(wanted))
        )
        if not right:
            failed[case.family].append(case)
            if show is not None and show in case.family:
                _show(case, wanted, restored)
    for family, count in total.items():
        bad = Counter(f"{case.language} {case.variant}" for case in failed[family])
        worst = ", ".join(f"{name} {n}" for name, n in bad.most_common(6))
        print(f"{family:24}{100 * (1 - len(failed[family]) / count):6.1f} % of {count}   {worst}")
    plants = [case for case in cases if not case.is_control]
    wrong = sum(len(found) for family, found in failed.items() if family[0] != "=")
    touched = sum(len(found) for family, found in failed.items() if family[0] == "=")
    print(f"exact {100 * (1 - wrong / len(plants)):.2f} %, controls touched {touched}", dict(odd))


def _text(article: Article) -> str:
    return "\n".join(block.text for block in article.blocks)


def _lost(given: Article, restored: Article) -> bool:
    """Tell whether letters of the article are neither kept nor told as removed."""
    taken_out = restored.removed[len(given.removed) :]
    told = "".join(removed.text for removed in taken_out) + _text(restored)
    return Counter(letters(_text(given))) != Counter(letters(told))


def _show(case: Case, wanted: Article, restored: Article) -> None:
    print(f"\n#### {case.family} | {case.language} {case.variant}")
    for name, texts in (("given", case.given), ("wanted", [b.text for b in wanted.blocks])):
        print(f"-- {name}", *(f"   [{text[:70]} ~ {text[-40:]}]" for text in texts), sep="\n")
    print(
        "-- got",
        *(f"   [{b.kind[:4]} {b.text[:70]} ~ {b.text[-40:]}]" for b in restored.blocks),
        sep="\n",
    )
    print(
        *(
            f"   -{r.reason} [{r.text[:70]} ~ {r.text[-40:]}] {r.kept_in}"
            for r in restored.removed
            if r.reason is not Removal.BYLINE
        ),
        sep="\n",
    )


def _print_times(sources: Sequence[Source]) -> None:
    clean = [read(source.blocks) for source in sources]
    clean = [article for article in clean if 3_500 <= len(_text(article)) <= 6_500][:200]
    twice = [replace(article, blocks=article.blocks * 2) for article in clean]
    for name, articles in (("clean", clean), ("the whole twice", twice)):
        size = sum(len(_text(article)) for article in articles) / len(articles)
        best = min(_milliseconds(articles) for _ in range(3)) / len(articles)
        print(f"{name}: {best:.2f} ms for an article of {size:.0f} characters")
    blocks = [block for article in clean for block in article.blocks]
    for count in (200, 400, 800, 1_600, 3_200):
        grown = replace(clean[0], blocks=tuple((blocks * (count // len(blocks) + 1))[:count]))
        size = len(_text(grown))
        took = _milliseconds([grown])
        print(
            f"{count} blocks, {size} characters: {took:.1f} ms, {took / size * 5_000:.2f} ms for 5 kB"
        )
    line = "The same line, of some length, stands here once more, as the page has it. "
    for name, texts in (
        ("a line a block", [line.strip()] * (5_000_000 // len(line))),
        ("one block", [(line * (5_000_000 // len(line))).strip()]),
    ):
        blocks = [
            Block(BlockKind.PARAGRAPH, text) for text in texts
        ]  # more than the reader lets in
        took = _milliseconds([replace(clean[0], blocks=tuple(blocks))])
        print(f"5 MB of one line, {name}: {took / 1000:.2f} s")


def _milliseconds(articles: Sequence[Article]) -> float:
    start = time.process_time()
    for article in articles:
        remove_repeats(article)
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
