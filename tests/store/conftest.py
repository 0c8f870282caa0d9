"""A fresh database for each test, on a real disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.store.sqlite import SQLiteStore


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "monitor.db"


@pytest.fixture
def store(database: Path) -> Iterator[SQLiteStore]:
    opened = SQLiteStore(database)
    yield opened
    opened.close()
