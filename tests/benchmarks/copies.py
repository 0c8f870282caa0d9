"""How well copies are told from what only looks like them, on texts of your own choice.

    python -m tests.benchmarks.copies TEXTS.jsonl [--texts 160] [--seeds 1 2 3]

Each line of TEXTS.jsonl is an object with "name", "language", "title" and "body". Copies are made of
one half of the texts taken, look-alikes of the other (``tests/evaluation/stories/copying.py``); all go
through linking in random order, without any organisation, as a keyword topic's articles do. Two
texts of the file that tell one event count as errors: look at what is listed.
"""

import argparse
import json
import random
import time
from itertools import combinations
from pathlib import Path

from monitor.news.model import Verdict
from monitor.news.story import StoryBook, identity
from tests.evaluation.stories.copying import START, Printed, Text, copies, look_alikes

SHORTEST = 120  # words, or half as many signs
SHOWN = 10


def texts_of(file: Path, seed: int, count: int) -> list[Text]:
    lines = (json.loads(line) for line in file.read_text("utf-8").splitlines())
    long = [Text(**line) for line in lines if len(line["body"].split()) >= SHORTEST]
    return random.Random(seed).sample(long, min(count, len(long)))


def joined(made: list[Printed]) -> dict[str, str]:
    """Return article -> story."""
    book, verdict = StoryBook(), Verdict("any", True, 1.0)
    for one in made:
        book.place(one.article, verdict, START)
    return {article: key for (_, article), key in book.settled().items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--texts", type=int, default=160)
    parser.add_argument("--seeds", type=int, nargs="*", default=[1, 2, 3])
    options = parser.parse_args()
    for seed in options.seeds:
        chance = random.Random(seed)
        texts = texts_of(options.file, seed, options.texts)
        half = len(texts) // 2
        made = [
            *copies(texts[:half], texts[:half], chance),
            *look_alikes(texts[half:], chance),
        ]
        started = time.process_time()
        key = joined(chance.sample(made, len(made)))
        spent = 1000 * (time.process_time() - started) / len(made)
        right, wrong, missed = 0, list[str](), list[str]()
        for a, b in combinations(made, 2):
            same, one = a.family == b.family, key[identity(a.article)] == key[identity(b.article)]
            names = f"{a.kind} {a.family} {a.article.title} | {b.kind} {b.family} {b.article.title}"
            right += same and one
            if one and not same:
                wrong.append(names)
            elif same and not one:
                missed.append(names)
        f1 = 2 * right / (2 * right + len(wrong) + len(missed))
        print(
            f"seed {seed}: {len(made)} articles, {right} pairs right, {len(wrong)} wrong, "
            f"{len(missed)} missed, F1 {f1:.4f}, {spent:.1f} ms each"
        )
        for names in (*wrong[:SHOWN], *missed[:SHOWN]):
            print("   ", names)


if __name__ == "__main__":
    main()
