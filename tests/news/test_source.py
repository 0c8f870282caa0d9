"""When to look again is decided from values alone."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.news.source import (
    LONGEST,
    SHORTEST,
    Source,
    SourceState,
    after_failure,
    after_success,
    rhythm,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SOURCE = Source("wire", "https://wire.example/feed")


def hourly(count: int, step: timedelta = timedelta(hours=1)) -> tuple[datetime, ...]:
    return tuple(NOW - step * number for number in range(count))


def test_the_rhythm_is_the_median_gap_so_one_long_night_does_not_count() -> None:
    times = (*hourly(6), NOW - timedelta(days=3))
    assert rhythm(times) == timedelta(hours=1)


def test_two_times_make_no_rhythm() -> None:
    assert rhythm(hourly(2)) is None


def test_the_next_poll_comes_at_half_the_rhythm() -> None:
    state = after_success(SOURCE, SourceState(), NOW, published=hourly(8), asked_to_wait=None)
    assert state.next_poll_at == NOW + timedelta(minutes=30)


def test_an_unchanged_source_is_polled_more_slowly_each_time() -> None:
    state = SourceState(interval=timedelta(minutes=20))
    for expected in (30, 45):
        state = after_success(SOURCE, state, NOW, published=(), asked_to_wait=None)
        assert state.interval == timedelta(minutes=expected)


def test_a_server_that_asks_to_wait_is_obeyed_but_not_beyond_a_day() -> None:
    for asked, wait in ((timedelta(hours=3), timedelta(hours=3)), (timedelta(days=90), LONGEST)):
        state = after_success(SOURCE, SourceState(), NOW, published=hourly(8), asked_to_wait=asked)
        assert state.next_poll_at == NOW + wait


def test_the_owners_interval_wins_over_the_rhythm() -> None:
    fixed = Source("wire", SOURCE.url, every=timedelta(minutes=7))
    state = after_success(fixed, SourceState(), NOW, published=hourly(8), asked_to_wait=None)
    assert state.next_poll_at == NOW + timedelta(minutes=7)


def test_the_first_success_is_remembered_for_good() -> None:
    first = after_success(SOURCE, SourceState(), NOW, published=(), asked_to_wait=None)
    later = NOW + timedelta(hours=1)
    second = after_success(SOURCE, first, later, published=(), asked_to_wait=None)
    assert second.first_polled_at == NOW
    assert second.last_success_at == later


def test_failures_double_the_pause_and_a_success_forgets_them() -> None:
    state = SourceState()
    pauses = []
    for _ in range(9):
        state = after_failure(state, NOW, "no answer", None)
        assert state.next_poll_at is not None
        pauses.append(state.next_poll_at - NOW)
    assert pauses[:3] == [timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1)]
    assert pauses[-1] == LONGEST
    healthy = after_success(SOURCE, state, NOW, published=(), asked_to_wait=None)
    assert (healthy.failures, healthy.last_error) == (0, None)


def test_retry_after_wins_when_it_is_longer() -> None:
    state = after_failure(SourceState(), NOW, "too many requests", timedelta(hours=2))
    assert state.next_poll_at == NOW + timedelta(hours=2)


@given(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=30))
def test_no_list_of_dates_makes_the_interval_leave_its_bounds(times: list[datetime]) -> None:
    state = after_success(SOURCE, SourceState(), NOW, published=tuple(times), asked_to_wait=None)
    assert SHORTEST <= state.interval <= LONGEST
