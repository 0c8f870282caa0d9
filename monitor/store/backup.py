"""A copy of the database that is whole: made beside a running monitor, and checked."""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from monitor.errors import StoreError
from monitor.store.connection import connect, translated

COUNTED = ("sources", "entries", "articles", "stories", "deliveries")


def back_up(database: Path, copy: Path) -> Mapping[str, int]:
    """Write a copy as of one moment and return its rows in each main table.

    The copy is readable by its owner alone, and stands under its name only once it has passed
    SQLite's own check. Raises ``StoreError``; nothing is written over.
    """
    if copy.exists():
        raise StoreError(f"{copy}: there is a file already; name another one")
    half = copy.with_name(copy.name + ".part")
    db = connect(database, read_only=True)
    try:
        half.unlink(missing_ok=True)
        with translated(half):
            os.close(os.open(half, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            db.execute("PRAGMA query_only = off")  # VACUUM INTO writes, though not here
            db.execute("VACUUM INTO ?", [str(half)])
        counts = _checked(half)
        half.rename(copy)
    except OSError as error:
        raise StoreError(f"{copy}: {error.strerror}; can this folder be written?") from error
    finally:
        db.close()
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
    return counts


def _checked(copy: Path) -> Mapping[str, int]:
    db = connect(copy, read_only=True)
    try:
        with translated(copy):
            found = db.execute("PRAGMA integrity_check").fetchone()[0]
            if found != "ok":
                raise StoreError(f"{copy}: the copy is damaged ({found}); the original stands")
            return {name: db.table(name).count for name in COUNTED}
    finally:
        db.close()
