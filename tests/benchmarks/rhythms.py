"""How soon news is found: python tests/benchmarks/rhythms.py [--seed N] [--table].

A simulated month of fifty sources: wires, newspapers with days, nights and weekends, desks that
publish in batches, bursts around an event, weekly columns, dead ones, servers that fail for
hours or ask for an hour between polls, feeds without dates, a pinned entry, floods longer than
the listing. The pure functions of ``monitor.news.source`` decide every poll. The same month is
then polled at a fixed interval with the same number of requests.

``ratio``: median delay from publication to poll, against one interval for all sources that makes
as many requests in all. ``strict``: against an interval of its own for each source that makes as
many requests of that very source. ``unreported``: items that rolled by between two polls, and in
no gap that was told.
"""

import argparse
import json
import math
import random
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median

from monitor.news.model import Entry
from monitor.news.source import Source, SourceState
from monitor.news.source.schedule import after_failure, after_success, listing_of

START = datetime(2026, 6, 1, tzinfo=UTC)  # a Monday
LEARNT = timedelta(days=14)  # of publishing before the first poll
MONTH = timedelta(days=30)
END = START + MONTH
FLOOR, GOAL = 0.7, 0.5
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
WIRES = 4


@dataclass(frozen=True, slots=True)
class Publisher:
    """One source: when it publishes, and what its feed is like."""

    name: str
    times: tuple[datetime, ...]  # ascending
    listed: int = 20
    dated: bool = True
    pinned: bool = False
    asks: timedelta = timedelta()
    down: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(slots=True)
class Outcome:
    """What polling one publisher for the month came to."""

    requests: int = 0
    delays: list[float] = field(default_factory=list)  # minutes; inf: lost
    lost: list[datetime] = field(default_factory=list)
    gaps: list[tuple[datetime, datetime]] = field(default_factory=list)

    @property
    def unreported(self) -> int:
        """Lost items that no gap covers."""
        return sum(not any(a <= at <= b for a, b in self.gaps) for at in self.lost)


def fifty(seed: int) -> list[Publisher]:
    """Return the month's publishers."""
    dice = random.Random(seed)
    made: list[Publisher] = []

    def add(kind: str, times: Sequence[datetime], **how: object) -> None:
        made.append(Publisher(f"{kind} {len(made) + 1}", tuple(sorted(times)), **how))  # type: ignore[arg-type]

    for zone in (8, 0, -5, 9)[:WIRES]:
        add("wire", poisson(dice, 20.0, zone, night=0.5, weekend=0.7), listed=dice.choice((20, 50)))
    for number in range(10):
        rate = dice.uniform(0.8, 2.5)
        asks = timedelta(hours=1) if number == 0 else timedelta(minutes=5)
        how = {"listed": dice.choice((15, 20, 30)), "dated": number != 1, "asks": asks}
        add("newspaper", poisson(dice, rate, dice.choice(ZONES), night=0.08, weekend=0.35), **how)
    for number in range(12):
        rate = dice.uniform(0.2, 0.6)
        how = {"listed": dice.choice((10, 20, 30)), "dated": number != 1, "pinned": number == 2}
        add("magazine", poisson(dice, rate, dice.choice(ZONES), night=0.05, weekend=0.2), **how)
    for _ in range(8):
        add("desk", batches(dice, dice.choice(ZONES)), listed=dice.choice((10, 20)))
    for number in range(6):
        add("events", bursts(dice, dice.choice(ZONES)), listed=20, pinned=number == 0)
    for _ in range(5):
        add("weekly", weekly(dice, dice.choice(ZONES)), listed=10)
    for _ in range(2):
        add("rare", poisson(dice, 1 / 300, 0, night=0.3, weekend=0.5), listed=10)
    for days in (5, 12):
        alive = poisson(dice, 0.5, 8, night=0.1, weekend=0.3)
        add("dead", [at for at in alive if at < START + timedelta(days=days)])
    add("flood", [*poisson(dice, 0.5, 1, night=0.1, weekend=0.3), *floods(dice)], listed=20)
    return [_failing(dice, one) if number % 7 == 3 else one for number, one in enumerate(made)]


ZONES = (8, 8, 7, 9, 1, 1, 0, -5, -8)


def poisson(
    dice: random.Random, per_hour: float, zone: int, night: float, weekend: float
) -> list[datetime]:
    """Publish at random, at so many items an hour by day."""
    times, at = [], START - LEARNT
    while at < END:
        at += HOUR * dice.expovariate(per_hour)
        if dice.random() < activity(at, zone, night, weekend):
            times.append(at)
    return times


def activity(at: datetime, zone: int, night: float, weekend: float) -> float:
    """Return how lively a desk is, 0 to 1: a working day with a slow start and a long evening."""
    local = at + HOUR * zone
    hour = local.hour + local.minute / 60
    day = math.exp(-(((hour - 11.5) / 3.5) ** 2)) + 0.6 * math.exp(-(((hour - 18) / 3) ** 2))
    lively = night + (1 - night) * min(1.0, day)
    return lively * (weekend if local.weekday() >= 5 else 1.0)


def batches(dice: random.Random, zone: int) -> list[datetime]:
    """Publish some items at once, at two to four times of the day."""
    hours = sorted(dice.sample(range(7, 21), dice.randint(2, 4)))
    times: list[datetime] = []
    for day in range(-LEARNT.days, MONTH.days):
        local = START + timedelta(days=day)
        if local.weekday() >= 5 and dice.random() < 0.7:
            continue
        for hour in hours:
            at = local + HOUR * (hour - zone) + MINUTE * dice.uniform(0, 12)
            times += [at + timedelta(seconds=n) for n in range(dice.randint(1, 5))]
    return times


def bursts(dice: random.Random, zone: int) -> list[datetime]:
    """Publish a little, and much for some hours after an event; each item may draw others."""
    times = poisson(dice, 0.25, zone, night=0.1, weekend=0.4)
    for event in poisson(dice, 1 / 60, zone, night=0.5, weekend=0.8):
        at = event
        for _ in range(dice.randint(6, 25)):
            at += MINUTE * dice.expovariate(1 / 12)
            times.append(at)
    return times


def weekly(dice: random.Random, zone: int) -> list[datetime]:
    """Publish on one or two days of the week, at about the same hour."""
    days, hour = dice.sample(range(5), dice.randint(1, 2)), dice.randint(7, 18)
    return [
        START + timedelta(days=day) + HOUR * (hour - zone) + MINUTE * dice.gauss(0, 25)
        for day in range(-2 * LEARNT.days, MONTH.days)
        if (START + timedelta(days=day)).weekday() in days
    ]


def floods(dice: random.Random) -> list[datetime]:
    """Publish three times what the feed can list, within a minute, twice in the month."""
    starts = [START + timedelta(days=dice.uniform(*span)) for span in ((8, 10), (20, 22))]
    return [start + timedelta(seconds=n) for start in starts for n in range(60)]


def _failing(dice: random.Random, one: Publisher) -> Publisher:
    down = []
    for _ in range(2):
        start = START + timedelta(days=dice.uniform(1, 28))
        down.append((start, start + HOUR * dice.uniform(0.5, 5)))
    return Publisher(one.name, one.times, one.listed, one.dated, one.pinned, one.asks, tuple(down))


Decide = Callable[[SourceState, "Answer"], SourceState]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a poll found: numbers of the items listed, newest first; None when it failed."""

    at: datetime
    listed: range | None
    changed: bool
    known_to: int  # items up to this number were found before


def poll(publisher: Publisher, first: datetime, decide: Decide) -> Outcome:
    """Poll from ``first`` to the end of the month whenever ``decide`` says so."""
    outcome, state, at = Outcome(), SourceState(), first
    found = bisect_right(publisher.times, first)  # the first poll is the baseline
    listed_before = 0
    while at < END:
        outcome.requests += 1
        if any(start <= at < end for start, end in publisher.down):
            state = decide(state, Answer(at, None, False, found))
        else:
            newest = bisect_right(publisher.times, at)
            oldest = max(0, newest - publisher.listed)
            for number in range(found, newest):
                published = publisher.times[number]
                if number < oldest:
                    outcome.lost.append(published)
                    outcome.delays.append(math.inf)
                else:
                    outcome.delays.append((at - published) / MINUTE)
            answer = Answer(at, range(oldest, newest), newest != listed_before, found)
            gap = state.gap
            state = decide(state, answer)
            if state.gap is not None and state.gap != gap:
                outcome.gaps.append((state.gap.since, state.gap.until))
            found = listed_before = newest
        assert state.next_poll_at is not None
        at = state.next_poll_at
    return outcome


def by_rhythm(publisher: Publisher) -> Decide:
    """Return the scheduler under test: the daemon's own pure functions."""
    source = Source(publisher.name, "https://a.test/")

    def entry(number: int) -> Entry:
        published = publisher.times[number] if publisher.dated else None
        return Entry(f"{number}", None, f"{number}", published=published)

    pin = Entry("pin", None, "pinned", published=START - timedelta(days=90))

    def decide(state: SourceState, answer: Answer) -> SourceState:
        if answer.listed is None:
            return after_failure(source, state, answer.at, "down", None)
        listing = None
        if answer.changed or state.listing is None:
            numbers = list(reversed(answer.listed))
            first = state.listing is None
            entries = [entry(number) for number in numbers]
            known = [not first and number < answer.known_to for number in numbers]
            if publisher.pinned:
                entries, known = [pin, *entries], [not first, *known]
            listing = listing_of(entries, known, answer.at, state.listing)
        return after_success(
            source, state, answer.at, listing=listing, asked_to_wait=publisher.asks
        )

    return decide


def fixed(interval: timedelta, asks: timedelta) -> Decide:
    """Return the baseline: so often, and never faster than asked."""

    def decide(state: SourceState, answer: Answer) -> SourceState:
        return SourceState(next_poll_at=answer.at + max(interval, asks))

    return decide


def main() -> None:
    """Print the figures as one JSON line; with --table a line for each source before it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20_260_601)
    parser.add_argument("--table", action="store_true")
    options = parser.parse_args()
    month = measured(fifty(options.seed), options.seed)
    if options.table:
        month.show()
    print(json.dumps({"seed": options.seed, **month.figures()}))


@dataclass(frozen=True, slots=True)
class Month:
    """The same month polled three ways: one outcome for each publisher."""

    publishers: Sequence[Publisher]
    ours: Sequence[Outcome]
    same: Sequence[Outcome]  # one interval for all, as many requests in all
    strict: Sequence[Outcome]  # an interval for each, as many requests of it
    interval: timedelta  # of ``same``

    def figures(self) -> dict[str, float]:
        """Return what is pinned and reported."""
        wires = sum(one.name.startswith("wire") for one in self.publishers)
        ours, same, strict = (
            [_median(*outcomes[start:]) for start in (0, wires)]
            for outcomes in (self.ours, self.same, self.strict)
        )
        return {
            "items": sum(len(one.delays) for one in self.ours),
            "requests": sum(one.requests for one in self.ours),
            "fixed_minutes": round(self.interval / MINUTE, 1),
            "median_minutes": round(ours[0], 2),
            "median_minutes_fixed": round(same[0], 2),
            "ratio": round(ours[0] / same[0], 3),
            "ratio_without_wires": round(ours[1] / same[1], 3),
            "strict": round(ours[0] / strict[0], 3),
            "strict_without_wires": round(ours[1] / strict[1], 3),
            "floor": FLOOR,
            "goal": GOAL,
            "lost": sum(len(one.lost) for one in self.ours),
            "lost_fixed": sum(len(one.lost) for one in self.same),
            "unreported": sum(one.unreported for one in self.ours),
        }

    def show(self) -> None:
        """Print a line for each publisher."""
        rows = zip(self.publishers, self.ours, self.same, self.strict, strict=True)
        for one, mine, theirs, alone in rows:
            print(
                f"{one.name:14} items {len(mine.delays):6} polls a day {mine.requests / 30:6.1f}"
                f"  median {_median(mine):7.1f}  fixed {_median(theirs):7.1f}"
                f"  own fixed {_median(alone):7.1f}  lost {len(mine.lost):4}"
                f"  unreported {mine.unreported:3}  gaps {len(mine.gaps)}"
            )


def measured(publishers: Sequence[Publisher], seed: int) -> Month:
    """Poll a month of publishers by their rhythms and at fixed intervals."""
    dice = random.Random(seed + 1)
    firsts = [START + MINUTE * dice.uniform(0, 10) for _ in publishers]
    begun = list(zip(publishers, firsts, strict=True))
    ours = [poll(one, at, by_rhythm(one)) for one, at in begun]
    interval = _interval_for(begun, sum(one.requests for one in ours))
    same = [poll(one, at, fixed(interval, one.asks)) for one, at in begun]
    strict = [
        poll(one, at, fixed(MONTH / max(1, mine.requests), timedelta()))
        for (one, at), mine in zip(begun, ours, strict=True)
    ]
    return Month(publishers, ours, same, strict, interval)


def _interval_for(begun: Sequence[tuple[Publisher, datetime]], requests: int) -> timedelta:
    """Return the interval that makes so many requests in all, found by halving."""
    shortest, longest = MINUTE, timedelta(days=2)
    for _ in range(30):
        middle = (shortest + longest) / 2
        made = sum(math.ceil((END - at) / max(middle, one.asks)) for one, at in begun)
        if made > requests:
            shortest = middle
        else:
            longest = middle
    return longest


def _median(*outcomes: Outcome) -> float:
    delays = [delay for one in outcomes for delay in one.delays]
    return median(delays) if delays else math.nan


if __name__ == "__main__":
    main()
