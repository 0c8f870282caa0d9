"""What a person parts stays parted, what a person joins stays joined, whatever comes later."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from monitor.news.model import Article, Link, Verdict
from monitor.store.connection import connect, transaction
from monitor.store.hand import Refused, Told, merge, split
from monitor.store.linking import place_article

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


class Room:
    """A database with articles about two sites."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db: Database = connect(path)

    def tell(self, number: int, organisation: str = "Amazon") -> Link:
        url = f"https://outlet-{number}.example/story"
        with transaction(self.db):
            self._insert(number, url)
            verdict = Verdict("labs", True, 0.9, (organisation,), (), ("Shanghai",), ("closure",))
            at = NOW + timedelta(hours=number)
            article = Article(url, f"Headline {number}", (), published=at)
            return place_article(self.db, number, article, verdict, NOW)

    def _insert(self, number: int, url: str) -> None:
        self.db.execute(
            "INSERT INTO articles (id, identity, source, url, title, read_at) "
            "VALUES (?, ?, '', ?, '', '')",
            [number, url, url],
        )

    def stories(self) -> list[list[int]]:
        rows = self.db.execute("SELECT story, article FROM story_articles ORDER BY article")
        found: dict[str, list[int]] = {}
        for key, number in rows.fetchall():
            found.setdefault(key, []).append(number)
        return sorted(found.values())


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path / "stories.db")
    yield made
    made.db.close()


def test_what_was_parted_stays_parted_when_more_comes(room: Room) -> None:
    key = room.tell(1).key
    room.tell(2)
    room.tell(3)
    outcome = split(room.path, key, ["http://www.outlet-3.example/story?utm_source=x"], NOW)
    assert isinstance(outcome, tuple)
    assert {told.key: told.titles for told in outcome}[key] == ("Headline 1", "Headline 2")
    assert room.stories() == [[1, 2], [3]]
    room.tell(4)
    assert [3, 4] in room.stories() or [3] in room.stories()
    assert not any({1, 3} <= set(story) or {2, 3} <= set(story) for story in room.stories())


def test_what_was_joined_stays_joined_when_more_comes(room: Room) -> None:
    first, other = room.tell(1).key, room.tell(2, "IBM").key
    assert first != other
    assert merge(room.path, other, first, NOW) == (Told(first, ("Headline 1", "Headline 2")),)
    assert room.tell(3, "IBM").key == first
    assert room.stories() == [[1, 2, 3]]


def test_the_last_word_counts(room: Room) -> None:
    first, other = room.tell(1).key, room.tell(2, "IBM").key
    merge(room.path, first, other, NOW)
    split(room.path, first, ["https://outlet-2.example/story"], NOW)
    assert room.stories() == [[1], [2]]
    merge(room.path, first, other, NOW)
    assert room.stories() == [[1, 2]]


def test_a_story_that_was_emptied_says_where_its_articles_went(room: Room) -> None:
    first, other = room.tell(1).key, room.tell(2, "IBM").key
    merge(room.path, first, other, NOW)
    row = room.db.execute("SELECT merged_into FROM stories WHERE key = ?", [other]).fetchone()
    assert row == (first,)


def test_what_cannot_be_done_is_said_and_changes_nothing(room: Room) -> None:
    key = room.tell(1).key
    url = "https://outlet-1.example/story"
    for outcome, word in (
        (split(room.path, "s-none", [url], NOW), "no such story"),
        (split(room.path, key, ["https://else.example/"], NOW), "does not hold"),
        (split(room.path, key, [url], NOW), "nothing else"),
        (merge(room.path, key, "s-none", NOW), "no such story"),
        (merge(room.path, key, key, NOW), "to another one"),
    ):
        assert isinstance(outcome, Refused)
        assert word in outcome.reason
    assert room.db.execute("SELECT count(*) FROM hand").fetchone() == (0,)
