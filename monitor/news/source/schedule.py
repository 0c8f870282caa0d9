"""When to look at a source again: decisions on values, no clock."""

import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.news.model import Entry
from monitor.news.source import Gap, Health, Listing, Source, SourceState
from monitor.news.source.health import diagnose
from monitor.news.source.rhythm import PACE_SAMPLE, begin, learn, look_after, pace

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=24)
FIRST_RETRY = timedelta(minutes=15)
OUTAGE_RETRY = timedelta(minutes=6)  # while our own line is down
MOVED_BACK = 3  # failures in a row at an address that redirects led to
EAGERNESS = 3.5  # looks an hour at a source that publishes once an hour
JITTER = 0.1  # share of a wait by which it is moved, so that sources don't march in step
AHEAD = timedelta(days=1)  # a date further ahead is wrong; nearer ones are zones gone wrong
TURNOVER = 3  # polls in the time that a whole listing takes to roll by
CALMING = 1.25  # by which that time may grow with each poll
MEMORY = 0.2  # weight of the latest poll in the moving average
LATEST = 3  # entries by which the next poll knows that nothing rolled by between
PINNED = 0.1  # share of a listing that may be known without proving anything: it is pinned


def listing_of(
    entries: Sequence[Entry], known: Sequence[bool], now: datetime, before: Listing | None = None
) -> Listing:
    """Count what a poll lists; ``known`` tells for each entry whether it came before."""
    dates = [entry.published or entry.updated for entry in entries]
    past = sorted(date for date in dates if date is not None and date <= now + AHEAD)
    fresh = [date for date, old in zip(dates, known, strict=True) if not old]
    fresh_past = [date for date in fresh if date is not None and date <= now + AHEAD]
    ids = {entry.id for entry in entries}
    return Listing(
        entries=len(entries),
        known=sum(known),
        undated=sum(date is None for date in dates),
        future=sum(date is not None and date > now + AHEAD for date in dates),
        newest_at=past[-1] if past else None,
        oldest_at=past[0] if past else None,
        pace=pace(past),
        latest=_latest(entries, known, now, before),
        published=tuple(min(date or now, now) for date in fresh),
        fresh_from=min(fresh_past, default=None),
        overlaps=before is None or not ids.isdisjoint(before.latest),
    )


def after_success(
    source: Source,
    state: SourceState,
    now: datetime,
    *,
    listing: Listing | None,
    asked_to_wait: timedelta | None,
) -> SourceState:
    """Return the state after a poll that worked; ``listing`` is None when nothing changed.

    The next look comes when the source's rhythm makes it worth it (``rhythm.look_after``), and
    before a third of its listing has rolled by at the pace seen last. ``asked_to_wait`` is the
    longest of ttl, max-age and Expires, honoured up to ``LONGEST``.
    """
    state = _learnt(state, listing, now)
    interval = source.every or _interval(state, now)
    wait = interval if source.every else _jittered(interval, source.name, now)
    after = replace(
        state,
        next_poll_at=now + max(wait, min(asked_to_wait or timedelta(), LONGEST)),
        first_polled_at=state.first_polled_at or now,
        last_polled_at=now,
        last_success_at=now,
        failures=0,
        failing_since=None,
        unreached_since=None,
        last_error=None,
        interval=interval,
    )
    return diagnose(state, after, now)


def after_failure(
    source: Source,
    state: SourceState,
    now: datetime,
    reason: str,
    retry_after: timedelta | None,
    kind: Health = Health.FAILING,
    *,
    reached: bool = True,
) -> SourceState:
    """Return the state after a poll that failed: 15 minutes, doubled with each failure in a row.

    A server's Retry-After wins when it is longer. Both end at ``LONGEST``: a source is slowed,
    never given up in silence. ``kind`` says what sort of failure it was, ``reached`` whether a
    server answered at all. An address that redirects once led to is left again.
    """
    failures = state.failures + 1
    own = min(FIRST_RETRY * 2 ** min(failures - 1, 10), LONGEST)
    if kind is Health.GONE:
        own = LONGEST
    wait = max(_jittered(own, source.name, now), min(retry_after or timedelta(), LONGEST))
    after = replace(
        state,
        next_poll_at=now + wait,
        last_polled_at=now,
        failures=failures,
        failing_since=state.failing_since or now,
        unreached_since=None if reached else state.unreached_since or now,
        last_error=reason,
        url=state.url if failures < MOVED_BACK else None,
    )
    return diagnose(state, after, now, failed_as=kind)


def after_outage(source: Source, state: SourceState, now: datetime) -> SourceState:
    """Return the state after a poll that failed with all others: nothing is held against it."""
    return replace(
        state,
        next_poll_at=now + _jittered(OUTAGE_RETRY, source.name, now),
        last_polled_at=now,
        unreached_since=state.unreached_since or now,
    )


def clamp(interval: timedelta) -> timedelta:
    """Keep an interval between ``SHORTEST`` and ``LONGEST``."""
    return max(SHORTEST, min(interval, LONGEST))


def _learnt(state: SourceState, listing: Listing | None, now: datetime) -> SourceState:
    """Return the state with what a poll taught of the source's habits, and of what was missed."""
    published = listing.published if listing is not None else ()
    if state.rhythm is not None:
        rhythm = learn(state.rhythm, published, now)
    else:
        rhythm = begin(published, now)
    if listing is None:
        return replace(state, rhythm=rhythm, rolls_by=_calmer(state.rolls_by, by=2))
    return replace(
        state,
        rhythm=rhythm,
        rolls_by=_rolls_by(state, listing, now),
        listing=listing,
        usual_entries=_usual(state, listing),
        was_dated=state.was_dated or listing.undated < listing.entries,
        arrivals=_arrivals(state, listing, now),
        gap=_gap(state, listing, now) or state.gap,
    )


def _arrivals(state: SourceState, listing: Listing, now: datetime) -> tuple[datetime, ...]:
    """Return the latest polls that brought news of a source without dates, the first aside."""
    if listing.newest_at is not None:
        return ()
    news = state.listing is not None and listing.known < listing.entries
    return (*state.arrivals, now)[-PACE_SAMPLE:] if news else state.arrivals


def _interval(state: SourceState, now: datetime) -> timedelta:
    if state.rhythm is None:
        return clamp(state.interval)
    wait = look_after(state.rhythm, now, EAGERNESS, LONGEST)
    if state.rolls_by is not None:
        wait = min(wait, state.rolls_by / TURNOVER)
    return clamp(wait)


def _rolls_by(state: SourceState, listing: Listing, now: datetime) -> timedelta | None:
    """Return in what time the whole listing is replaced, at the pace seen last."""
    fresh = listing.entries - listing.known
    calmer = _calmer(state.rolls_by, by=CALMING)
    if not fresh:
        return calmer
    if state.listing is None or state.last_success_at is None:
        span = listing.newest_at and listing.oldest_at and listing.newest_at - listing.oldest_at
        return span or None
    seen = (now - state.last_success_at) * listing.entries / fresh
    return seen if calmer is None else min(seen, calmer)


def _calmer(rolls_by: timedelta | None, by: float) -> timedelta | None:
    return None if rolls_by is None else min(rolls_by * by, LONGEST * TURNOVER)


def _usual(state: SourceState, listing: Listing) -> float:
    if not state.usual_entries:
        return float(listing.entries)
    return (1 - MEMORY) * state.usual_entries + MEMORY * listing.entries


def _gap(state: SourceState, listing: Listing, now: datetime) -> Gap | None:
    """Return the time in which entries may have come and gone since the last poll.

    Nothing rolled by while one of the latest entries of the last poll is still listed. Where none
    is, the listing is all new but for what may be pinned.
    """
    before = state.listing
    if before is None or not before.entries or listing.overlaps:
        return None
    pinned = max(PINNED * listing.entries, 1.0 if listing.entries >= 5 else 0.0)
    if listing.known == listing.entries or listing.known > pinned:
        return None
    since = before.newest_at or state.last_success_at or now
    until = listing.fresh_from or now
    if until <= since:
        return None
    step = listing.pace or before.pace
    return Gap(since, until, max(1, round((until - since) / step)) if step else listing.entries)


def _latest(
    entries: Sequence[Entry], known: Sequence[bool], now: datetime, before: Listing | None
) -> tuple[str, ...]:
    """Return the ids of the entries that came last: by date, else by their place in the listing.

    What was pinned to the top long ago is not among them, since it was known before.
    """
    fresh = [
        (min(entry.published or entry.updated or now, now), -place, entry.id)
        for place, (entry, old) in enumerate(zip(entries, known, strict=True))
        if not old
    ]
    ids = {entry.id for entry in entries}
    kept = () if before is None else tuple(one for one in before.latest if one in ids)
    return (*(identity for *_, identity in sorted(fresh, reverse=True)), *kept)[:LATEST]


def _jittered(wait: timedelta, name: str, now: datetime) -> timedelta:
    """Move a wait by up to a tenth, the same way for the same source and time."""
    share = zlib.crc32(f"{name} {now.isoformat()}".encode()) / 2**32
    return max(SHORTEST, wait * (1 + JITTER * (2 * share - 1)))
