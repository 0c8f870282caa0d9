"""The outbox's rows: pending -> sending -> sent, or pending again, or dead."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from monitor.store import Dead, Delivery, Outcome, Promise, Retry, Sent
from monitor.store.columns import (
    names_of,
    names_text,
    optional_storable,
    optional_time_of,
    storable,
    time_of,
    time_text,
)

FARTHEST = timedelta(hours=2)  # no wait is longer: a time beyond it was set by a wrong clock
ROOT_WAIT = timedelta(minutes=10)  # of a follow-up for its thread's first message
EDIT_PAUSE = timedelta(minutes=1)  # between two edits of one message


def promise(db: Database, promises: Sequence[Promise], now: datetime) -> int:
    """Add what is not promised yet; returns how many were."""
    return sum(_promise(db, one, now) for one in promises)


def _promise(db: Database, one: Promise, now: datetime) -> int:
    """Add one message; a story is told once to each, whatever name it had when it was promised."""
    values = {
        "key": storable(one.dedup_key),
        "channel": one.channel,
        "recipient": one.recipient,
        "kind": one.kind,
        "payload": storable(one.payload),
        "thread": one.thread_key,
        "route": one.route,
        "score": one.score,
        "state": "held" if one.held else "pending",
        "now": time_text(now),
    }
    added = db.execute(
        """
        INSERT INTO deliveries (dedup_key, channel, recipient, kind, payload, thread_key, route,
                                score, state, promised_at, next_attempt_at)
        SELECT :key, :channel, :recipient, :kind, :payload, :thread, :route,
               :score, :state, :now, :now
        WHERE NOT EXISTS (
            SELECT 1 FROM deliveries
            WHERE kind = 'story' AND :kind = 'story' AND thread_key = :thread
              AND channel = :channel AND recipient = :recipient)
        ON CONFLICT (dedup_key) DO NOTHING
        """,
        values,
    ).rowcount
    if added:
        return added
    # What still waits says what is told now, if that scores higher.
    better = db.execute(
        """
        UPDATE deliveries SET payload = :payload, route = :route, score = :score, for_digest = 0
        WHERE state = 'held' AND score < :score AND kind = 'story' AND :kind = 'story'
          AND thread_key = :thread AND channel = :channel AND recipient = :recipient
        """,
        values,
    ).rowcount
    return _promise(db, one.otherwise, now) if one.otherwise is not None and not better else 0


def rethread(db: Database, story: str, holder: str) -> None:
    """Let the messages of a story belong to the one that holds its articles now."""
    db.execute("UPDATE deliveries SET thread_key = ? WHERE thread_key = ?", [holder, story])


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
    """Claim the oldest due messages, at most one for each channel; a reply waits for its root."""
    rows = db.query(
        """
        SELECT min(id) AS id FROM deliveries d
        WHERE state = 'pending' AND (next_attempt_at <= :now OR next_attempt_at > :farthest)
          AND channel NOT IN (SELECT value FROM json_each(:skip))
          AND channel NOT IN (SELECT name FROM channels
                              WHERE paused_until > :now AND paused_until <= :farthest)
          AND NOT (coalesce(released_at, promised_at) > :patience AND EXISTS (
              SELECT 1 FROM deliveries root
              WHERE root.thread_key = d.thread_key AND root.channel = d.channel
                AND root.recipient = d.recipient AND root.id < d.id
                AND root.state IN ('pending', 'sending') LIMIT 1))
        GROUP BY channel ORDER BY 1 LIMIT :limit
        """,
        {
            "now": time_text(now),
            "farthest": time_text(now + FARTHEST),
            "patience": time_text(now - ROOT_WAIT),
            "skip": names_text(skip),
            "limit": limit,
        },
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


def note_outlet(db: Database, story: str, outlet: str, now: datetime) -> None:
    """Add an outlet to the story's first messages; those that are sent are due for an edit."""
    rows = db.query(
        "SELECT id, payload, outlets, state, edited_at FROM deliveries "
        "WHERE thread_key = ? AND kind = 'story'",
        [story],
    )
    for row in list(rows):
        told = names_of(row["outlets"])
        if outlet in (*told, json.loads(row["payload"]).get("outlet")):
            continue
        edited = optional_time_of(row["edited_at"])
        due = now if edited is None else max(now, edited + EDIT_PAUSE)
        db.execute(
            "UPDATE deliveries SET outlets = ?, edit_due_at = coalesce(edit_due_at, ?) WHERE id = ?",
            [
                names_text((*told, outlet)),
                time_text(due) if row["state"] in {"sending", "sent"} else None,
                row["id"],
            ],
        )


def any_edit_due(db: Database, now: datetime) -> bool:
    """Tell whether a sent message is to be edited."""
    query = "SELECT 1 FROM deliveries WHERE edit_due_at <= ? LIMIT 1"
    return db.execute(query, [time_text(now)]).fetchone() is not None


def claim_edits(db: Database, now: datetime, channels: Collection[str]) -> tuple[Delivery, ...]:
    """Return the message of each channel whose edit is due first; it is due again in a minute."""
    rows = list(
        db.query(
            """
            SELECT *, min(edit_due_at) FROM deliveries
            WHERE edit_due_at <= :now AND state = 'sent' AND reference IS NOT NULL
              AND channel IN (SELECT value FROM json_each(:channels))
              AND channel NOT IN (SELECT name FROM channels WHERE paused_until > :now)
            GROUP BY channel
            """,
            {"now": time_text(now), "channels": names_text(channels)},
        )
    )
    for row in rows:
        later = time_text(now + EDIT_PAUSE)
        db.execute("UPDATE deliveries SET edit_due_at = ? WHERE id = ?", [later, row["id"]])
    return tuple(_delivery(db, row) for row in rows)


def settle_edit(db: Database, delivery: Delivery, now: datetime, again_at: datetime | None) -> None:
    """Note how an edit ended: what it did not name yet is due a minute after it."""
    again = None if again_at is None else time_text(again_at)
    db.execute(
        "UPDATE deliveries SET edit_due_at = iif(outlets = ?, ?, ?), edited_at = ? WHERE id = ?",
        [
            names_text(delivery.outlets),
            again,
            time_text(now + EDIT_PAUSE),
            time_text(now),
            delivery.id,
        ],
    )


def promise_of(row: dict[str, Any]) -> Promise:
    """Read the message of a row of ``deliveries``."""
    return Promise(
        dedup_key=row["dedup_key"],
        channel=row["channel"],
        recipient=row["recipient"],
        kind=row["kind"],
        payload=row["payload"],
        thread_key=row["thread_key"],
        route=row["route"],
        score=row["score"],
    )


def _claimed(db: Database, number: int, owner: str, now: datetime) -> Delivery:
    db.execute(
        "UPDATE deliveries SET state = 'sending', owner = ?, attempts = attempts + 1, "
        "first_attempt_at = coalesce(first_attempt_at, ?) WHERE id = ?",
        [owner, time_text(now), number],
    )
    return _delivery(db, next(db.query("SELECT * FROM deliveries WHERE id = ?", [number])))


def _delivery(db: Database, row: dict[str, Any]) -> Delivery:
    root = _root(db, row)
    return Delivery(
        id=row["id"],
        promise=promise_of(row),
        attempt=row["attempts"],
        possible_repeat=bool(row["possible_repeat"]),
        first_attempt_at=time_of(row["first_attempt_at"]),
        thread=_thread(db, row),
        root=None if root is None else root["payload"],
        outlets=names_of((root or row)["outlets"]),
    )


def _root(db: Database, row: dict[str, Any]) -> dict[str, Any] | None:
    """Return the first message that this recipient was promised of the thread, unless it is this."""
    rows = db.query(
        "SELECT id, payload, outlets FROM deliveries WHERE thread_key = ? AND channel = ? "
        "AND recipient = ? ORDER BY id LIMIT 1",
        [row["thread_key"], row["channel"], row["recipient"]],
    )
    return next((root for root in rows if root["id"] != row["id"]), None)


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
