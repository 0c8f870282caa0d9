"""Source, its state, and when to look again: decisions on values, no clock."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=24)
FIRST_GUESS = timedelta(minutes=30)
RHYTHM_SAMPLE = 10  # publication times that the rhythm is read from


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


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is known of a source between two polls."""

    next_poll_at: datetime | None = None
    first_polled_at: datetime | None = None  # of the first poll that succeeded
    last_polled_at: datetime | None = None
    last_success_at: datetime | None = None
    last_new_at: datetime | None = None  # a poll that brought an entry not seen before
    failures: int = 0  # in a row
    last_error: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    url: str | None = None  # where permanent redirects have led, once confirmed
    format: str | None = None
    repairs: tuple[str, ...] = ()
    interval: timedelta = FIRST_GUESS


def rhythm(published: tuple[datetime, ...]) -> timedelta | None:
    """Return the median gap of the latest publication times; None when there are fewer than three."""
    times = sorted(set(published), reverse=True)[:RHYTHM_SAMPLE]
    gaps = sorted(later - earlier for later, earlier in pairwise(times))
    return gaps[len(gaps) // 2] if len(gaps) >= 2 else None


def after_success(
    source: Source,
    state: SourceState,
    now: datetime,
    *,
    published: tuple[datetime, ...],
    asked_to_wait: timedelta | None,
) -> SourceState:
    """Return the state after a poll that worked: half the source's rhythm until the next one.

    ``published`` are the times of the entries in this poll (empty when nothing changed);
    ``asked_to_wait`` is the longest of ttl, max-age and Expires, honoured up to ``LONGEST``.
    An unchanged answer stretches the interval by half (the measure of the feed readers compared
    in the notes: Miniflux, reader, NewsBlur).
    """
    own = rhythm(published)
    if source.every is not None:
        interval = source.every
    elif own is not None:
        interval = clamp(own / 2)
    else:
        interval = clamp(state.interval * 1.5)
    wait = max(interval, min(asked_to_wait or timedelta(), LONGEST))
    return replace(
        state,
        next_poll_at=now + wait,
        first_polled_at=state.first_polled_at or now,
        last_polled_at=now,
        last_success_at=now,
        failures=0,
        last_error=None,
        interval=interval,
    )


def after_failure(
    state: SourceState, now: datetime, reason: str, retry_after: timedelta | None
) -> SourceState:
    """Return the state after a poll that failed: 15 minutes, doubled with each failure in a row.

    A server's Retry-After wins when it is longer. Both end at ``LONGEST``: a source is slowed,
    never given up in silence.
    """
    failures = state.failures + 1
    own = min(timedelta(minutes=15) * 2 ** min(failures - 1, 10), LONGEST)
    wait = max(own, min(retry_after or timedelta(), LONGEST))
    return replace(
        state,
        next_poll_at=now + wait,
        last_polled_at=now,
        failures=failures,
        last_error=reason,
    )


def clamp(interval: timedelta) -> timedelta:
    """Keep an interval between ``SHORTEST`` and ``LONGEST``."""
    return max(SHORTEST, min(interval, LONGEST))
