"""Sources and what their polls brought: the schedule, and the queue of entries to read."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from monitor.news.model import Entry
from monitor.news.source import Source, SourceState
from monitor.store import Due, Poll, Unreached, Waiting
from monitor.store.columns import (
    names_of,
    names_text,
    optional_storable,
    optional_time_of,
    optional_time_text,
    storable,
    time_of,
    time_text,
)
from monitor.store.deliveries import promise
from monitor.store.known import Newcomers
from monitor.store.revisions import read_again
from monitor.store.source_rows import columns_of, state_of


def sync_sources(db: Database, sources: Sequence[Source], now: datetime) -> None:
    """Make the table match the configuration; a changed address forgets its validators.

    What another process had leased is due: it died in the poll, for one alone holds the database.
    """
    db.execute("UPDATE sources SET watched = 0")
    for source in sources:
        db.execute(
            """
            INSERT INTO sources (name, url, kind, language, watched, next_poll_at, interval_seconds)
            VALUES (:name, :url, :kind, :language, 1, :now, :interval)
            ON CONFLICT (name) DO UPDATE SET
                etag = iif(url = excluded.url, etag, NULL),
                last_modified = iif(url = excluded.url, last_modified, NULL),
                body_hash = iif(url = excluded.url, body_hash, NULL),
                moved_to = iif(url = excluded.url, moved_to, NULL),
                next_poll_at = iif(url = excluded.url AND leased_at IS NULL,
                                   next_poll_at, excluded.next_poll_at),
                leased_at = NULL,
                url = excluded.url, kind = excluded.kind, language = excluded.language, watched = 1
            """,
            {
                "name": source.name,
                "url": source.url,
                "kind": source.kind.value,
                "language": source.language,
                "now": time_text(now),
                "interval": int(SourceState().interval.total_seconds()),
            },
        )


def lease_due(
    db: Database, now: datetime, until: datetime, limit: int, besides: Collection[str] = ()
) -> tuple[Due, ...]:
    """Take what is due, the oldest first, then all with entries to read alone."""
    leased = db.query(
        """
        UPDATE sources SET next_poll_at = :until, leased_at = :now WHERE name IN (
            SELECT name FROM sources WHERE watched AND next_poll_at <= :now
            AND name NOT IN (SELECT value FROM json_each(:besides))
            ORDER BY next_poll_at LIMIT :limit)
        RETURNING *
        """,
        {
            "now": time_text(now),
            "until": time_text(until),
            "limit": limit,
            "besides": json.dumps(list(besides)),
        },
    )
    due = {row["name"]: Due(row["name"], state_of(row)) for row in list(leased)}
    waiting = db.execute(
        "SELECT DISTINCT source FROM entries WHERE state = 'waiting' "
        "AND (next_read_at IS NULL OR next_read_at <= ?) "
        "AND EXISTS (SELECT 1 FROM sources WHERE name = source AND watched)",
        [time_text(now)],
    )
    for (name,) in waiting.fetchall():
        if name in besides:
            continue
        due[name] = replace(due[name], read=True) if name in due else Due(name, None, read=True)
    return tuple(due.values())


def source_state(db: Database, name: str) -> SourceState:
    """Return what is known of a source."""
    rows = list(db.query("SELECT * FROM sources WHERE name = ?", [name]))
    return state_of(rows[0]) if rows else SourceState()


def unreached(db: Database, besides: str) -> Unreached:
    """Count the watched sources that no server answered for since any of them got an answer."""
    row = db.execute(
        """
        WITH answered AS (
            SELECT max(last_polled_at) AS at FROM sources
            WHERE watched AND unreached_since IS NULL AND name <> :besides)
        SELECT (SELECT at FROM answered),
               count(*) FILTER (WHERE unreached_since >= coalesce((SELECT at FROM answered), '')),
               count(*)
        FROM sources WHERE watched AND name <> :besides
        """,
        {"besides": besides},
    ).fetchone()
    return Unreached(optional_time_of(row[0]), row[1], row[2])


def known(db: Database, source: str, entries: Sequence[Entry]) -> tuple[bool, ...]:
    """Tell for each entry whether this source brought it before."""
    newcomers = Newcomers(db, source, entries)
    return tuple(newcomers.is_known(entry) for entry in entries)


def record_poll(db: Database, source: str, poll: Poll) -> int:
    """Queue the entries not seen before, and move the source on; returns how many are new.

    Entries that tell a story and are listed otherwise now wait once more.
    """
    seen_at = poll.polled_at or poll.state.last_polled_at
    if seen_at is None:
        raise ValueError("a poll needs its time")
    new = _queue_new(db, source, poll.entries, seen_at) if poll.entries else 0
    record_state(db, source, replace(poll.state, last_new_at=seen_at) if new else poll.state)
    promise(db, poll.notices, seen_at)
    return new


def record_state(db: Database, source: str, state: SourceState) -> None:
    """Write down what is known of a source."""
    columns = columns_of(state)
    named = ", ".join(f"{name} = :{name}" for name in columns)  # ours alone, nothing from outside
    db.execute(
        f"UPDATE sources SET {named}, leased_at = NULL WHERE name = :name",  # noqa: S608
        {**columns, "name": source},
    )


def _queue_new(db: Database, source: str, entries: Sequence[Entry], seen_at: datetime) -> int:
    row = db.execute("SELECT first_polled_at FROM sources WHERE name = ?", [source]).fetchone()
    newcomers = Newcomers(db, source, entries)
    new = 0
    # a feed begins with its newest: the queue is read oldest first
    for entry in reversed(entries):
        if newcomers.is_known(entry):
            read_again(db, source, entry, newcomers, seen_at)
            continue
        _queue(db, source, entry, newcomers, seen_at, baseline=row is None or row[0] is None)
        new += 1
    return new


def waiting(db: Database, source: str, now: datetime, limit: int) -> tuple[Waiting, ...]:
    """Return entries to read, oldest first."""
    rows = db.query(
        "SELECT * FROM entries WHERE source = ? AND state = 'waiting' "
        "AND (next_read_at IS NULL OR next_read_at <= ?) ORDER BY id LIMIT ?",
        [source, time_text(now), limit],
    )
    return tuple(_waiting_of(row) for row in rows)


def record_unread(
    db: Database, waiting: Waiting, reason: str, now: datetime, again_at: datetime | None
) -> None:
    """Note that an entry could not be read; None gives it up."""
    db.execute(
        "UPDATE entries SET state = ?, tries = tries + 1, next_read_at = ?, reason = ? "
        "WHERE id = ?",
        [
            "unread" if again_at is None else "waiting",
            optional_time_text(again_at),
            storable(f"{reason} ({now:%Y-%m-%d %H:%M})"),
            waiting.id,
        ],
    )


def _queue(
    db: Database,
    source: str,
    entry: Entry,
    newcomers: Newcomers,
    seen_at: datetime,
    *,
    baseline: bool,
) -> None:
    db.table("entries").insert(
        {
            "source": source,
            "feed_id": storable(entry.id),
            "url": optional_storable(entry.url),
            "url_key": newcomers.url_key(entry),
            "title_key": newcomers.title_key(entry),
            "title": storable(entry.title),
            "summary": storable(entry.summary),
            "content": storable(entry.content),
            "author": optional_storable(entry.author),
            "published": optional_time_text(entry.published),
            "updated": optional_time_text(entry.updated),
            "language": optional_storable(entry.language),
            "via": optional_storable(entry.via),
            "categories": names_text(entry.categories),
            "first_seen": time_text(seen_at),
            "baseline": int(baseline),
        }
    )


def _waiting_of(row: dict[str, Any]) -> Waiting:
    return Waiting(
        id=row["id"],
        source=row["source"],
        entry=Entry(
            id=row["feed_id"],
            url=row["url"],
            title=row["title"],
            summary=row["summary"],
            content=row["content"],
            author=row["author"],
            published=optional_time_of(row["published"]),
            updated=optional_time_of(row["updated"]),
            language=row["language"],
            via=row["via"],
            categories=names_of(row["categories"]),
        ),
        first_seen=time_of(row["first_seen"]),
        baseline=bool(row["baseline"]),
        tries=row["tries"],
    )
