"""Sources: what the owner asked to watch, what is known of each, how well it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FIRST_GUESS = timedelta(minutes=30)


class SourceKind(StrEnum):
    """How a source is read."""

    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Source:
    """What the owner asked to watch."""

    name: str
    url: str
    kind: SourceKind = SourceKind.FEED
    language: str | None = None  # a prior, not a promise
    allow_private: bool = False
    every: timedelta | None = None  # fixed interval; None: from the source's own rhythm


class Health(StrEnum):
    """How well a source is, beyond its answering with status 200; the worst first."""

    FAILING = "failing"  # the last polls brought an error
    BLOCKED = "blocked"  # it refuses this program: 401, 403, 451, a challenge page
    NOT_A_FEED = "not a feed"  # HTML, or nothing that can be read as one
    EMPTY = "empty"  # a feed without entries
    FROZEN = "frozen"  # nothing new for far longer than its own rhythm
    UNDATED = "undated"  # it used to give dates
    FUTURE = "dates in the future"
    GAPS = "gaps"  # everything in a poll was new: some may have rolled by unseen
    SHRUNK = "shrunk"  # far fewer entries than it used to list
    FINE = "fine"
    NEW = "never polled"


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which items may have come and gone between two polls."""

    since: datetime
    until: datetime
    unseen: int  # at most about so many, by the source's rhythm


@dataclass(frozen=True, slots=True)
class Listing:
    """What one poll that worked listed, in numbers."""

    entries: int
    known: int  # listed before, by this source
    undated: int
    future: int  # dated more than a day ahead
    newest_at: datetime | None  # latest date that is not in the future
    oldest_at: datetime | None
    rhythm: timedelta | None  # median gap of the latest dates


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is known of a source between two polls."""

    next_poll_at: datetime | None = None
    first_polled_at: datetime | None = None  # of the first poll that succeeded
    last_polled_at: datetime | None = None
    last_success_at: datetime | None = None
    last_new_at: datetime | None = None  # a poll that brought an entry not seen before
    failures: int = 0  # in a row
    failing_since: datetime | None = None  # the first of them
    last_error: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    url: str | None = None  # where permanent redirects have led, once confirmed
    format: str | None = None
    repairs: tuple[str, ...] = ()
    interval: timedelta = FIRST_GUESS
    listing: Listing | None = None  # of the last poll that listed anything
    usual_entries: float = 0.0  # moving average of what it lists
    was_dated: bool = False
    gap: Gap | None = None  # the latest
    health: Health = Health.NEW
    health_since: datetime | None = None
    health_reason: str = ""
