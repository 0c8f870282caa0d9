"""How many articles a second get their full verdict, beside a keyword alternation in the same run.

    python -m tests.benchmarks.topic FOLDER FILE.jsonl [--seconds 5]

FOLDER holds pages in a layout that ``labelled`` reads, cut to 5 kB: ordinary news, most of which names no place
in the country. FILE.jsonl holds labelled stories; the positive ones are topical. The peer is google-re2 with one
alternation of every name and word of the topic, which finds and weighs nothing. Both are measured in processor
time, in turns, so that what else the machine does weighs on both.
"""

import argparse
import itertools
import json
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import re2

from monitor.news import pipeline
from monitor.news.article import read_text
from monitor.news.model import Article
from monitor.news.topic import compile_topic, judge, shipped
from monitor.news.topic.findings import Relation
from monitor.news.topic.topic import compiled
from tests.benchmarks.labelled import labelled_pages

SIZE = 5000  # bytes of an article
MEGABYTE = 1024 * 1024


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
    ordinary = [
        _cut(read_text(page.truth, page.url, ""), None) for page in labelled_pages(options.folder)
    ]
    for name, articles in (("ordinary", ordinary), ("topical", _topical(options.stories))):
        verdicts, peer = _rates(
            articles,
            (
                lambda article: judge(article, topic),
                lambda article: words.findall(_text(article).lower()),
            ),
            options.seconds,
        )
        size = sum(len(_text(article).encode()) for article in articles) / len(articles)
        print(
            f"{name}: {len(articles)} articles of {size:.0f} bytes: {verdicts:.0f} verdicts a second, "
            f"keyword alternation {peer:.0f}, ratio {verdicts / peer:.2f}"
        )


def _alternation() -> "re2._Regexp[str]":
    topic = compiled(shipped("foreign-ai-labs-in-china"))
    assert isinstance(topic, Relation)
    forms = itertools.chain(topic.lexicon.patterns, topic.telling.patterns)
    options = re2.Options()
    options.max_mem = 512 * MEGABYTE
    options.longest_match = True
    return re2.compile("|".join(map(re2.escape, sorted(forms, key=len, reverse=True))), options)


def _topical(file: Path) -> list[Article]:
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return [
        _cut(read_text(str(row["text"]), str(row.get("url", "")), str(row["title"])), row["lang"])
        for row in rows
        if row["label"] == "positive"
    ]


def _cut(article: Article, language: str | None) -> Article:
    return pipeline.clean(read_text(_text(article)[:SIZE], article.url, article.title), language)


def _text(article: Article) -> str:
    return "\n".join(block.text for block in article.blocks)


def _rates(
    articles: Sequence[Article],
    jobs: Sequence[Callable[[Article], object]],
    seconds: float,
) -> list[float]:
    """Return articles a second of each job, measured in turns."""
    spent, done = [0.0] * len(jobs), [0] * len(jobs)
    while sum(spent) < seconds * len(jobs):
        for number, job in enumerate(jobs):
            started = time.process_time()
            for article in articles:
                job(article)
            spent[number] += time.process_time() - started
            done[number] += len(articles)
    return [count / time_ for count, time_ in zip(done, spent, strict=True)]


if __name__ == "__main__":
    main()
