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

_WRITING = ("synchronous = full", "foreign_keys = on")
_CACHE = "cache_size = -32000"  # KB: linking touches hundreds of pages spread over the whole index


def connect(path: Path, *, read_only: bool = False) -> Database:
    """Open the database and bring its tables up to date; raises ``StoreError``.

    ``synchronous=FULL``: what was committed outlives a power cut, so that a claim stands before
    a byte leaves. A reader never creates nor changes anything.
    """
    if read_only:
        return _opened_known(path, "ro", ("query_only = on",))
    with translated(path):
        _make_private(path)
        with _closed_on_error(_open(path, "rwc")) as db:
            _refuse_newer(db, path)
            for pragma in ("journal_mode = wal", _CACHE, *_WRITING):
                db.conn.execute(f"PRAGMA {pragma}")
            steps.apply(db)
        return db


def connect_beside(path: Path) -> Database:
    """Open a database to write a little beside the monitor that works on it.

    Its tables are left as they are: they are changed only by who holds the database. Writes wait
    ``BUSY`` seconds for the other's. Raises ``StoreError``, also where there is no database.
    """
    return _opened_known(path, "rw", _WRITING)


def _opened_known(path: Path, mode: str, pragmas: tuple[str, ...]) -> Database:
    if not path.exists():
        raise StoreError(f"{path}: no such database yet; `monitor once` or `monitor run` makes it")
    with translated(path), _closed_on_error(_open(path, mode)) as db:
        _refuse_newer(db, path)
        _refuse_older(db, path)
        for pragma in pragmas:
            db.conn.execute(f"PRAGMA {pragma}")
        return db


def _open(path: Path, mode: str) -> Database:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, timeout=BUSY, check_same_thread=False)
    return Database(connection, execute_plugins=False)


@contextmanager
def _closed_on_error(db: Database) -> Iterator[Database]:
    try:
        yield db
    except BaseException:
        db.close()
        raise


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
    if "locked" in message:
        return f"; another program has been writing to it for {BUSY:g} seconds: try again"
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
        told = "empty, or of an older monitor; `monitor once` brings it up to date"
        raise StoreError(f"{path}: {told}")
