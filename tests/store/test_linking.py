"""The store links as the book in memory does, and articles move when a late one shows where to."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from monitor.news.model import Article, Block, BlockKind, Link, Verdict
from monitor.news.story import StoryBook
from monitor.store.connection import connect
from monitor.store.linking import place_article

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
EVENTS = ("closure", "opening", "layoffs", "hiring")
WORDS = (
    "harbour ferry budget council strike school hospital tram bridge festival flood fire".split()
)


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return connect(tmp_path / "stories.db")


def place(db: Database, number: int, article: Article, verdict: Verdict) -> Link:
    db.execute(
        "INSERT INTO articles (id, identity, source, url, title, read_at) VALUES (?, ?, '', ?, '', '')",
        [number, article.url, article.url],
    )
    return place_article(db, number, article, verdict, NOW)


def stories(db: Database) -> set[frozenset[int]]:
    rows = db.execute("SELECT story, article FROM story_articles").fetchall()
    return {frozenset(number for key, number in rows if key == one) for one, _ in rows}


def newsroom(seed: int) -> list[tuple[Article, Verdict]]:
    """Some articles with organisations and some without, of a few events each."""
    chance = random.Random(seed)
    made: list[tuple[Article, Verdict]] = []
    for number in range(40):
        day = NOW + timedelta(hours=chance.randrange(24 * 20))
        if chance.random() < 0.6:
            verdict = Verdict(
                "labs",
                True,
                0.9,
                organisations=(chance.choice(("Amazon", "IBM", "Bosch")),),
                places=tuple(chance.sample(("Shanghai", "Beijing"), chance.randrange(2))),
                events=(chance.choice(EVENTS),),
            )
            text = "It is so."
        else:
            theme = chance.sample(WORDS, 4)
            text = " ".join(chance.choice(theme) for _ in range(40))
            verdict = Verdict("labs", True, 0.9)
        body = (Block(BlockKind.PARAGRAPH, text),)
        made.append(
            (Article(f"https://a.example/{number}", f"N {number}", body, published=day), verdict)
        )
    return made


@pytest.mark.parametrize("seed", range(5))
def test_store_and_book_agree(db: Database, seed: int) -> None:
    book = StoryBook()
    for number, (article, verdict) in enumerate(newsroom(seed)):
        on_disk, in_memory = place(db, number, article, verdict), book.place(article, verdict, NOW)
        assert (on_disk.key, on_disk.joined, on_disk.copy, on_disk.developments) == (
            in_memory.key,
            in_memory.joined,
            in_memory.copy,
            in_memory.developments,
        )


@pytest.mark.parametrize("seed", range(5))
def test_twenty_orders_give_the_same_stories(tmp_path: Path, seed: int) -> None:
    room = [(n, *told) for n, told in enumerate(newsroom(seed)) if told[1].organisations]
    found: set[frozenset[frozenset[int]]] = set()
    for order in range(4):
        db = connect(tmp_path / f"{order}.db")
        random.Random(order).shuffle(room)
        for number, article, verdict in room:
            place(db, number, article, verdict)
        found.add(frozenset(stories(db)))
    assert len(found) == 1


def test_a_late_article_joins_two_stories_under_the_key_that_was_told_first(db: Database) -> None:
    def told(number: int, title: str, verdict: Verdict) -> Link:
        article = Article(f"https://a.example/{number}", title, (), published=NOW)
        return place(db, number, article, verdict)

    said = Verdict("labs", True, 0.9, ("Amazon",))
    lab, closure = ("AWS Shanghai AI Lab",), ("closure",)
    first = told(1, "What of the laboratory", replace(said, labs=lab))
    second = told(2, "亚马逊关闭上海研究院", replace(said, places=("Shanghai",), events=closure))
    assert first.key != second.key
    both = replace(said, labs=lab, places=("Shanghai",), events=closure)
    late = told(3, "Amazon schließt sein Labor", both)
    assert late.key == first.key
    rows = db.execute("SELECT key, merged_into FROM stories ORDER BY rowid").fetchall()
    assert rows == [(first.key, None), (second.key, first.key)]
    assert stories(db) == {frozenset({1, 2, 3})}


def test_placing_twice_changes_nothing(db: Database) -> None:
    article, verdict = newsroom(1)[0]
    first = place(db, 1, article, verdict)
    again = place_article(db, 1, article, verdict, NOW)
    assert (again.key, again.joined, again.developments) == (first.key, True, ())
    assert stories(db) == {frozenset({1})}
