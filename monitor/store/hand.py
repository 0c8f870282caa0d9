"""A person's word on stories: parted or joined by hand, and kept by all later linking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise, product
from pathlib import Path

from sqlite_utils import Database

from monitor.news.story.linking import regrouped
from monitor.news.urls import normalise
from monitor.store.columns import names_of, names_text, storable, time_text
from monitor.store.connection import connect_beside, transaction, translated
from monitor.store.linking import move
from monitor.store.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Told:
    """A story after a person has spoken."""

    key: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing was changed."""

    reason: str


def split(path: Path, key: str, urls: Sequence[str], now: datetime) -> tuple[Told, ...] | Refused:
    """Take articles out of a story for good; they stay together. Raises ``StoreError``.

    Returns the stories that its articles stand in now. Beside a running monitor.
    """
    db = connect_beside(path)
    try:
        with translated(path), transaction(db):
            members = _articles(db, key)
            wanted = {storable(normalise(url)) for url in urls}
            taken = [name for name in members if name in wanted]
            left = [name for name in members if name not in wanted]
            strangers = sorted(wanted - set(taken))
            if not members:
                return Refused(f"{key}: no such story, or it holds no article")
            if strangers:
                return Refused(f"{key} does not hold {', '.join(strangers)}")
            if not left:
                return Refused(f"{key} holds nothing else: there is nothing to part it from")
            _say(db, key, product(taken, left), now, together=False)
            _say(db, key, pairwise(taken), now, together=True)
            return _settled(db, key, [*taken, *left], now)
    finally:
        db.close()


def merge(path: Path, one: str, other: str, now: datetime) -> tuple[Told, ...] | Refused:
    """Join two stories for good, under the key of the one opened first. Raises ``StoreError``."""
    db = connect_beside(path)
    try:
        with translated(path), transaction(db):
            mine, theirs = _articles(db, one), _articles(db, other)
            missing = [key for key, found in ((one, mine), (other, theirs)) if not found]
            if missing:
                return Refused(f"{missing[0]}: no such story, or it holds no article")
            if one == other:
                return Refused(f"{one}: a story is joined to another one")
            if _topic(db, one) != _topic(db, other):
                return Refused(f"{one} and {other} are of two topics")
            _forget(db, one, product(mine, theirs))
            _say(db, one, pairwise([*mine, *theirs]), now, together=True)
            return _settled(db, one, [*mine, *theirs], now)
    finally:
        db.close()


def _settled(db: Database, key: str, names: Sequence[str], now: datetime) -> tuple[Told, ...]:
    topic = _topic(db, key)
    for name in names:
        move(db, topic, regrouped(Shelf(db, 0), topic, name), now)
    found = db.execute(
        "SELECT story, json_group_array(title) FROM (SELECT story, title FROM told WHERE topic = ? "
        "AND identity IN (SELECT value FROM json_each(?)) ORDER BY told_at) GROUP BY story",
        [topic, names_text(names)],
    )
    return tuple(Told(str(story), names_of(titles)) for story, titles in found)


def _articles(db: Database, key: str) -> list[str]:
    rows = db.execute("SELECT identity FROM told WHERE story = ? ORDER BY told_at, id", [key])
    return [str(name) for (name,) in rows]


def _topic(db: Database, key: str) -> str:
    return str(db.execute("SELECT topic FROM stories WHERE key = ?", [key]).fetchone()[0])


def _say(
    db: Database, key: str, pairs: Iterable[tuple[str, str]], now: datetime, *, together: bool
) -> None:
    topic = _topic(db, key)
    db.conn.executemany(
        "INSERT OR REPLACE INTO hand VALUES (?, ?, ?, ?, ?)",
        [
            (topic, *names, int(together), time_text(now))
            for one, other in pairs
            for names in ((one, other), (other, one))
        ],
    )


def _forget(db: Database, key: str, pairs: Iterable[tuple[str, str]]) -> None:
    topic = _topic(db, key)
    db.conn.executemany(
        "DELETE FROM hand WHERE topic = ? AND one = ? AND other = ?",
        [(topic, *names) for one, other in pairs for names in ((one, other), (other, one))],
    )
