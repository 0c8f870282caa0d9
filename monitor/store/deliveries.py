"""The outbox's rows: pending -> sending -> sent, or pending again, or dead."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from monitor.store import Dead, Delivery, Outcome, Promise, Retry, Sent
from monitor.store.columns import names_text, optional_storable, storable, time_of, time_text


def promise(db: Database, promises: Sequence[Promise], now: datetime) -> int:
    """Add what is not promised yet; returns how many were."""
    return sum(
        db.execute(
            """
            INSERT INTO deliveries (dedup_key, channel, recipient, kind, payload, thread_key,
                                    promised_at, next_attempt_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (dedup_key) DO NOTHING
            """,
            [
                storable(one.dedup_key),
                one.channel,
                one.recipient,
                one.kind,
                storable(one.payload),
                one.thread_key,
                time_text(now),
                time_text(now),
            ],
        ).rowcount
        for one in promises
    )


def recover(db: Database, owner: str, now: datetime) -> int:
    """Return to the queue what another process was sending: it may have arrived."""
    return db.execute(
        "UPDATE deliveries SET state = 'pending', possible_repeat = 1, owner = NULL, "
        "next_attempt_at = ? WHERE state = 'sending' AND owner IS NOT ?",
        [time_text(now), owner],
    ).rowcount


def claim(
    db: Database, owner: str, now: datetime, limit: int, skip: Collection[str]
) -> tuple[Delivery, ...]:
    """Claim the oldest due messages, at most one for each channel."""
    rows = db.query(
        """
        SELECT min(id) AS id FROM deliveries
        WHERE state = 'pending' AND next_attempt_at <= ? AND channel NOT IN (SELECT value FROM json_each(?))
          AND channel NOT IN (SELECT name FROM channels WHERE paused_until > ?)
        GROUP BY channel ORDER BY 1 LIMIT ?
        """,
        [time_text(now), names_text(skip), time_text(now), limit],
    )
    return tuple(_claimed(db, row["id"], owner, now) for row in list(rows))


def settle(db: Database, number: int, outcome: Outcome, now: datetime) -> None:
    """Write down how one attempt ended."""
    row: dict[str, object] = {"owner": None, "settled_at": time_text(now)}
    match outcome:
        case Sent(reference):
            row |= {"state": "sent", "reference": optional_storable(reference), "last_error": None}
        case Retry(at, reason, ambiguous):
            row |= {
                "state": "pending",
                "next_attempt_at": time_text(at),
                "last_error": storable(reason),
            }
            if ambiguous:
                row["possible_repeat"] = 1
        case Dead(reason):
            row |= {"state": "dead", "last_error": storable(reason)}
    db.table("deliveries").update(number, row)


def pause_channel(db: Database, channel: str, until: datetime, reason: str) -> None:
    """Claim nothing for this channel until then."""
    db.table("channels").upsert(
        {"name": channel, "paused_until": time_text(until), "reason": storable(reason)},
        pk="name",
    )


def _claimed(db: Database, number: int, owner: str, now: datetime) -> Delivery:
    db.execute(
        "UPDATE deliveries SET state = 'sending', owner = ?, attempts = attempts + 1, "
        "first_attempt_at = coalesce(first_attempt_at, ?) WHERE id = ?",
        [owner, time_text(now), number],
    )
    row: dict[str, Any] = next(db.query("SELECT * FROM deliveries WHERE id = ?", [number]))
    return Delivery(
        id=row["id"],
        promise=Promise(
            dedup_key=row["dedup_key"],
            channel=row["channel"],
            recipient=row["recipient"],
            kind=row["kind"],
            payload=row["payload"],
            thread_key=row["thread_key"],
        ),
        attempt=row["attempts"],
        possible_repeat=bool(row["possible_repeat"]),
        first_attempt_at=time_of(row["first_attempt_at"]),
        thread=_thread(db, row),
    )


def _thread(db: Database, row: dict[str, Any]) -> str | None:
    """Return the provider's name for the first message that this recipient got of the story."""
    if row["thread_key"] is None:
        return None
    first = db.execute(
        "SELECT reference FROM deliveries WHERE thread_key = ? AND channel = ? AND recipient = ? "
        "AND state = 'sent' AND reference IS NOT NULL ORDER BY id LIMIT 1",
        [row["thread_key"], row["channel"], row["recipient"]],
    ).fetchone()
    return None if first is None else str(first[0])
