"""A backup is whole, made beside a writer, and never takes another file's place."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.news.source import Source
from monitor.store.backup import back_up
from monitor.store.sqlite import SQLiteStore

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
GAZETTE = Source("Gazette", "https://gazette.test/feed")


def test_a_backup_opens_as_the_database_it_was_made_of(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    writer = SQLiteStore(database)
    try:
        writer.sync_sources([GAZETTE], NOW)
        counts = back_up(database, copy)
    finally:
        writer.close()
    assert counts["sources"] == 1
    assert copy.stat().st_mode & 0o777 == 0o600
    restored = SQLiteStore(copy)
    assert [due.name for due in restored.lease_due_sources(NOW, NOW, 9)] == ["Gazette"]
    restored.close()


def test_a_backup_writes_over_nothing(database: Path, tmp_path: Path) -> None:
    SQLiteStore(database).close()
    copy = tmp_path / "copy.db"
    copy.write_text("dear diary")
    with pytest.raises(StoreError, match="already; name another"):
        back_up(database, copy)
    assert copy.read_text() == "dear diary"


def test_a_damaged_database_gives_no_backup(database: Path, tmp_path: Path) -> None:
    store = SQLiteStore(database)
    store.sync_sources([Source(f"s{n}", f"https://s.test/{n}") for n in range(2000)], NOW)
    store.close()
    raw = bytearray(database.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 8192] = b"\xff" * 8192
    database.write_bytes(raw)
    copy = tmp_path / "copy.db"
    with pytest.raises(StoreError):
        back_up(database, copy)
    assert not list(tmp_path.glob("copy*"))


def test_a_copy_that_does_not_pass_the_check_is_not_kept(database: Path, tmp_path: Path) -> None:
    store = SQLiteStore(database)
    store.sync_sources([GAZETTE], NOW)
    store.close()
    with sqlite3.connect(database) as raw:  # a fault that copying does not meet
        raw.execute("PRAGMA writable_schema = on")
        raw.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, 'etag TEXT', 'etag TEXT NOT NULL') "
            "WHERE name = 'sources'"
        )
    raw.close()
    with pytest.raises(StoreError, match=r"the copy is damaged.*etag.*the original stands"):
        back_up(database, tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy*"))


def test_a_folder_that_cannot_be_written_is_named(database: Path, tmp_path: Path) -> None:
    SQLiteStore(database).close()
    (tmp_path / "file").touch()
    for folder in ("nowhere", "file"):
        with pytest.raises(StoreError, match="can this folder be written"):
            back_up(database, tmp_path / folder / "copy.db")
