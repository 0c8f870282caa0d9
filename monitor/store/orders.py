"""What a person orders beside a running daemon: silences, and what is to become of a message."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from monitor.store import Silence
from monitor.store.columns import optional_storable, optional_time_of, time_of, time_text
from monitor.store.connection import connect_beside, transaction, translated
from monitor.store.waitroom import silences

# state of a message -> why a person can't have it sent, or taken back
UNSENDABLE = {
    "sent": "it is sent",
    "sending": "it is being sent right now",
    "gathered": "it is told in digest d-{digest}",
}
UNSTOPPABLE = {
    "sent": "it is sent",
    "sending": "it is being sent right now",
    "gathered": "it is told in digest d-{digest}: cancel that",
    "silenced": "it is silenced already",
    "cancelled": "it is cancelled already",
}


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message as an owner lists it."""

    id: int
    state: str  # held | pending | sending | sent | dead | gathered | silenced | cancelled
    kind: str
    channel: str
    recipient: str
    headline: str
    score: float
    promised_at: datetime
    next_attempt_at: datetime | None  # of a pending one
    settled_at: datetime | None
    attempts: int
    possible_repeat: bool
    reason: str | None  # why it waits, was silenced, or was not sent
    digest: int | None  # that tells it


class Orders:
    """Each order is one transaction; the daemon finds it done at its next look."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def listed(self, state: str | None, limit: int) -> list[OutboxRow]:
        """Return messages, newest first; without a state, those that are not sent and done."""
        rows = self._db.query(
            """
            SELECT *, iif(json_valid(payload), json_extract(payload, '$.headline'), NULL) AS headline
            FROM deliveries
            WHERE iif(:state IS NULL, state IN ('held', 'pending', 'sending', 'dead'),
                      state = :state OR :state = 'all')
            ORDER BY id DESC LIMIT :limit
            """,
            {"state": state, "limit": limit},
        )
        return [_row(row) for row in rows]

    def retry(self, number: int, now: datetime) -> str | None:
        """Send a message now, whatever it waits for; returns why not, None when it will be."""
        with transaction(self._db):
            refusal = self._refusal(number, UNSENDABLE)
            if refusal is None:
                self._db.execute(
                    "UPDATE deliveries SET state = 'pending', attempts = 0, next_attempt_at = :now, "
                    "released_at = :now, held_reason = NULL, settled_at = NULL WHERE id = :id",
                    {"now": time_text(now), "id": number},
                )
        return refusal

    def cancel(self, number: int, now: datetime) -> str | None:
        """Never send a message; returns why not, None when it is done."""
        with transaction(self._db):
            refusal = self._refusal(number, UNSTOPPABLE)
            if refusal is None:
                self._db.execute(
                    "UPDATE deliveries SET state = 'cancelled', settled_at = ?, "
                    "held_reason = 'cancelled by hand' WHERE id = ?",
                    [time_text(now), number],
                )
        return refusal

    def organisations(self) -> list[str]:
        """Return the names of organisations as verdicts, and so alerts, write them."""
        rows = self._db.execute("SELECT DISTINCT value FROM verdicts, json_each(organisations)")
        return [str(name) for (name,) in rows.fetchall()]

    def silences(self, now: datetime) -> tuple[Silence, ...]:
        """Return the silences in force."""
        return silences(self._db, now)

    def silence(self, wanted: Silence, now: datetime) -> tuple[int, int]:
        """Begin a silence; returns its number, and how many waiting messages it took."""
        with transaction(self._db):
            number = self._db.execute(
                "INSERT INTO silences (organisation, topic, story, until, reason, made_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [
                    optional_storable(wanted.organisation),
                    optional_storable(wanted.topic),
                    optional_storable(wanted.story),
                    time_text(wanted.until),
                    optional_storable(wanted.reason),
                    time_text(now),
                ],
            ).lastrowid
            made = replace(wanted, id=int(number or 0))
            return made.id, self._hush(made, now)

    def lift(self, number: int, now: datetime) -> bool:
        """End a silence; False where none of that number is in force."""
        with transaction(self._db):
            return bool(
                self._db.execute(
                    "UPDATE silences SET lifted_at = :now "
                    "WHERE id = :id AND lifted_at IS NULL AND until > :now",
                    {"now": time_text(now), "id": number},
                ).rowcount
            )

    def _hush(self, made: Silence, now: datetime) -> int:
        """Silence what was promised but never tried."""
        return self._db.execute(
            """
            UPDATE deliveries SET state = 'silenced', held_reason = :reason, settled_at = :now
            WHERE kind IN ('story', 'update') AND attempts = 0 AND state IN ('held', 'pending')
              AND json_valid(payload)
              AND (:story IS NULL OR thread_key = :story)
              AND (:topic IS NULL OR json_extract(payload, '$.topic') = :topic)
              AND (:organisation IS NULL OR EXISTS (
                  SELECT 1 FROM json_each(payload, '$.organisations')
                  WHERE lower(value) = lower(:organisation)))
            """,
            {
                "reason": made.words(),
                "now": time_text(now),
                "story": made.story,
                "topic": made.topic,
                "organisation": made.organisation,
            },
        ).rowcount

    def _refusal(self, number: int, refused: dict[str, str]) -> str | None:
        rows = self._db.query("SELECT state, digest FROM deliveries WHERE id = ?", [number])
        row = next(rows, None)
        if row is None:
            return "there is no such message"
        reason = refused.get(row["state"])
        return None if reason is None else reason.format(digest=row["digest"])


@contextmanager
def orders(path: Path) -> Iterator[Orders]:
    """Open an existing database for orders; raises ``StoreError``."""
    db = connect_beside(path)
    try:
        with translated(path):
            yield Orders(db)
    finally:
        db.conn.close()


def _row(row: dict[str, Any]) -> OutboxRow:
    return OutboxRow(
        id=row["id"],
        state=row["state"],
        kind=row["kind"],
        channel=row["channel"],
        recipient=row["recipient"],
        headline=row["headline"] or "",
        score=row["score"],
        promised_at=time_of(row["promised_at"]),
        next_attempt_at=time_of(row["next_attempt_at"]) if row["state"] == "pending" else None,
        settled_at=optional_time_of(row["settled_at"]),
        attempts=row["attempts"],
        possible_repeat=bool(row["possible_repeat"]),
        reason=row["held_reason"] or row["last_error"],
        digest=row["digest"],
    )
