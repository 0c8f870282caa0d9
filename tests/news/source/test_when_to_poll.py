"""When to look again is decided from values alone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.news.model import Entry
from monitor.news.source import Listing, Source, SourceState
from monitor.news.source.schedule import (
    LONGEST,
    SHORTEST,
    after_failure,
    after_success,
    listing_of,
    rhythm,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SOURCE = Source("wire", "https://wire.example/feed")
HOUR = timedelta(hours=1)


def hourly(count: int, step: timedelta = HOUR) -> tuple[datetime, ...]:
    return tuple(NOW - step * number for number in range(count))


def listing(dates: Sequence[datetime | None], known: int = 1, now: datetime = NOW) -> Listing:
    entries = [Entry(id=str(n), url=None, title="x", published=at) for n, at in enumerate(dates)]
    return listing_of(entries, known, now)


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
    assert rhythm(times) == HOUR


def test_two_times_make_no_rhythm() -> None:
    assert rhythm(hourly(2)) is None


def test_the_next_poll_comes_at_half_the_rhythm() -> None:
    state = success(SourceState(), listing(hourly(8)))
    assert state.next_poll_at == NOW + timedelta(minutes=30)


def test_a_short_listing_is_polled_before_half_of_it_has_rolled_by() -> None:
    burst = [NOW - timedelta(minutes=n) for n in (0, 1, 2, 3, 50, 52, 54, 56)]
    state = success(SourceState(), listing([NOW - timedelta(minutes=n * 30) for n in range(3)]))
    assert state.interval == timedelta(minutes=15)
    assert success(SourceState(), listing(burst)).interval == SHORTEST


def test_an_unchanged_source_is_polled_more_slowly_each_time() -> None:
    state = SourceState(interval=timedelta(minutes=20))
    for expected in (30, 45):
        state = success(state, None)
        assert state.interval == timedelta(minutes=expected)


def test_a_server_that_asks_to_wait_is_obeyed_but_not_beyond_a_day() -> None:
    for asked, wait in ((timedelta(hours=3), timedelta(hours=3)), (timedelta(days=90), LONGEST)):
        state = success(SourceState(), listing(hourly(8)), asked=asked)
        assert state.next_poll_at == NOW + wait


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
        state = after_failure(state, NOW, "no answer", None)
        assert state.next_poll_at is not None
        pauses.append(state.next_poll_at - NOW)
    assert pauses[:3] == [timedelta(minutes=15), timedelta(minutes=30), HOUR]
    assert pauses[-1] == LONGEST
    healthy = success(state, None)
    assert (healthy.failures, healthy.last_error) == (0, None)


def test_retry_after_wins_when_it_is_longer() -> None:
    state = after_failure(SourceState(), NOW, "too many requests", timedelta(hours=2))
    assert state.next_poll_at == NOW + timedelta(hours=2)


@given(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=30))
def test_no_list_of_dates_makes_the_interval_leave_its_bounds(times: list[datetime]) -> None:
    state = success(SourceState(), listing(times))
    assert SHORTEST <= state.interval <= LONGEST
