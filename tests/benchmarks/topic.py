"""How many articles a second get their full verdict, beside a keyword alternation in the same run.

    python -m tests.benchmarks.topic FOLDER FILE.jsonl [--seconds 5]

FOLDER holds pages in a layout that ``labelled`` reads, FILE.jsonl labelled stories. Of both, articles of 5 kB
are made, of five kinds:

    ordinary   the texts of FOLDER one after the other; most of them name no place in the country
    mixed      nine ordinary ones to one topical one, which is more of the topic than any feed brings
    topical    a positive story that goes on with other text of its language: pages, or negative stories
    dense      positive stories and nothing else
    dense CJK  the same, of Chinese, Japanese and Korean alone

The peer is google-re2 with one alternation of every name and word of the topic, which finds and weighs nothing.
Both are measured in processor time, in turns, so that what else the machine does weighs on both.

Last, ``monitor explain --jsonl`` reads a thousand mixed ones: reading, taking out repeats, telling the language, judging
and writing.
"""

import argparse
import itertools
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean, median

import re2

from monitor.news.article import read_text
from monitor.news.model import Article
from monitor.news.topic import compile_topic, judge, shipped
from monitor.news.topic.findings import Relation
from monitor.news.topic.topic import compiled
from tests.benchmarks.labelled import labelled_pages

Row = Mapping[str, str]

SIZE = 5000  # bytes of an article
MEGABYTE = 1024 * 1024
LINES = 1000  # of ``explain --jsonl``
_CJK = frozenset({"zh", "zh-Hant", "ja", "ko"})


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("stories", type=Path)
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    topic = compile_topic(shipped("foreign-ai-labs-in-china"))
    loaded = time.process_time() - started
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    words = _alternation()
    print(f"loaded in {loaded:.2f} s, {memory:.0f} MB")
    kinds = _articles(options.folder, options.stories)
    ordinary, topical = kinds["ordinary"], kinds["topical"]
    kinds["mixed"] = _mixed(ordinary, topical, 10 * min(len(ordinary) // 9, len(topical)))
    for name, articles in kinds.items():
        verdicts, peer = _times(
            articles,
            (
                lambda article: judge(article, topic),
                lambda article: words.findall(_text(article).lower()),
            ),
            options.seconds,
        )
        size = mean(len(_text(article).encode()) for article in articles)
        print(
            f"{name}: {len(articles)} articles of {size:.0f} bytes: {1 / mean(verdicts):.0f} verdicts a second "
            f"(median {1 / median(verdicts):.0f}, slowest {1 / max(verdicts):.0f}), "
            f"keyword alternation {1 / mean(peer):.0f}, ratio {mean(peer) / mean(verdicts):.2f}"
        )
    _explain(_mixed(ordinary, topical, LINES))


def _mixed(ordinary: Sequence[Article], topical: Sequence[Article], size: int) -> list[Article]:
    turns = (itertools.cycle(ordinary), itertools.cycle(topical))
    return [next(turns[at % 10 == 9]) for at in range(size)]


def _explain(articles: Sequence[Article]) -> None:
    """Let the program explain the articles, and print how long that took without its start."""
    spent = []
    for count in (1, len(articles)):
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            for article in articles[:count]:
                file.write(json.dumps({"title": article.title, "text": _text(article)}) + "\n")
            file.flush()
            before = _processor_time()
            command = [sys.executable, "-m", "monitor", "explain", "--jsonl", file.name]
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            spent.append(_processor_time() - before)
    start, whole = spent
    print(
        f"explain --jsonl: {len(articles)} articles in {whole:.1f} s, "
        f"{(len(articles) - 1) / (whole - start):.0f} a second after a start of {start:.2f} s"
    )


def _processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _alternation() -> "re2._Regexp[str]":
    topic = compiled(shipped("foreign-ai-labs-in-china"))
    assert isinstance(topic, Relation)
    forms = itertools.chain(topic.lexicon.patterns, topic.telling.patterns)
    options = re2.Options()
    options.max_mem = 512 * MEGABYTE
    options.longest_match = True
    return re2.compile("|".join(map(re2.escape, sorted(forms, key=len, reverse=True))), options)


def _articles(folder: Path, stories: Path) -> dict[str, list[Article]]:
    rows: list[Row] = [json.loads(line) for line in stories.read_text("utf-8").splitlines()]
    told = [row for row in rows if row["label"] == "positive"]
    pages = [page.truth for page in labelled_pages(folder)]
    other = _by_language(row for row in rows if row["label"] == "negative")
    other["en"] = pages
    return {
        "ordinary": [_joined("", _from(pages, at), "en") for at in range(len(pages))],
        "topical": [
            _joined(
                row["title"],
                itertools.chain([row["text"]], _from(other[row["lang"]], at)),
                row["lang"],
            )
            for at, row in enumerate(told)
        ],
        "dense": _dense(told),
        "dense CJK": _dense([row for row in told if row["lang"] in _CJK]),
    }


def _dense(rows: Sequence[Row]) -> list[Article]:
    """Return an article for each story, gone on with by the next ones of its language."""
    texts = _by_language(rows)
    return [
        _joined(
            row["title"],
            _from(texts[row["lang"]], texts[row["lang"]].index(row["text"])),
            row["lang"],
        )
        for row in rows
    ]


def _by_language(rows: Iterable[Row]) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        texts[row["lang"]].append(row["text"])
    return texts


def _from(texts: Sequence[str], at: int) -> Iterator[str]:
    """Yield the texts from one on, round and round."""
    return itertools.islice(itertools.cycle(texts), at % len(texts), None)


def _joined(title: str, texts: Iterable[str], language: str) -> Article:
    """Return an article of the first ``SIZE`` bytes of some texts."""
    whole = b""
    for text in texts:
        whole += text.encode() + b"\n"
        if len(whole) >= SIZE:
            break
    return replace(read_text(whole[:SIZE].decode(errors="ignore"), "", title), language=language)


def _text(article: Article) -> str:
    return "\n".join(block.text for block in article.blocks)


def _times(
    articles: Sequence[Article],
    jobs: Sequence[Callable[[Article], object]],
    seconds: float,
) -> list[list[float]]:
    """Return the seconds of each article by each job, the fastest of several turns."""
    best = [[math.inf] * len(articles) for _ in jobs]
    spent = 0.0
    while spent < seconds * len(jobs):
        for times, job in zip(best, jobs, strict=True):
            for at, article in enumerate(articles):
                started = time.process_time()
                job(article)
                took = time.process_time() - started
                times[at] = min(times[at], took)
                spent += took
    return best


if __name__ == "__main__":
    main()
