"""held -> pending, gathered in a digest, or silenced: one transaction for a look and its decision."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from monitor.store import DecideHeld, Digest, Held, Past, Release, Silence, Waitroom
from monitor.store.columns import optional_time_of, storable, time_of, time_text
from monitor.store.deliveries import promise, promise_of


def anything_held(db: Database) -> bool:
    """Tell whether any message waits for its time."""
    return (
        db.execute("SELECT 1 FROM deliveries WHERE state = 'held' LIMIT 1").fetchone() is not None
    )


def release(db: Database, now: datetime, past: timedelta, decide: DecideHeld) -> None:
    """Do with what is held as ``decide`` says, on a view that nothing can change meanwhile."""
    seen = Waitroom(_held(db), _past(db, now - past), silences(db, now))
    _apply(db, decide(seen), now)


def silences(db: Database, now: datetime) -> tuple[Silence, ...]:
    """Return the silences in force."""
    rows = db.query(
        "SELECT * FROM silences WHERE lifted_at IS NULL AND until > ? ORDER BY id",
        [time_text(now)],
    )
    return tuple(
        Silence(
            id=row["id"],
            until=time_of(row["until"]),
            organisation=row["organisation"],
            topic=row["topic"],
            story=row["story"],
            reason=row["reason"],
        )
        for row in rows
    )


def _held(db: Database) -> tuple[Held, ...]:
    rows = db.query(
        """
        SELECT d.*, (SELECT root.state FROM deliveries root
                     WHERE root.thread_key = d.thread_key AND root.channel = d.channel
                       AND root.recipient = d.recipient AND root.id < d.id
                     ORDER BY root.id LIMIT 1) AS root_state
        FROM deliveries d WHERE d.state = 'held' ORDER BY d.id
        """
    )
    return tuple(
        Held(
            id=row["id"],
            promise=promise_of(row),
            promised_at=time_of(row["promised_at"]),
            gathered=bool(row["for_digest"]),
            reason=row["held_reason"],
            root=row["root_state"],
        )
        for row in rows
    )


def _past(db: Database, since: datetime) -> tuple[Past, ...]:
    rows = db.query(
        "SELECT id, route, channel, recipient, score, promised_at, released_at FROM deliveries "
        "WHERE promised_at >= ? AND kind IN ('story', 'update') "
        "AND state NOT IN ('silenced', 'cancelled') ORDER BY id",
        [time_text(since)],
    )
    return tuple(
        Past(
            id=row["id"],
            route=row["route"],
            channel=row["channel"],
            recipient=row["recipient"],
            score=row["score"],
            promised_at=time_of(row["promised_at"]),
            released_at=optional_time_of(row["released_at"]),
        )
        for row in rows
    )


def _apply(db: Database, made: Release, now: datetime) -> None:
    for number in made.due:
        db.execute(
            "UPDATE deliveries SET state = 'pending', released_at = :now, next_attempt_at = :now, "
            "held_reason = NULL WHERE id = :id",
            {"now": time_text(now), "id": number},
        )
    for number, reason, gathered in made.waits:
        db.execute(
            "UPDATE deliveries SET held_reason = ?, for_digest = ? WHERE id = ?",
            [storable(reason), gathered, number],
        )
    for number, reason in made.silenced:
        db.execute(
            "UPDATE deliveries SET state = 'silenced', held_reason = ?, settled_at = ? WHERE id = ?",
            [storable(reason), time_text(now), number],
        )
    for digest in made.digests:
        _gather(db, digest, now)
    promise(db, made.notices, now)


def _gather(db: Database, digest: Digest, now: datetime) -> None:
    promise(db, [digest.promise], now)
    key = storable(digest.promise.dedup_key)
    for number in digest.claims:
        db.execute(
            "UPDATE deliveries SET state = 'gathered', settled_at = ?, "
            "digest = (SELECT id FROM deliveries WHERE dedup_key = ?) WHERE id = ?",
            [time_text(now), key, number],
        )
