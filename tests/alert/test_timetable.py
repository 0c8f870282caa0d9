"""Quiet hours and digests on walls whose clocks leap."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alert.timetable import Quiet, Rhythm

BERLIN = ZoneInfo("Europe/Berlin")  # leaps at 01:00 UTC on 2026-03-29 and 2026-10-25
NIGHT = Quiet(time(22), time(7), break_through=0.95)
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        ("2026-03-28T20:59", False),
        ("2026-03-28T21:00", True),  # 22:00 in winter
        ("2026-03-29T00:59", True),
        ("2026-03-29T04:59", True),  # 06:59 in summer: the night was an hour shorter
        ("2026-03-29T05:00", False),
        ("2026-10-24T19:59", False),
        ("2026-10-24T20:00", True),  # 22:00 in summer
        ("2026-10-25T00:30", True),  # half past two, the first time
        ("2026-10-25T01:30", True),  # half past two, once more
        ("2026-10-25T05:59", True),
        ("2026-10-25T06:00", False),  # 07:00 in winter: the night was an hour longer
    ],
)
def test_the_night_is_quiet_by_the_wall_clock_over_both_leaps(moment: str, quiet: bool) -> None:
    assert NIGHT.holds(0.5, utc(moment), BERLIN) is quiet


def test_hours_that_a_leap_leaves_out_are_never_quiet() -> None:
    hour = Quiet(time(2), time(3))
    start = utc("2026-03-29T00:00")
    assert not any(hour.holds(0.5, start + timedelta(minutes=n), BERLIN) for n in range(240))


def test_a_high_score_breaks_through() -> None:
    midnight = utc("2026-06-01T22:30")
    assert NIGHT.holds(0.94, midnight, BERLIN)
    assert not NIGHT.holds(0.95, midnight, BERLIN)


@pytest.mark.parametrize(
    ("since", "closes"),
    [
        ("2026-03-28T10:00", "2026-03-28T16:30"),
        ("2026-03-28T16:30", "2026-03-29T07:00"),  # 09:00 in summer
        ("2026-10-24T16:00", "2026-10-25T08:00"),  # 09:00 in winter
        ("2026-10-25T07:59", "2026-10-25T08:00"),
    ],
)
def test_a_digest_closes_at_the_next_of_its_times(since: str, closes: str) -> None:
    rhythm = Rhythm(times=(time(9), time(17, 30)))
    assert rhythm.closes(utc(since), BERLIN) == utc(closes)


def test_a_time_that_comes_twice_closes_one_digest_and_one_left_out_closes_all_the_same() -> None:
    rhythm = Rhythm(times=(time(2, 30),))
    first = rhythm.closes(utc("2026-10-24T12:00"), BERLIN)
    assert first == utc("2026-10-25T00:30")
    assert rhythm.closes(first, BERLIN) == utc("2026-10-26T01:30")
    assert rhythm.closes(utc("2026-03-28T12:00"), BERLIN) == utc("2026-03-29T01:30")


def test_a_digest_by_duration_closes_so_long_after_its_first_story() -> None:
    rhythm = Rhythm(every=timedelta(hours=2))
    since = utc("2026-03-29T00:30")
    assert not rhythm.is_due(since, since + timedelta(minutes=119), BERLIN)
    assert rhythm.is_due(since, since + timedelta(hours=2), BERLIN)


def test_what_was_promised_by_a_clock_that_ran_ahead_is_due() -> None:
    now = utc("2026-03-01T08:00")
    assert Rhythm(times=(time(9),)).is_due(now + timedelta(days=1), now, BERLIN)


@given(
    st.integers(0, 15 * 365 * 86400),
    st.sets(st.times(), min_size=1, max_size=4),
    st.sampled_from(ZONES),
)
def test_every_digest_closes_later_than_its_stories_and_within_two_days(
    seconds: int, times: set[time], zone: str
) -> None:
    moment = utc("2020-01-01T00:00") + timedelta(seconds=seconds)
    closes = Rhythm(times=tuple(times)).closes(moment, ZoneInfo(zone))
    assert moment < closes <= moment + timedelta(days=2)
