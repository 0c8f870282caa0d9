"""Opens the database: pragmas, migrations, and errors in words that say what to do."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from monitor.errors import StoreError
from monitor.store.migrations import steps

BUSY = 10.0  # seconds to wait for another connection's write


def connect(path: Path, *, read_only: bool = False) -> Database:
    """Open the database and bring its tables up to date; raises ``StoreError``.

    ``synchronous=FULL``: what was committed outlives a power cut, so that a claim stands before
    a byte leaves. A reader never creates nor changes anything.
    """
    if read_only and not path.exists():
        raise StoreError(f"{path}: no such database yet; `monitor once` or `monitor run` makes it")
    with translated(path):
        if not read_only:
            _make_private(path)
        address = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
        connection = sqlite3.connect(address, uri=True, timeout=BUSY, check_same_thread=False)
        try:
            db = Database(connection, execute_plugins=False)
            _refuse_newer(db, path)
            if read_only:
                connection.execute("PRAGMA query_only = on")
                _refuse_older(db, path)
            else:
                connection.execute("PRAGMA journal_mode = wal")
                connection.execute("PRAGMA synchronous = full")
                connection.execute("PRAGMA foreign_keys = on")
                steps.apply(db)
        except BaseException:
            connection.close()
            raise
        return db


def _make_private(path: Path) -> None:
    """Create the file for its owner alone; its log and index take the mode over from it."""
    with contextlib.suppress(OSError):  # opening it says what is wrong
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into ``StoreError``."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}{_advice(str(error))}") from error


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Run one step as one transaction that holds the write lock from its start.

    sqlite-utils' ``atomic`` begins deferred, and a read that turns into a write fails at once
    whatever the busy timeout; inside this one it makes savepoints.
    """
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        with db.atomic():
            yield
        db.conn.execute("COMMIT")
    except BaseException:
        db.conn.rollback()
        raise


def _advice(message: str) -> str:
    if "full" in message:
        return "; free some space: nothing that was stored is lost"
    if "not a database" in message or "malformed" in message:
        return "; restore it from a backup, or name another file"
    if "unable to open" in message:
        return "; does its folder exist, and can it be written?"
    if "readonly" in message:
        return "; this user may not write it"
    return ""


def _applied(db: Database) -> frozenset[str]:
    return frozenset(step.name for step in steps.applied(db))


def _refuse_newer(db: Database, path: Path) -> None:
    known = {step.name for step in steps.pending(Database(memory=True))}
    unknown = sorted(_applied(db) - known)
    if unknown:
        raise StoreError(
            f"{path}: written by a newer monitor (it has {', '.join(unknown)}); "
            "upgrade this one, or name another database"
        )


def _refuse_older(db: Database, path: Path) -> None:
    if steps.pending(db):
        raise StoreError(f"{path}: of an older monitor; `monitor once` brings it up to date")
