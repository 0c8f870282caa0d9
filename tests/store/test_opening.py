"""A database that can't be used is refused in words that say what to do."""

import asyncio
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.news.source import Source
from monitor.store.hand import merge
from monitor.store.lock import hold
from monitor.store.orders import orders
from monitor.store.sqlite import SQLiteStore
from monitor.store.thread import StoreThread

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


def test_a_database_of_a_newer_version_is_refused_untouched(database: Path) -> None:
    SQLiteStore(database).close()
    with sqlite3.connect(database) as raw:
        raw.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('monitor', 'from_the_future', '2031-01-01')"
        )
    raw.close()
    before = database.read_bytes()
    with pytest.raises(StoreError, match=r"newer monitor.*from_the_future.*upgrade"):
        SQLiteStore(database)
    assert database.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(database: Path) -> None:
    database.write_bytes(b"a diary, and no database at all" * 100)
    with pytest.raises(StoreError, match="not a database; restore it from a backup"):
        SQLiteStore(database)


def test_only_its_owner_may_read_what_it_makes(database: Path) -> None:
    with hold(database):
        store = SQLiteStore(database)
        store.sync_sources([Source("Gazette", "https://gazette.test/feed")], NOW)
        made = {file.name: file.stat().st_mode & 0o777 for file in database.parent.iterdir()}
        store.close()
    assert len(made) >= 3
    assert set(made.values()) == {0o600}


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does its folder exist"):
        SQLiteStore(tmp_path / "nowhere" / "monitor.db")


def test_a_full_disk_is_said_and_loses_nothing(database: Path) -> None:
    store = SQLiteStore(database)
    try:
        store.sync_sources([Source("Gazette", "https://gazette.test/feed")], NOW)
        # what SQLite answers on a full disk, brought about by its own limit on pages
        pages = store._db.execute("PRAGMA page_count").fetchone()[0]
        store._db.execute(f"PRAGMA max_page_count = {pages}")
        many = [Source(f"s{n}", f"https://gazette.test/{n}" * 9) for n in range(3000)]
        with pytest.raises(StoreError, match="full; free some space"):
            store.sync_sources(many, NOW)
        store._db.execute("PRAGMA max_page_count = 1000000")
        assert [due.name for due in store.lease_due_sources(NOW, NOW, 9)] == ["Gazette"]
    finally:
        store.close()


def test_a_lock_that_lasts_is_said(database: Path) -> None:
    store = SQLiteStore(database)
    store._db.execute("PRAGMA busy_timeout = 0")
    with sqlite3.connect(database, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program has been writing"):
            store.sync_sources([], NOW)
    other.close()
    store.close()


def test_an_order_makes_no_database_and_brings_none_up_to_date(database: Path) -> None:
    with pytest.raises(StoreError, match="no such database yet"), orders(database):
        pass
    with pytest.raises(StoreError, match="no such database yet"):
        merge(database, "s-1", "s-2", NOW)
    assert not database.exists()
    sqlite3.connect(database).close()
    database.touch()
    with pytest.raises(StoreError, match="empty, or of an older monitor"), orders(database):
        pass


def test_one_process_at_a_time_works_on_a_database(database: Path) -> None:
    with (
        hold(database),
        pytest.raises(StoreError, match=r"another monitor \(process \d+\)"),
        hold(database),
    ):
        pass
    with hold(database):
        pass


def test_the_store_runs_on_one_thread_of_its_own(database: Path) -> None:
    import threading

    async def names() -> set[str]:
        async with StoreThread.opened(database) as store:
            calls = (store(lambda _: threading.current_thread().name) for _ in range(8))
            return set(await asyncio.gather(*calls))

    (name,) = asyncio.run(names())
    assert name.startswith("store")
