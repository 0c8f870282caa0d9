"""What a cycle asks for and what it answers with."""

from dataclasses import dataclass
from typing import Protocol

from monitor.news.model import Entry, Feed, Page, Reading
from monitor.news.source import Source


@dataclass(frozen=True, slots=True)
class Report:
    """What one cycle did, for a person or a log line."""

    source: str
    entries: int = 0
    new: int = 0
    read: int = 0
    unread: int = 0
    flagged: int = 0
    error: str | None = None


class Reader(Protocol):
    """Turns hostile bytes into values, within bounded time and memory."""

    async def read_feed(self, page: Page) -> Feed:
        """Return what a feed lists; raises ``UnreadableError``."""
        ...

    async def read_source(self, page: Page, source: Source) -> Feed:
        """Return what a source lists, read after its kind; raises ``UnreadableError``."""
        ...

    async def read(self, page: Page | None, entry: Entry, language: str | None) -> Reading:
        """Return the article that page and entry hold, judged; raises ``UnreadableError``."""
        ...
