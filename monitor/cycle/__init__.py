"""One source, once: poll, then read what waits; each step ends in one transaction.

::

    poll   GET the feed ─ read_source ───────────────────────────── record_poll
    read   for each waiting entry: GET its page ─ read ─ judge ──── record_reading
    send   (alert.outbox, on its own tick)

Entries wait in the store: if a page fails after the feed's ETag is stored, the next 304 would
otherwise lose that article for ever.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.alert.health import HealthDesk
from monitor.alert.routes import Router
from monitor.cycle.polling import Polling
from monitor.cycle.reading import Articles
from monitor.cycle.report import Reader, Report
from monitor.fetch import Fetcher
from monitor.news.source import Source
from monitor.store import Due
from monitor.store.thread import StoreThread

__all__ = ["Cycle", "Reader", "Report"]


class Cycle:
    """Runs one source through poll and read; what fails is a row, not an exception."""

    def __init__(
        self,
        *,
        store: StoreThread,
        fetcher: Fetcher,
        reader: Reader,
        router: Router,
        max_age: timedelta,
        clock: Callable[[], datetime],
        desk: HealthDesk,
    ) -> None:
        self._store = store
        self._polling = Polling(store, fetcher, reader, clock, desk)
        self._articles = Articles(store, fetcher, reader, router, max_age, clock, desk)

    async def run(self, source: Source, due: Due | None = None) -> Report:
        """Poll the source and read what waits; raises ``StoreError`` alone.

        ``due`` is what the store leased; without it the source is polled whatever the time.
        """
        if due is None:
            state = await self._store(lambda s: s.source_state(source.name))
            due = Due(source.name, state, read=True)
        report = Report(source.name)
        if due.state is not None:
            report = await self._polling.poll(source, due.state)
        return await self._articles.read(source, report) if due.read or report.new else report
