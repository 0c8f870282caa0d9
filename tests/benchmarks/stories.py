"""How long one article takes to find its story among many stored ones, beside MinHash LSH.

    python -m tests.benchmarks.stories [--stored 100000] [--asked 200]

The stored articles are made up: stories of a few articles each, by some hundred organisations, whose
words follow Zipf's law. Half of them name an organisation, half are linked by their words alone. The
peer, datasketch's MinHashLSH, is asked in the same run where it is installed; it keeps all in memory, finds
copies alone and only looks: ours looks, decides and writes down. Times are of this process's work (CPU), so that
a busy machine says nearly the same, and by the clock; memory is the growth of the process at its largest.
"""

import argparse
import importlib
import random
import resource
import statistics
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from monitor.news.model import Telling
from monitor.news.story import place, story_key
from monitor.news.story.agreement import JOINS
from monitor.news.story.telling import keys, weighed
from monitor.store.connection import connect, transaction
from monitor.store.linking import move
from monitor.store.shelf import Shelf

TOPIC = "benchmark"
START = datetime(2025, 1, 1, tzinfo=UTC)
YEAR = 365 * 24
ORGANISATIONS, CITIES = 300, 40
EVENTS = ("opening", "closure", "layoffs", "expansion", "hiring", "investment", "partnership")
TERMS, WORDS, PASSAGES = 350, 200_000, 110  # of one article; of the language; fingerprints
OF_STORY = 60  # terms that the tellers of one story share
TOLD_BY = 5


@dataclass(frozen=True)
class Happened:
    """What the articles of one story have in common."""

    number: int
    at: datetime
    telling: Telling
    terms: tuple[int, ...]


def happened(number: int, chance: random.Random) -> Happened:
    named = number % 2 == 0
    organisation = f"Organisation {chance.randrange(ORGANISATIONS)}"
    city, event = f"City {chance.randrange(CITIES)}", chance.choice(EVENTS)
    at = START + timedelta(hours=chance.randrange(YEAR))
    base = Telling("", TOPIC, at, "en", "")
    if named:
        base = replace(
            base,
            organisations=(organisation,),
            subjects=(organisation,),
            places=(city,),
            sites=(city,),
            events=(event,),
        )
    terms = tuple(chance.randrange(WORDS) for _ in range(OF_STORY))
    return Happened(number, at, base, terms)


def told(story: Happened, name: str, chance: random.Random) -> Telling:
    """Return one more article about a story."""
    own = {int(WORDS * chance.random() ** 4) for _ in range(TERMS - OF_STORY)}
    found = list(dict.fromkeys((*story.terms, *own)))
    return replace(
        story.telling,
        id=f"https://outlet.example/{name}",
        title=f"Headline {name}",
        told_at=story.at + timedelta(hours=chance.randrange(48)),
        terms=array("I", found).tobytes(),
        frequencies=bytes(chance.choice((1, 1, 1, 2, 3)) for _ in found),
        commonness=bytes(len(found)),
        title_terms=8,
        fingerprints=array("I", sorted(chance.sample(range(2**32), PASSAGES))).tobytes(),
    )


def fill(db: Database, stored: int, chance: random.Random) -> list[Happened]:
    """Put articles on the shelf as if each had been linked when it came."""
    stories = [happened(number, chance) for number in range(stored // TOLD_BY)]
    with transaction(db):
        for story in stories:
            names: list[str] = []
            first = story.number * TOLD_BY + 1
            for teller in range(TOLD_BY):
                telling = told(story, f"{story.number}-{teller}", chance)
                shelf = Shelf(db, first + teller)
                insert_article(db, first + teller, telling)
                vector = weighed(telling, shelf.counts(telling))
                shelf.add(telling, vector, keys(telling, vector), {})
                names.append(telling.id)
            insert_edges(db, range(first, first + TOLD_BY))
            move(db, TOPIC, dict.fromkeys(names, story_key(TOPIC, names[0])), START)
    return stories


def insert_edges(db: Database, numbers: range) -> None:
    db.conn.executemany(
        "INSERT INTO telling_edges VALUES (?, ?, ?, 0)",
        [(one, other, 2 * JOINS) for one in numbers for other in numbers if one != other],
    )


def insert_article(db: Database, number: int, telling: Telling) -> None:
    db.execute(
        "INSERT INTO articles (id, identity, source, url, title, read_at) VALUES (?, ?, '', '', '', '')",
        [number, telling.id],
    )


def ask(
    db: Database, stories: list[Happened], stored: int, asked: int, chance: random.Random
) -> Iterator[tuple[float, float, bool, bool]]:
    """Link new articles; yield CPU and clock in ms, whether it found its story, and names anyone."""
    for number in range(asked):
        story = chance.choice(stories)
        telling = told(story, f"new-{number}", chance)
        with transaction(db):
            insert_article(db, stored + number + 1, telling)
            cpu, clock = time.process_time(), time.perf_counter()
            placed = place(Shelf(db, stored + number + 1), telling)
            move(db, TOPIC, placed.moves, START)
            cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
        first = f"https://outlet.example/{story.number}-0"
        named = bool(telling.organisations)
        yield 1000 * cpu, 1000 * clock, placed.key == story_key(TOPIC, first), named


def minhash(stored: int, asked: int, chance: random.Random) -> list[float] | None:
    """Return the CPU time of datasketch for each article asked, None where it is not installed."""
    try:
        datasketch = importlib.import_module("datasketch")
    except ImportError:
        return None
    index = datasketch.MinHashLSH(threshold=0.5, num_perm=128)

    def sketched() -> object:
        sketch = datasketch.MinHash(num_perm=128)
        sketch.update_batch([str(chance.randrange(10**9)).encode() for _ in range(TERMS)])
        return sketch

    for number in range(stored):
        index.insert(str(number), sketched())
    return [timed(lambda: index.query(sketched())) for _ in range(asked)]


def timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def largest() -> int:
    """Return the largest size that this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def show(name: str, times: list[float]) -> None:
    quantiles = statistics.quantiles(times, n=20)
    print(f"{name:<44}{statistics.median(times):8.2f}{quantiles[18]:8.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", type=int, default=100_000)
    parser.add_argument("--asked", type=int, default=200)
    options = parser.parse_args()
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        db = connect(Path(folder) / "stories.db")
        stories = fill(db, options.stored, chance)
        found = list(ask(db, stories, options.stored, options.asked, chance))
        size = (Path(folder) / "stories.db").stat().st_size
        db.close()
    print(
        f"{options.stored} stored articles, {size / options.stored / 1024:.1f} KB each, ms: median, 95 %"
    )
    show("link one article, CPU", [cpu for cpu, *_ in found])
    show("… that names an organisation", [cpu for cpu, *_, named in found if named])
    show("… linked by its words alone", [cpu for cpu, *_, named in found if not named])
    show("link one article, clock", [clock for _, clock, *_ in found])
    print(f"found their story: {sum(right for *_, right, _ in found)} of {len(found)}")
    ours = largest()
    print(f"memory at its largest: {ours} MB")
    peer = minhash(options.stored, options.asked, chance)
    if peer is not None:
        show("datasketch MinHashLSH, one sketch and query, CPU", peer)
        ratio = statistics.median(cpu for cpu, *_ in found) / statistics.median(peer)
        print(f"ours / theirs: {ratio:.1f}; theirs added {largest() - ours} MB")


if __name__ == "__main__":
    main()
