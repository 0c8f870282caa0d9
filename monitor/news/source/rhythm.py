"""When a source publishes -> how often it deserves a look, hour by hour."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

HALF_LIFE = timedelta(days=14)  # in which what was counted loses half its weight
BURST = timedelta(minutes=30)  # in which news that draws more news loses half its weight
HOUR = timedelta(hours=1)
PACE_SAMPLE = 10  # times that the pace is read from
SHARE = 2 / 3
# Counts that every hour and every weekday begin with: few items prove no habit.
PRIOR_HOUR, PRIOR_DAY = 0.1, 0.5
# A source of which nothing is known publishes so many items in so many hours.
PRIOR_ITEMS, PRIOR_HOURS = 0.2, 6.0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a source published, counted by hour of the day and by weekday, in UTC.

    Counts fade with ``HALF_LIFE``, and so do the ``hours`` over which they were counted.
    """

    by_hour: tuple[float, ...]
    by_day: tuple[float, ...]
    hours: float
    burst: float  # items lately, fading with ``BURST``
    counted_to: datetime


def begin(published: Sequence[datetime], now: datetime) -> Rhythm:
    """Return what the dates of a first listing tell."""
    past = [moment for moment in published if moment <= now]
    since = min(past, default=now)
    span = (now - since) / HALF_LIFE
    hours = (1 - 0.5**span) * (HALF_LIFE / HOUR) / math.log(2)
    return _counted(Rhythm((0.0,) * 24, (0.0,) * 7, hours, 0.0, now), past, now)


def learn(rhythm: Rhythm, published: Sequence[datetime], now: datetime) -> Rhythm:
    """Return the rhythm after a poll at ``now`` that brought items published at these times."""
    passed = max(now - rhythm.counted_to, timedelta())
    kept = 0.5 ** (passed / HALF_LIFE)
    faded = Rhythm(
        tuple(count * kept for count in rhythm.by_hour),
        tuple(count * kept for count in rhythm.by_day),
        rhythm.hours * kept + passed / HOUR,
        rhythm.burst * 0.5 ** (passed / BURST),
        now,
    )
    return _counted(faded, published, now) if published else faded


def per_hour(rhythm: Rhythm, at: datetime) -> float:
    """Return how many items an hour to expect at a time, bursts aside."""
    total = sum(rhythm.by_hour)
    level = (total + PRIOR_ITEMS) / (rhythm.hours + PRIOR_HOURS)
    at = at.astimezone(UTC)
    # half of an hour's weight lies on its neighbours: habits are not that punctual
    before, here, after = (rhythm.by_hour[(at.hour + step) % 24] for step in (-1, 0, 1))
    hour = ((before + 2 * here + after) / 4 + PRIOR_HOUR) / (total / 24 + PRIOR_HOUR)
    day = (rhythm.by_day[at.weekday()] + PRIOR_DAY) / (total / 7 + PRIOR_DAY)
    return level * hour * day


def pace(times: Sequence[datetime]) -> timedelta | None:
    """Return the median gap of the latest of some times; None when they are under three."""
    latest = sorted(set(times), reverse=True)[:PACE_SAMPLE]
    gaps = sorted(later - earlier for later, earlier in pairwise(latest))
    return gaps[len(gaps) // 2] if len(gaps) >= 2 else None


def look_after(rhythm: Rhythm, now: datetime, eagerness: float, longest: timedelta) -> timedelta:
    """Return when the next look is worth it.

    Looks are dealt out by the power ``SHARE`` of what is expected in each hour. A square root
    would make the mean delay least for a given number of looks; a little more makes the median
    least in ``tests/benchmarks/rhythms.py``. ``eagerness`` is how many looks an hour a source of
    one item an hour gets.
    """
    worth = 0.0
    for start, end in _by_hour(now, now + longest):
        rate = per_hour(rhythm, start) + rhythm.burst * 0.5 ** ((start - rhythm.counted_to) / BURST)
        looks = eagerness * math.pow(rate, SHARE)
        worth_here = looks * ((end - start) / HOUR)
        if worth + worth_here >= 1:
            return start - now + HOUR * ((1 - worth) / looks)
        worth += worth_here
    return longest


def _by_hour(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    start = since
    while start < until:
        full = start.replace(minute=0, second=0, microsecond=0) + HOUR
        yield start, min(full, until)
        start = full


def _counted(rhythm: Rhythm, published: Sequence[datetime], now: datetime) -> Rhythm:
    by_hour, by_day, burst = list(rhythm.by_hour), list(rhythm.by_day), rhythm.burst
    for moment in published:
        moment = min(moment, now).astimezone(UTC)
        weight = 0.5 ** ((now - moment) / HALF_LIFE)
        by_hour[moment.hour] += weight
        by_day[moment.weekday()] += weight
        burst += 0.5 ** ((now - moment) / BURST)
    return Rhythm(tuple(by_hour), tuple(by_day), rhythm.hours, burst, now)
