"""The one thread that owns the database; the rest of the program awaits it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from monitor.store.sqlite import SQLiteStore

Answer = TypeVar("Answer")


class StoreThread:
    """Runs pieces of work, one after the other, on the thread that owns the store."""

    def __init__(self, store: SQLiteStore, thread: ThreadPoolExecutor) -> None:
        self._store = store
        self._thread = thread

    @classmethod
    @asynccontextmanager
    async def opened(cls, path: Path) -> AsyncIterator["StoreThread"]:
        """Open the database on its thread; raises ``StoreError``. Closes both in the end."""
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1, thread_name_prefix="store") as thread:
            store = await loop.run_in_executor(thread, SQLiteStore, path)
            try:
                yield cls(store, thread)
            finally:
                await loop.run_in_executor(thread, store.close)

    async def __call__(self, work: Callable[[SQLiteStore], Answer], /) -> Answer:
        """Return what the work returns; raises ``StoreError``."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, self._store)
