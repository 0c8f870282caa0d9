"""A source that answers may still be ill; the owner hears of it once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.news.model import Entry
from monitor.news.source import Health, Source, SourceState
from monitor.news.source.health import after_reading, is_outage, turned, with_found
from monitor.news.source.schedule import (
    after_failure,
    after_outage,
    after_success,
    listing_of,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SOURCE = Source("wire", "https://wire.example/feed")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def poll(
    state: SourceState, dates: Sequence[datetime | None], *, known: int = 5, now: datetime = NOW
) -> SourceState:
    """Poll a listing, newest first, whose last ``known`` entries came before."""
    ids = [f"{at}" if at else f"{now}-{n}" for n, at in enumerate(dates)]
    entries = [
        Entry(id=i, url=None, title="x", published=at) for i, at in zip(ids, dates, strict=True)
    ]
    flags = [n >= len(dates) - known for n in range(len(dates))]
    made = listing_of(entries, flags, now, state.listing)
    return after_success(SOURCE, state, now, listing=made, asked_to_wait=None)


def fail(state: SourceState, at: datetime, kind: Health = Health.FAILING) -> SourceState:
    return after_failure(SOURCE, state, at, "no route to host", None, kind)


def hourly(count: int, now: datetime = NOW) -> list[datetime | None]:
    return [now - HOUR * number for number in range(count)]


WELL = poll(SourceState(), hourly(20), known=0)


def test_a_source_that_lists_dated_news_is_fine() -> None:
    assert (WELL.health, WELL.health_reason, WELL.health_since) == (Health.FINE, "", NOW)


def test_one_failure_is_weather_and_three_are_an_illness() -> None:
    state, healths = WELL, []
    for number in range(3):
        before = state
        state = fail(state, NOW + HOUR * number)
        healths.append((state.health, turned(before, state)))
    assert healths == [(Health.FINE, False), (Health.FINE, False), (Health.FAILING, True)]
    assert state.health_reason == "no route to host"


def test_a_refusal_is_said_at_once_and_only_once() -> None:
    first = fail(WELL, NOW + HOUR, Health.BLOCKED)
    second = fail(first, NOW + 2 * HOUR, Health.BLOCKED)
    assert (first.health, turned(WELL, first)) == (Health.BLOCKED, True)
    assert (turned(first, second), second.health_since) == (False, NOW + HOUR)


def test_a_recovery_is_said_once() -> None:
    ill = fail(WELL, NOW, Health.BLOCKED)
    well = poll(ill, hourly(20))
    assert turned(ill, well)
    assert not turned(well, poll(well, hourly(20)))


def test_a_feed_with_nothing_in_it_is_empty() -> None:
    assert poll(WELL, [], known=0).health is Health.EMPTY


def test_a_feed_that_was_quiet_for_far_longer_than_its_rhythm_is_frozen() -> None:
    later = NOW + 5 * DAY
    state = poll(WELL, hourly(20), now=later)
    assert state.health is Health.FROZEN
    assert "5 days" in state.health_reason


def test_an_unchanged_answer_freezes_too() -> None:
    state = after_success(SOURCE, WELL, NOW + 5 * DAY, listing=None, asked_to_wait=None)
    assert state.health is Health.FROZEN


def test_a_feed_without_dates_freezes_by_when_its_entries_came() -> None:
    state = poll(SourceState(), [None] * 5, known=0)
    for hours in range(1, 6):
        at = NOW + HOUR * hours
        state = poll(replace(state, last_new_at=at), [None] * 5, known=4, now=at)
    assert state.health is Health.FINE
    quiet = poll(state, [None] * 5, known=5, now=NOW + 5 * DAY)
    assert quiet.health is Health.FROZEN
    assert "nothing new for 5 days; usually every 60 minutes" in quiet.health_reason


def test_a_feed_without_dates_that_brought_nothing_since_the_first_poll_freezes_in_a_month() -> (
    None
):
    state = replace(poll(SourceState(), [None] * 5, known=0), last_new_at=NOW)
    assert poll(state, [None] * 5, now=NOW + 29 * DAY).health is Health.FINE
    quiet = poll(state, [None] * 5, now=NOW + 31 * DAY)
    assert quiet.health is Health.FROZEN
    assert quiet.health_reason == "nothing new for 31 days, and it gives no dates"


def test_a_monthly_column_is_not_frozen_after_a_month() -> None:
    monthly: list[datetime | None] = [NOW - DAY * 30 * number for number in range(1, 9)]
    assert poll(SourceState(), monthly, known=0).health is Health.FINE


def test_a_quiet_weekend_is_no_illness() -> None:
    assert poll(WELL, hourly(20), now=NOW + 2 * DAY).health is Health.FINE


def test_lost_dates_are_said_and_a_feed_that_never_had_any_is_not_blamed() -> None:
    assert poll(WELL, [None] * 20).health is Health.UNDATED
    assert poll(SourceState(), [None] * 20, known=0).health is Health.FINE


def test_dates_in_the_future_are_said() -> None:
    state = poll(WELL, [*hourly(20), NOW + 40 * DAY])
    assert state.health is Health.FUTURE
    assert "1 of 21" in state.health_reason


def test_a_poll_without_a_known_entry_is_a_gap_with_its_times() -> None:
    later = NOW + 3 * DAY
    state = poll(WELL, hourly(20, later), known=0, now=later)
    assert state.health is Health.GAPS
    assert state.gap is not None
    assert (state.gap.since, state.gap.until) == (NOW, later - 19 * HOUR)
    assert state.gap.unseen == 53
    assert "up to 53 items unseen" in state.health_reason


def test_the_first_poll_is_no_gap() -> None:
    assert WELL.gap is None


def test_a_gap_is_over_after_a_day() -> None:
    later = NOW + 3 * DAY
    gappy = poll(WELL, hourly(20, later), known=0, now=later)
    after = later + 2 * DAY
    assert poll(gappy, hourly(20, after), known=4, now=after).health is Health.FINE


def test_a_listing_that_shrinks_is_said() -> None:
    state = WELL
    for _ in range(5):
        state = poll(state, hourly(20))
    state = poll(state, hourly(3))
    assert state.health is Health.SHRUNK
    assert "3 entries, usually" in state.health_reason


def test_health_since_moves_only_when_the_health_turns() -> None:
    later = poll(WELL, hourly(20, NOW + HOUR), now=NOW + HOUR)
    assert later.health_since == NOW
    assert replace(later, health_since=None).health is Health.FINE


def test_when_nothing_else_is_reached_either_it_is_our_own_line() -> None:
    assert is_outage(unreached=5, watched=50)
    assert is_outage(unreached=2, watched=2)
    assert not is_outage(unreached=4, watched=50)
    assert not is_outage(unreached=1, watched=1)


def test_an_outage_is_held_against_no_source() -> None:
    state = after_outage(SOURCE, WELL, NOW + HOUR)
    assert (state.failures, state.health, state.interval) == (0, Health.FINE, WELL.interval)
    assert state.next_poll_at is not None
    assert state.next_poll_at - NOW < HOUR + timedelta(minutes=8)


def test_what_says_that_it_is_gone_is_said_at_once_and_still_asked_once_a_day() -> None:
    gone = fail(WELL, NOW + HOUR, Health.GONE)
    assert (gone.health, turned(WELL, gone)) == (Health.GONE, True)
    assert gone.next_poll_at is not None
    assert gone.next_poll_at - NOW > timedelta(hours=20)


def test_weeks_of_failures_are_said_once_more_than_failing() -> None:
    state, told = WELL, []
    for day in range(20):
        before, state = state, fail(state, NOW + DAY * day)
        if turned(before, state):
            told.append((day, state.health))
    assert told == [(2, Health.FAILING), (14, Health.GONE)]
    assert "14 days" not in state.health_reason
    assert "19 days" in state.health_reason


def test_a_pinned_entry_hides_no_gap() -> None:
    pin: list[datetime | None] = [NOW - 90 * DAY]
    before = poll(SourceState(), [*hourly(20), *pin], known=0)
    later = NOW + 3 * DAY
    state = poll(before, [*hourly(20, later), *pin], known=1, now=later)
    assert state.health is Health.GAPS


def test_what_the_archive_gave_back_is_said_with_the_gap() -> None:
    later = NOW + 3 * DAY
    gappy = poll(WELL, hourly(20, later), known=0, now=later)
    told = with_found(WELL, gappy, 50, later)
    assert told.health_reason.endswith("; 50 of them found in its archive")


def read(state: SourceState, count: int, letters: int, language: str) -> SourceState:
    return after_reading(SOURCE, state, [(letters, language)] * count, NOW)


def test_articles_that_give_far_less_text_than_they_used_to_are_said() -> None:
    state = read(read(WELL, 30, 4000, "en"), 5, 200, "en")
    assert state.health is Health.THIN
    assert turned(WELL, state)
    assert read(state, 8, 4000, "en").health is Health.FINE


def test_two_short_notes_are_no_illness() -> None:
    assert read(read(WELL, 30, 4000, "en"), 2, 200, "en").health is Health.FINE


def test_articles_in_another_language_are_said() -> None:
    state = read(read(WELL, 12, 4000, "en"), 10, 4000, "zh-Hant")
    assert state.health is Health.LANGUAGE
    assert "'zh' now, usually in 'en'" in state.health_reason


def test_articles_of_a_source_that_fails_change_nothing_about_that() -> None:
    failing = fail(fail(fail(WELL, NOW), NOW), NOW)
    assert read(failing, 3, 4000, "en").health is Health.FAILING
