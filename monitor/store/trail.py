"""An address -> everything that was decided about it, from source to delivery."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from monitor.news.model import Evidence, Happening, Role, Verdict
from monitor.news.urls import normalise
from monitor.store.columns import names_of, optional_time_of, time_of
from monitor.store.records import Records


@dataclass(frozen=True, slots=True)
class Sighting:
    """An entry of a feed that bears the address."""

    source: str
    title: str
    first_seen: datetime
    baseline: bool
    state: str  # waiting | read | unread
    tries: int
    next_read_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One delivery of the story's first alert, or of a follow-up in its thread."""

    follow_up: bool
    channel: str
    recipient: str
    state: str
    attempts: int
    possible_repeat: bool
    promised_at: datetime
    settled_at: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, the story it led to, and what was sent."""

    verdict: Verdict
    note: str | None
    judged_at: datetime
    story: str | None
    story_reason: str | None
    story_title: str | None
    deliveries: tuple[Dispatch, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What the owner says of the article."""

    topic: str
    relevant: bool
    note: str | None
    labelled_at: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """The article as it was read."""

    title: str
    url: str
    published: datetime | None
    language: str | None
    read_at: datetime
    blocks: tuple[str, ...]
    removed: int  # how many pieces were taken out
    teaser: bool  # only the beginning was open
    pruned_at: datetime | None  # when its text left the database


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The entries of one source that stand on the host of an address."""

    source: str
    entries: int
    first_seen: datetime  # of the earliest and the latest
    last_seen: datetime
    unread: int
    reason: str | None  # why one of the unread could not be read


@dataclass(frozen=True, slots=True)
class Trail:
    """All that is known of an address; empty where nothing is."""

    url: str
    sightings: tuple[Sighting, ...]
    article: Stored | None
    judged: tuple[Judged, ...]
    said: tuple[Said, ...]


def trail(records: Records, url: str) -> Trail:
    """Follow an address, whatever its tracking parameters, through the whole database."""
    db = records.database
    entries = db.query(
        "SELECT * FROM entries WHERE url_key = ? OR url = ? ORDER BY id", [normalise(url), url]
    )
    number = article_at(db, url)
    return Trail(
        url=url,
        sightings=tuple(_sighting(row) for row in entries),
        article=None if number is None else _stored(records, number),
        judged=() if number is None else _judged(records, number),
        said=() if number is None else tuple(_said(db, number)),
    )


def _said(db: Database, number: int) -> Iterator[Said]:
    rows = db.query("SELECT * FROM labels WHERE article = ? ORDER BY topic", [number])
    for row in rows:
        at = time_of(row["labelled_at"])
        yield Said(row["topic"], bool(row["relevant"]), row["note"], at)


def article_at(db: Database, url: str) -> int | None:
    """Return the number of the article at an address, None where none is stored."""
    row = db.execute(
        """
        SELECT min(id) FROM articles
        WHERE identity = :key OR url = :url
           OR id IN (SELECT article FROM entries WHERE url_key = :key OR url = :url)
        """,
        {"key": normalise(url), "url": url},
    ).fetchone()
    return None if row[0] is None else int(row[0])


def neighbours(records: Records, place: str) -> tuple[Neighbours, ...]:
    """Return who has named addresses under a normalised beginning: 'https://host/'."""
    rows = records.database.query(
        """
        SELECT source, count(*) AS entries, min(first_seen) AS first, max(first_seen) AS last,
               sum(state = 'unread') AS unread,
               max(CASE WHEN state = 'unread' THEN reason END) AS reason
        FROM entries WHERE url_key >= ? AND url_key < ? GROUP BY source ORDER BY 2 DESC
        """,
        [place, place + "\U0010ffff"],
    )
    return tuple(
        Neighbours(
            source=row["source"],
            entries=row["entries"],
            first_seen=time_of(row["first"]),
            last_seen=time_of(row["last"]),
            unread=row["unread"],
            reason=row["reason"],
        )
        for row in rows
    )


def _stored(records: Records, number: int) -> Stored:
    row = next(records.database.query("SELECT * FROM articles WHERE id = ?", [number]))
    texts = _blocks(records, number)
    return Stored(
        title=row["title"],
        url=row["url"],
        published=optional_time_of(row["published"]),
        language=row["language"],
        read_at=time_of(row["read_at"]),
        blocks=tuple(text["text"] for text in texts if text["kept"]),
        removed=sum(not text["kept"] for text in texts),
        teaser=row["free"] == 0,
        pruned_at=optional_time_of(row["pruned_at"]),
    )


def _blocks(records: Records, article: int) -> list[dict[str, Any]]:
    query = "SELECT kept, text FROM blocks WHERE article = ? ORDER BY kept, position"
    return list(records.database.query(query, [article]))


def _sighting(row: dict[str, Any]) -> Sighting:
    return Sighting(
        source=row["source"],
        title=row["title"],
        first_seen=time_of(row["first_seen"]),
        baseline=bool(row["baseline"]),
        state=row["state"],
        tries=row["tries"],
        next_read_at=optional_time_of(row["next_read_at"]),
        reason=row["reason"],
    )


def _judged(records: Records, article: int) -> tuple[Judged, ...]:
    rows = records.database.query(
        """
        SELECT v.*, sa.story, sa.reason AS story_reason, s.title AS story_title
        FROM verdicts v
        LEFT JOIN story_articles sa ON sa.article = v.article AND sa.topic = v.topic
        LEFT JOIN stories s ON s.key = sa.story
        WHERE v.article = ? ORDER BY v.topic
        """,
        [article],
    )
    return tuple(
        Judged(
            verdict=verdict_of(row),
            note=row["note"],
            judged_at=time_of(row["judged_at"]),
            story=row["story"],
            story_reason=row["story_reason"],
            story_title=row["story_title"],
            deliveries=_dispatches(records, row["story"]),
        )
        for row in list(rows)
    )


def verdict_of(row: dict[str, Any]) -> Verdict:
    """Read a row of ``verdicts``."""
    return Verdict(
        topic=row["topic"],
        flagged=bool(row["flagged"]),
        score=row["score"],
        organisations=names_of(row["organisations"]),
        labs=names_of(row["labs"]),
        places=names_of(row["places"]),
        events=names_of(row["events"]),
        happenings=tuple(Happening(*values) for values in json.loads(row["happenings"])),
        evidence=tuple(
            Evidence(block, start, end, text, Role(role))
            for block, start, end, text, role in json.loads(row["evidence"])
        ),
        proof=row["proof"],
        reasons=names_of(row["reasons"]),
    )


def _why_not_sent(row: dict[str, Any]) -> str | None:
    if row["digest"] is not None:
        return f"told in digest d-{row['digest']}"
    found: str | None = row["held_reason"] or row["last_error"]
    return found


def _dispatches(records: Records, story: str | None) -> tuple[Dispatch, ...]:
    rows = records.database.query(
        "SELECT * FROM deliveries WHERE thread_key = ? AND kind IN ('story', 'update') ORDER BY id",
        [story],
    )
    return tuple(
        Dispatch(
            follow_up=row["kind"] == "update",
            channel=row["channel"],
            recipient=row["recipient"],
            state=row["state"],
            attempts=row["attempts"],
            possible_repeat=bool(row["possible_repeat"]),
            promised_at=time_of(row["promised_at"]),
            settled_at=optional_time_of(row["settled_at"]),
            last_error=_why_not_sent(row),
        )
        for row in rows
    )
