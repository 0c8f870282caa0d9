"""The store on SQLite: each method is one transaction; ``StoreError`` is all that leaves it."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from monitor.news.model import Entry, Reading
from monitor.news.source import Source, SourceState
from monitor.news.source.audit import Found
from monitor.store import (
    DecideHeld,
    Delivery,
    Due,
    Outcome,
    Poll,
    Promise,
    PromiseAlert,
    Unreached,
    Waiting,
    audit,
    deliveries,
    readings,
    schedule,
    waitroom,
)
from monitor.store.connection import connect, transaction, translated


class SQLiteStore:
    """Synchronous; belongs to one thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = connect(path)

    def close(self) -> None:
        """Close the database; the write-ahead log is folded in."""
        with translated(self._path):
            self._db.conn.close()

    @contextmanager
    def _step(self, *, lasting: bool = True) -> Iterator[Database]:
        """Run one transaction; what is not ``lasting`` may be undone by a power cut, as a whole."""
        with translated(self._path):
            self._db.execute(f"PRAGMA synchronous = {'full' if lasting else 'normal'}")
            with transaction(self._db):
                yield self._db

    def sync_sources(self, sources: Sequence[Source], now: datetime) -> None:
        """Make the table of sources match the configuration; state of known ones is kept."""
        with self._step() as db:
            schedule.sync_sources(db, sources, now)

    def lease_due_sources(
        self, now: datetime, until: datetime, limit: int, besides: Collection[str] = ()
    ) -> tuple[Due, ...]:
        """Take sources whose time has come, the oldest first, and move their time to ``until``.

        After them come all with entries to read alone; they are neither leased nor limited. Those
        ``besides`` are at work: they stay due.
        """
        with self._step(lasting=False) as db:
            return schedule.lease_due(db, now, until, limit, besides)

    def source_state(self, name: str) -> SourceState:
        """Return what is known of a source; a fresh state for one never polled."""
        with translated(self._path):
            return schedule.source_state(self._db, name)

    def unreached(self, besides: str) -> Unreached:
        """Tell whether anything was reached lately, one source left out."""
        with translated(self._path):
            return schedule.unreached(self._db, besides)

    def known(self, source: str, entries: Sequence[Entry]) -> tuple[bool, ...]:
        """Tell for each entry whether this source brought it before."""
        with translated(self._path):
            return schedule.known(self._db, source, entries)

    def read_elsewhere(self, source: str, entries: Sequence[Entry]) -> tuple[bool, ...]:
        """Tell for each entry whether another source brought it and it was read."""
        with translated(self._path):
            return audit.read_elsewhere(self._db, source, entries)

    def found_since(self, source: str, since: datetime) -> tuple[Found, ...]:
        """Return what an index's articles turned out to be, of those read since then."""
        with translated(self._path):
            return audit.found_since(self._db, source, since)

    def watched(self) -> dict[str, str]:
        """Return the address of each source that is watched and publishes itself."""
        with translated(self._path):
            return audit.watched(self._db)

    def record_state(
        self, source: str, state: SourceState, notices: Sequence[Promise], now: datetime
    ) -> None:
        """Store what is known of a source beside its polls, and who is told."""
        with self._step() as db:
            schedule.record_state(db, source, state)
            deliveries.promise(db, notices, now)

    def record_poll(self, source: str, poll: Poll) -> int:
        """Store a poll and queue the entries not seen before; returns how many.

        A poll that a power cut undoes is made again, so only what the owner is told must last.
        """
        with self._step(lasting=bool(poll.notices)) as db:
            return schedule.record_poll(db, source, poll)

    def waiting(self, source: str, now: datetime, limit: int) -> tuple[Waiting, ...]:
        """Return entries to read, oldest first."""
        with translated(self._path):
            return schedule.waiting(self._db, source, now, limit)

    def record_reading(
        self, waiting: Waiting, reading: Reading, now: datetime, promise: PromiseAlert
    ) -> None:
        """Store article, verdicts, stories and promised alerts of one entry together."""
        with self._step() as db:
            readings.record_reading(db, waiting, reading, now, promise)

    def record_unread(
        self, waiting: Waiting, reason: str, now: datetime, again_at: datetime | None
    ) -> None:
        """Note that an entry could not be read; None gives it up."""
        with self._step() as db:
            schedule.record_unread(db, waiting, reason, now, again_at)

    def recover_deliveries(self, owner: str, now: datetime) -> int:
        """Return to the queue what another process left half sent, marked as possible repeats."""
        with self._step() as db:
            return deliveries.recover(db, owner, now)

    def claim_deliveries(
        self, owner: str, now: datetime, limit: int, skip: Collection[str] = ()
    ) -> tuple[Delivery, ...]:
        """Claim what is due, oldest promise first, on channels neither paused nor in ``skip``."""
        with self._step() as db:
            return deliveries.claim(db, owner, now, limit, skip)

    def settle_delivery(self, delivery_id: int, outcome: Outcome, now: datetime) -> None:
        """Write down how one attempt ended."""
        with self._step() as db:
            deliveries.settle(db, delivery_id, outcome, now)

    def release_held(self, now: datetime, past: timedelta, decide: DecideHeld) -> None:
        """Let ``decide`` say what becomes of what is held, seen with what was promised since."""
        with translated(self._path):
            waits = waitroom.anything_held(self._db)
        if waits:
            with self._step() as db:
                waitroom.release(db, now, past, decide)

    def claim_edits(self, now: datetime, channels: Collection[str]) -> tuple[Delivery, ...]:
        """Return sent messages whose list of outlets has grown, one for each of the channels."""
        with translated(self._path):
            due = deliveries.any_edit_due(self._db, now)
        if not due:
            return ()
        with self._step() as db:
            return deliveries.claim_edits(db, now, channels)

    def settle_edit(self, delivery: Delivery, now: datetime, again_at: datetime | None) -> None:
        """Note that an edit was made or given up, or when it is to be tried again."""
        with self._step() as db:
            deliveries.settle_edit(db, delivery, now, again_at)

    def pause_channel(self, channel: str, until: datetime, reason: str) -> None:
        """Claim nothing for this channel until then."""
        with self._step() as db:
            deliveries.pause_channel(db, channel, until, reason)

    def promise(self, promises: Sequence[Promise], now: datetime) -> int:
        """Add promises outside a reading (system alerts); returns how many were new."""
        with self._step() as db:
            return deliveries.promise(db, promises, now)

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the database and let SQLite mend its statistics."""
        with translated(self._path):
            self._db.execute("PRAGMA optimize")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
