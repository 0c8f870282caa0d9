"""A date that leaves the day open is as near to others as it may be."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.news.dates import parse_date
from monitor.news.story.days import SOME_TIME_THIS_YEAR, apart

DAY = timedelta(days=1)
START = datetime(2015, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 12 * 365).map(lambda days: START + days * DAY)


def days(one: str, other: str) -> float:
    first, second = parse_date(one), parse_date(other)
    assert first is not None
    assert second is not None
    return apart(first, second) / DAY


@pytest.mark.parametrize(
    ("one", "other", "between"),
    [
        ("2024-08-23", "2024-08-26", 3),
        ("2024-08", "2024-08-26", 0),
        ("2024-08", "2024-09-03", (2 + 33) / 2),
        ("2024-12", "2025-01-02", (1 + 32) / 2),
        ("2024-07-30", "2024-08", 2),
        ("2023", "2024-02-10", 40),
        ("2024-09", "2024-11", (31 + 61) / 2),
        ("2024-08-01T09:30:00Z", "2024-08-26T09:30:00Z", 25),
    ],
)
def test_a_month_without_a_day_may_be_any_of_its_days(one: str, other: str, between: float) -> None:
    assert days(one, other) == days(other, one) == between


def test_a_year_without_a_month_is_weeks_from_all_that_is_not_in_january() -> None:
    assert days("2018", "2018-09-17") == SOME_TIME_THIS_YEAR / DAY
    assert days("2018", "2018-01-20") == 0
    assert days("2018", "2019-01-18") == SOME_TIME_THIS_YEAR / DAY


@given(MOMENTS, MOMENTS)
def test_no_two_moments_are_further_apart_than_they_are(one: datetime, other: datetime) -> None:
    assert timedelta(0) <= apart(one, other) == apart(other, one) <= abs(one - other)
