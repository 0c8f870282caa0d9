"""Sources: what the owner asked to watch, what is known of each, how well it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.news.model import Selectors
from monitor.news.source.rhythm import Rhythm

FIRST_GUESS = timedelta(minutes=30)


class SourceKind(StrEnum):
    """How a source is read."""

    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"  # a page that lists articles, without a feed
    INDEX = "index"  # of other people's news: asked once a day what this monitor has missed


@dataclass(frozen=True, slots=True)
class Source:
    """What the owner asked to watch."""

    name: str
    url: str
    kind: SourceKind = SourceKind.FEED
    language: str | None = None  # a prior, not a promise
    allow_private: bool = False
    every: timedelta | None = None  # fixed interval; None: from the source's own rhythm
    select: Selectors | None = None  # for a page; None: its list is found by itself
    archive: str | None = None  # its news sitemap or archive feed, in which gaps are looked up


class Health(StrEnum):
    """How well a source is, beyond its answering with status 200; the worst first."""

    GONE = "gone"  # it says so itself (410), or it has failed for weeks
    FAILING = "failing"  # the last polls brought an error
    BLOCKED = "blocked"  # it refuses this program: 401, 403, 451, a challenge page
    NOT_A_FEED = "not a feed"  # HTML, or nothing that can be read as one
    EMPTY = "empty"  # a feed without entries
    FROZEN = "frozen"  # nothing new for far longer than its own rhythm
    UNDATED = "undated"  # it used to give dates
    FUTURE = "dates in the future"
    GAPS = "gaps"  # everything in a poll was new: some may have rolled by unseen
    SHRUNK = "shrunk"  # far fewer entries than it used to list
    THIN = "thin"  # its articles give far less text than they used to
    LANGUAGE = "another language"  # its articles are written in another one than before
    FINE = "fine"
    NEW = "never polled"


WELL = frozenset({Health.FINE, Health.NEW})


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which items may have come and gone between two polls."""

    since: datetime
    until: datetime
    unseen: int  # at most about so many, by the source's rhythm
    found: int = 0  # of them, in the source's sitemap or archive


@dataclass(frozen=True, slots=True)
class Listing:
    """What one poll that worked listed, in numbers."""

    entries: int
    known: int  # listed before, by this source
    undated: int
    future: int  # dated more than a day ahead
    newest_at: datetime | None  # latest date that is not in the future
    oldest_at: datetime | None
    pace: timedelta | None  # median gap of the latest dates
    latest: tuple[str, ...] = ()  # ids of the newest entries
    published: tuple[datetime, ...] = ()  # of the entries not known before
    fresh_from: datetime | None = None  # earliest of these dates
    overlaps: bool = True  # one of the latest entries of the listing before is still there


@dataclass(frozen=True, slots=True)
class Harvest:
    """What reading its articles gives."""

    articles: int
    letters: float  # of an article, usually: a slow moving average
    lately: float  # the same, a quick one
    language: str | None = None  # usually
    languages: tuple[str, ...] = ()  # of the last articles whose language is known


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
    unreached_since: datetime | None = None  # the first in a row that no server answered
    last_error: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    whole_at: datetime | None = None  # when it was last asked for without validators
    validators_lie: bool = False  # it says 'not modified' when it is
    url: str | None = None  # where permanent redirects have led, once confirmed
    moving_to: str | None = None  # where they lead lately
    moves: int = 0  # equal answers in a row that say so
    format: str | None = None
    repairs: tuple[str, ...] = ()
    interval: timedelta = FIRST_GUESS
    rhythm: Rhythm | None = None
    rolls_by: timedelta | None = None  # in which its whole listing is replaced, as seen last
    listing: Listing | None = None  # of the last poll that listed anything
    usual_entries: float = 0.0  # moving average of what it lists
    was_dated: bool = False
    arrivals: tuple[datetime, ...] = ()  # polls that brought news, of a source without dates
    gap: Gap | None = None  # the latest
    harvest: Harvest | None = None
    health: Health = Health.NEW
    health_since: datetime | None = None
    health_reason: str = ""
