"""How well and how fast pages are read, beside trafilatura in the same run where it is installed.

    python -m tests.benchmarks.articles FOLDER [--worst 10] [--every 5] [--kind article]

FOLDER holds pages and the text of their articles, in a layout that ``labelled`` reads.
"""

import argparse
import importlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import UnreadableError
from monitor.news import pipeline
from monitor.news.article import read_article
from monitor.news.language import identify
from monitor.news.model import Page
from tests.benchmarks.labelled import Agreement, Labelled, agreement, labelled_pages, overall

Reader = Callable[[Labelled], str]
UTF8 = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Result:
    """What one reader made of one page."""

    page: str
    url: str
    size: int  # bytes
    agreement: Agreement
    seconds: float  # of the processor


def reading(page: Labelled) -> str:
    """Return the article as it is read, repeats and all."""
    try:
        article = read_article(Page(page.url, page.html, UTF8))
    except UnreadableError:
        return ""
    return "\n".join(block.text for block in article.blocks)


def ours(page: Labelled) -> str:
    """Return the article as it is stored: read, and without repeats."""
    try:
        article = pipeline.read(Page(page.url, page.html, UTF8), None)
    except UnreadableError:
        return ""
    return "\n".join(block.text for block in article.blocks)


def trafilatura() -> Reader | None:
    """Return the peer with its default settings; None where it is not installed."""
    try:
        extract = importlib.import_module("trafilatura").extract
    except ImportError:
        return None
    return lambda page: extract(page.html.decode("utf-8", "replace")) or ""


def measure(reader: Reader, page: Labelled) -> Result:
    """Read one page, by the processor's time of this one process."""
    begun = time.process_time()
    text = reader(page)
    spent = time.process_time() - begun
    return Result(page.name, page.url, len(page.html), agreement(page.truth, text), spent)


def show(name: str, results: list[Result], worst: int) -> None:
    """Print one line of the table and the pages that cost most of F1."""
    f1, precision, recall = overall(one.agreement for one in results)
    size = sum(one.size for one in results) / len(results)
    spent = sorted(one.seconds * 1000 for one in results)
    print(
        f"{name:<12} F1 {f1:.4f}  P {precision:.4f}  R {recall:.4f}  pages {len(results)}  "
        f"{sum(spent) / len(spent):.2f} ms a page (median {spent[len(spent) // 2]:.2f}, "
        f"{sum(spent) / len(spent) / size * 230_000:.2f} for 230 kB)"
    )
    for one in sorted(results, key=lambda one: one.agreement.f1)[:worst]:
        told = one.agreement
        print(
            f"  {told.f1:.3f}  P {told.precision or 0:.2f}  R {told.recall or 0:.2f}  "
            f"{one.page[:12]}  {one.url[:90]}"
        )


def main() -> None:
    """Read every page by every reader and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--worst", type=int, default=10, help="pages listed for each reader")
    options.add_argument("--every", type=int, default=1, help="read one page of so many")
    options.add_argument("--kind", default="article", help="of pages with a type: this, or any")
    options.add_argument("--alone", action="store_true", help="without the peer")
    chosen = options.parse_args()
    readers: dict[str, Reader] = {"monitor": ours, "read alone": reading}
    peer = None if chosen.alone else trafilatura()
    if peer is not None:
        readers["trafilatura"] = peer
    identify("Its model is loaded once in the life of a process, and is no page's to pay.")
    results: dict[str, list[Result]] = {name: [] for name in readers}
    for index, page in enumerate(labelled_pages(chosen.folder, chosen.kind)):
        if index % chosen.every == 0:
            for name, reader in readers.items():
                if index == 0:
                    reader(page)  # imports and loads what it needs
                results[name].append(measure(reader, page))
    for name, found in results.items():
        show(name, found, chosen.worst)


if __name__ == "__main__":
    main()
