"""Sources and what their polls brought: the schedule, and the queue of entries to read."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from monitor.news.model import Entry
from monitor.news.source import Gap, Health, Listing, Source, SourceState
from monitor.store import Poll, Waiting
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


def sync_sources(db: Database, sources: Sequence[Source], now: datetime) -> None:
    """Make the table match the configuration; a changed address forgets its validators."""
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
                next_poll_at = iif(url = excluded.url, next_poll_at, excluded.next_poll_at),
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


def lease_due(db: Database, now: datetime, until: datetime, limit: int) -> tuple[str, ...]:
    """Take what is due, oldest first; it comes back by itself at ``until``."""
    rows = db.query(
        "SELECT name FROM sources WHERE watched AND next_poll_at <= ? "
        "ORDER BY next_poll_at, name LIMIT ?",
        [time_text(now), limit],
    )
    names = tuple(row["name"] for row in rows)
    for name in names:
        db.execute("UPDATE sources SET next_poll_at = ? WHERE name = ?", [time_text(until), name])
    return names


def source_state(db: Database, name: str) -> SourceState:
    """Return what is known of a source."""
    rows = list(db.query("SELECT * FROM sources WHERE name = ?", [name]))
    return state_of(rows[0]) if rows else SourceState()


def state_of(row: dict[str, Any]) -> SourceState:
    """Read the state columns of a row of ``sources``."""
    return SourceState(
        next_poll_at=optional_time_of(row["next_poll_at"]),
        first_polled_at=optional_time_of(row["first_polled_at"]),
        last_polled_at=optional_time_of(row["last_polled_at"]),
        last_success_at=optional_time_of(row["last_success_at"]),
        last_new_at=optional_time_of(row["last_new_at"]),
        failures=row["failures"],
        failing_since=optional_time_of(row["failing_since"]),
        last_error=row["last_error"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        body_hash=row["body_hash"],
        url=row["moved_to"],
        format=row["format"],
        repairs=names_of(row["repairs"]),
        interval=timedelta(seconds=row["interval_seconds"]),
        listing=_listing_of(row["listing"]),
        usual_entries=row["usual_entries"],
        was_dated=bool(row["was_dated"]),
        gap=_gap_of(row["gap"]),
        health=Health(row["health"]),
        health_since=optional_time_of(row["health_since"]),
        health_reason=row["health_reason"],
    )


def _listing_of(text: str | None) -> Listing | None:
    if text is None:
        return None
    values = json.loads(text)
    return Listing(
        entries=values["entries"],
        known=values["known"],
        undated=values["undated"],
        future=values["future"],
        newest_at=optional_time_of(values["newest_at"]),
        oldest_at=optional_time_of(values["oldest_at"]),
        rhythm=None if values["rhythm"] is None else timedelta(seconds=values["rhythm"]),
    )


def _listing_text(listing: Listing | None) -> str | None:
    if listing is None:
        return None
    return json.dumps(
        {
            "entries": listing.entries,
            "known": listing.known,
            "undated": listing.undated,
            "future": listing.future,
            "newest_at": optional_time_text(listing.newest_at),
            "oldest_at": optional_time_text(listing.oldest_at),
            "rhythm": None if listing.rhythm is None else listing.rhythm.total_seconds(),
        }
    )


def _gap_of(text: str | None) -> Gap | None:
    if text is None:
        return None
    values = json.loads(text)
    return Gap(time_of(values["since"]), time_of(values["until"]), values["unseen"])


def _gap_text(gap: Gap | None) -> str | None:
    if gap is None:
        return None
    since, until = time_text(gap.since), time_text(gap.until)
    return json.dumps({"since": since, "until": until, "unseen": gap.unseen})


def others_succeeded_at(db: Database, source: str) -> datetime | None:
    """Return the latest success of all other sources, None where there are none or never was."""
    row = db.execute(
        "SELECT max(last_success_at) FROM sources WHERE watched AND name <> ?", [source]
    ).fetchone()
    return optional_time_of(row[0])


def count_known(db: Database, source: str, entries: Sequence[Entry]) -> int:
    """Return how many of the entries this source brought before."""
    newcomers = Newcomers(db, source, entries)
    return sum(newcomers.is_known(entry) for entry in entries)


def record_poll(db: Database, source: str, poll: Poll) -> int:
    """Queue the entries not seen before, and move the source on; returns how many are new."""
    seen_at = poll.polled_at or poll.state.last_polled_at
    if seen_at is None:
        raise ValueError("a poll needs its time")
    baseline = source_state(db, source).first_polled_at is None
    newcomers = Newcomers(db, source, poll.entries)
    new = 0
    # a feed begins with its newest: the queue is read oldest first
    for entry in reversed(poll.entries):
        if newcomers.is_known(entry):
            continue
        _queue(db, source, entry, newcomers, seen_at, baseline=baseline)
        new += 1
    _write_state(db, source, poll.state, seen_at if new else poll.state.last_new_at)
    promise(db, poll.notices, seen_at)
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


def _write_state(
    db: Database, source: str, state: SourceState, last_new_at: datetime | None
) -> None:
    db.table("sources").update(
        source,
        {
            "next_poll_at": optional_time_text(state.next_poll_at),
            "first_polled_at": optional_time_text(state.first_polled_at),
            "last_polled_at": optional_time_text(state.last_polled_at),
            "last_success_at": optional_time_text(state.last_success_at),
            "last_new_at": optional_time_text(last_new_at),
            "failures": state.failures,
            "failing_since": optional_time_text(state.failing_since),
            "last_error": optional_storable(state.last_error),
            "etag": optional_storable(state.etag),
            "last_modified": optional_storable(state.last_modified),
            "body_hash": state.body_hash,
            "moved_to": optional_storable(state.url),
            "format": state.format,
            "repairs": names_text(state.repairs),
            "interval_seconds": int(state.interval.total_seconds()),
            "listing": _listing_text(state.listing),
            "usual_entries": state.usual_entries,
            "was_dated": int(state.was_dated),
            "gap": _gap_text(state.gap),
            "health": state.health.value,
            "health_since": optional_time_text(state.health_since),
            "health_reason": storable(state.health_reason),
        },
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
