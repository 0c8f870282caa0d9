"""When to look at a source again: decisions on values, no clock."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.news.model import Entry
from monitor.news.source import Gap, Health, Listing, Source, SourceState
from monitor.news.source.health import diagnose

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=24)
RHYTHM_SAMPLE = 10  # publication times that the rhythm is read from
AHEAD = timedelta(days=1)  # a date further ahead is wrong; nearer ones are zones gone wrong
TURNOVER = 4  # polls in the time that a whole listing takes to roll by
MEMORY = 0.2  # weight of the latest poll in the moving average


def listing_of(entries: Sequence[Entry], known: int, now: datetime) -> Listing:
    """Count what a poll lists; ``known`` is how many of the entries came before."""
    dates = [entry.published or entry.updated for entry in entries]
    past = sorted(date for date in dates if date is not None and date <= now + AHEAD)
    return Listing(
        entries=len(entries),
        known=known,
        undated=sum(date is None for date in dates),
        future=sum(date is not None and date > now + AHEAD for date in dates),
        newest_at=past[-1] if past else None,
        oldest_at=past[0] if past else None,
        rhythm=rhythm(tuple(past)),
    )


def rhythm(published: tuple[datetime, ...]) -> timedelta | None:
    """Return the median gap of the latest publication times; None when they are under three."""
    times = sorted(set(published), reverse=True)[:RHYTHM_SAMPLE]
    gaps = sorted(later - earlier for later, earlier in pairwise(times))
    return gaps[len(gaps) // 2] if len(gaps) >= 2 else None


def after_success(
    source: Source,
    state: SourceState,
    now: datetime,
    *,
    listing: Listing | None,
    asked_to_wait: timedelta | None,
) -> SourceState:
    """Return the state after a poll that worked; ``listing`` is None when nothing changed.

    The next poll comes after half the source's rhythm, or a quarter of the time in which its
    whole listing rolls by, whichever is sooner; an unchanged answer stretches the interval by
    half (what the feed readers compared do: Miniflux, reader, NewsBlur). ``asked_to_wait`` is the
    longest of ttl, max-age and Expires, honoured up to ``LONGEST``.
    """
    interval = source.every or _interval(state, listing)
    wait = max(interval, min(asked_to_wait or timedelta(), LONGEST))
    gap = _gap(state, listing, now)
    after = replace(
        state,
        next_poll_at=now + wait,
        first_polled_at=state.first_polled_at or now,
        last_polled_at=now,
        last_success_at=now,
        failures=0,
        failing_since=None,
        last_error=None,
        interval=interval,
        listing=listing or state.listing,
        usual_entries=_usual(state, listing),
        was_dated=state.was_dated or bool(listing and listing.undated < listing.entries),
        gap=gap or state.gap,
    )
    return diagnose(state, after, now)


def after_failure(
    state: SourceState,
    now: datetime,
    reason: str,
    retry_after: timedelta | None,
    kind: Health = Health.FAILING,
) -> SourceState:
    """Return the state after a poll that failed: 15 minutes, doubled with each failure in a row.

    A server's Retry-After wins when it is longer. Both end at ``LONGEST``: a source is slowed,
    never given up in silence. ``kind`` says what sort of failure it was.
    """
    failures = state.failures + 1
    own = min(timedelta(minutes=15) * 2 ** min(failures - 1, 10), LONGEST)
    wait = max(own, min(retry_after or timedelta(), LONGEST))
    after = replace(
        state,
        next_poll_at=now + wait,
        last_polled_at=now,
        failures=failures,
        failing_since=state.failing_since or now,
        last_error=reason,
    )
    return diagnose(state, after, now, failed_as=kind)


def clamp(interval: timedelta) -> timedelta:
    """Keep an interval between ``SHORTEST`` and ``LONGEST``."""
    return max(SHORTEST, min(interval, LONGEST))


def _interval(state: SourceState, listing: Listing | None) -> timedelta:
    if listing is None or listing.rhythm is None:
        return clamp(state.interval * 1.5)
    span = LONGEST
    if listing.newest_at is not None and listing.oldest_at is not None:
        span = (listing.newest_at - listing.oldest_at) / TURNOVER
    return clamp(min(listing.rhythm / 2, span))


def _usual(state: SourceState, listing: Listing | None) -> float:
    if listing is None:
        return state.usual_entries
    if not state.usual_entries:
        return float(listing.entries)
    return (1 - MEMORY) * state.usual_entries + MEMORY * listing.entries


def _gap(state: SourceState, listing: Listing | None, now: datetime) -> Gap | None:
    """Return the gap that a poll shows in which no entry of an earlier one is left."""
    before = state.listing
    if listing is None or before is None or not before.entries or not listing.entries:
        return None
    if listing.known:
        return None
    since = before.newest_at or state.last_success_at or now
    until = listing.oldest_at or now
    if until <= since:
        return None
    pace = listing.rhythm or before.rhythm
    return Gap(since, until, max(1, round((until - since) / pace)) if pace else listing.entries)
