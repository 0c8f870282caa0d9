"""When to look again is decided from values alone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.news.model import Entry
from monitor.news.source import Listing, Source, SourceState
from monitor.news.source.rhythm import begin, learn, look_after, pace, per_hour
from monitor.news.source.schedule import (
    LONGEST,
    SHORTEST,
    after_failure,
    after_success,
    listing_of,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SOURCE = Source("wire", "https://wire.example/feed")
HOUR = timedelta(hours=1)


def hourly(count: int, step: timedelta = HOUR, newest: datetime = NOW) -> tuple[datetime, ...]:
    return tuple(newest - step * number for number in range(count))


def listing(dates: Sequence[datetime | None], known: int = 0, now: datetime = NOW) -> Listing:
    entries = [Entry(id=f"{at}", url=None, title="x", published=at) for at in dates]
    return listing_of(entries, [n >= len(dates) - known for n in range(len(dates))], now)


def success(
    state: SourceState,
    made: Listing | None,
    *,
    source: Source = SOURCE,
    now: datetime = NOW,
    asked: timedelta | None = None,
) -> SourceState:
    return after_success(source, state, now, listing=made, asked_to_wait=asked)


def test_the_rhythm_is_the_median_gap_so_one_long_night_does_not_count() -> None:
    times = (*hourly(6), NOW - timedelta(days=3))
    assert pace(times) == HOUR


def test_two_times_make_no_rhythm() -> None:
    assert pace(hourly(2)) is None


def wait(state: SourceState, now: datetime = NOW) -> timedelta:
    assert state.next_poll_at is not None
    return state.next_poll_at - now


def test_the_busier_a_source_the_sooner_the_next_look() -> None:
    steps = (timedelta(minutes=3), HOUR, 6 * HOUR, timedelta(days=7))
    newest = NOW - 2 * HOUR
    waits = [success(SourceState(), listing(hourly(20, step, newest))).interval for step in steps]
    assert waits == sorted(waits)
    assert waits[0] < HOUR / 4
    assert waits[-1] > 2 * HOUR


def test_a_look_is_moved_by_less_than_a_tenth_and_never_below_the_shortest() -> None:
    names = [Source(f"wire {number}", SOURCE.url) for number in range(50)]
    states = [success(SourceState(), listing(hourly(20)), source=name) for name in names]
    shares = [wait(state) / state.interval for state in states]
    assert all(0.9 <= share <= 1.1 for share in shares)
    assert max(shares) - min(shares) > 0.1
    busy = listing(hourly(20, timedelta(minutes=1)))
    assert all(wait(success(SourceState(), busy, source=one)) >= SHORTEST for one in names)


def test_a_source_is_looked_at_more_when_it_usually_publishes() -> None:
    """Three weeks of office hours: by day every hour, by night nothing."""
    times = [NOW - timedelta(days=day, hours=hour) for day in range(21) for hour in range(4)]
    rhythm = begin(times, NOW)
    noon, night = NOW + timedelta(days=1), NOW + timedelta(days=1, hours=12)
    assert look_after(rhythm, noon, 3.0, LONGEST) < look_after(rhythm, night, 3.0, LONGEST) / 4


def test_a_habit_of_weekdays_is_learnt_and_a_dead_source_is_forgotten() -> None:
    tuesdays = begin([NOW - timedelta(days=7 * week) for week in range(8)], NOW)
    assert per_hour(tuesdays, NOW + timedelta(days=7)) > 5 * per_hour(
        tuesdays, NOW + timedelta(days=10)
    )
    dead = learn(tuesdays, [], NOW + timedelta(days=120))
    assert look_after(dead, NOW + timedelta(days=120), 3.5, LONGEST) > 12 * HOUR


def test_news_draws_the_next_look_nearer_and_silence_lets_it_go() -> None:
    before = listing(hourly(20, 6 * HOUR, NOW - 9 * HOUR))
    state = success(SourceState(), before, now=NOW - 6 * HOUR)
    news = [NOW - timedelta(minutes=number) for number in range(4)]
    burst = success(state, listing([*news, *hourly(16, 6 * HOUR, NOW - 9 * HOUR)], known=16))
    assert burst.interval < state.interval / 2
    assert success(burst, None, now=NOW + 3 * HOUR).interval > burst.interval


def test_a_listing_of_which_little_is_left_is_polled_before_it_rolls_by() -> None:
    """Fifteen of twenty entries are new after an hour: the whole rolls by in eighty minutes."""
    calm = success(SourceState(), listing(hourly(20, timedelta(days=2))))
    dates = [NOW + HOUR - timedelta(days=number) for number in range(20)]
    entries = [Entry(id=f"{at}", url=None, title="x", published=at) for at in dates]
    made = listing_of(entries, [number >= 15 for number in range(20)], NOW + HOUR, calm.listing)
    state = success(calm, made, now=NOW + HOUR)
    assert state.rolls_by == timedelta(minutes=80)
    assert state.interval <= timedelta(minutes=80) / 3


def test_a_known_entry_that_the_publisher_renumbers_is_no_gap() -> None:
    before = success(SourceState(), listing(hourly(10)))
    later = NOW + timedelta(days=1)
    renumbered = [Entry(id=f"new {n}", url=None, title="x", published=later) for n in range(10)]
    made = listing_of(renumbered, [True] * 10, later, before.listing)
    assert success(before, made, now=later).gap is None


def test_a_server_that_asks_to_wait_is_obeyed_but_not_beyond_a_day() -> None:
    for asked, waited in ((timedelta(hours=3), timedelta(hours=3)), (timedelta(days=90), LONGEST)):
        state = success(SourceState(), listing(hourly(8)), asked=asked)
        assert wait(state) == waited


def test_the_owners_interval_wins_over_the_rhythm() -> None:
    fixed = Source("wire", SOURCE.url, every=timedelta(minutes=7))
    state = success(SourceState(), listing(hourly(8)), source=fixed)
    assert state.next_poll_at == NOW + timedelta(minutes=7)


def test_the_first_success_is_remembered_for_good() -> None:
    second = success(success(SourceState(), None), None, now=NOW + HOUR)
    assert second.first_polled_at == NOW
    assert second.last_success_at == NOW + HOUR


def test_failures_double_the_pause_and_a_success_forgets_them() -> None:
    state = SourceState()
    pauses = []
    for _ in range(9):
        state = after_failure(SOURCE, state, NOW, "no answer", None)
        assert state.next_poll_at is not None
        pauses.append(state.next_poll_at - NOW)
    for paused, told in zip(pauses, (HOUR / 4, HOUR / 2, HOUR), strict=False):
        assert 0.9 <= paused / told <= 1.1
    assert 0.9 <= pauses[-1] / LONGEST <= 1.1
    healthy = success(state, None)
    assert (healthy.failures, healthy.last_error) == (0, None)


def test_retry_after_wins_when_it_is_longer() -> None:
    state = after_failure(SOURCE, SourceState(), NOW, "too many requests", timedelta(hours=2))
    assert state.next_poll_at == NOW + timedelta(hours=2)


@given(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=30))
def test_no_list_of_dates_makes_the_interval_leave_its_bounds(times: list[datetime]) -> None:
    state = success(SourceState(), listing(times))
    assert SHORTEST <= state.interval <= LONGEST
