"""What follows from a failed attempt, for the message and for its whole channel."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from monitor.alert.attempts import (
    LAST_CEILING,
    LAST_PAUSE,
    LONGEST_DELIVERY,
    MOST_ATTEMPTS,
    TELL_AFTER,
    UNREACHABLE,
    Consequence,
    backoff,
    consequence,
)
from monitor.errors import DeliveryError, DeliveryFault
from monitor.store import Dead, Delivery, Promise, Retry

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def after(
    fault: DeliveryFault,
    *,
    failures: int = 1,
    attempt: int = 1,
    age: timedelta = timedelta(),
    doubt: bool = False,
    retry_after: timedelta | None = None,
    code: str | None = None,
) -> Consequence:
    promise = Promise("k", "desk", "ana", "story", "{}")
    delivery = Delivery(1, promise, attempt, doubt, NOW - age)
    error = DeliveryError("desk", "no", fault, retry_after=retry_after, code=code)
    return consequence(delivery, error, NOW, failures=failures, chance=lambda: 0.5)


@pytest.mark.parametrize(("failures", "minutes"), [(1, 5), (2, 10), (3, 20), (4, 40), (9, 60)])
def test_a_broken_channel_rests_twice_as_long_each_time_and_its_owner_hears_once(
    failures: int, minutes: int
) -> None:
    follows = after(DeliveryFault.CHANNEL, failures=failures)
    assert follows.paused_until == NOW + minutes * MINUTE <= NOW + LAST_PAUSE
    assert follows.outcome == Retry(NOW + minutes * MINUTE, "no")
    assert follows.tell is (failures == 1)


@pytest.mark.parametrize("fault", [DeliveryFault.TRANSIENT, DeliveryFault.AMBIGUOUS])
def test_what_a_server_asks_for_pauses_the_whole_channel(fault: DeliveryFault) -> None:
    follows = after(fault, retry_after=2 * MINUTE)
    assert follows.paused_until == NOW + 2 * MINUTE
    assert follows.outcome == Retry(NOW + 2 * MINUTE, "no", fault is DeliveryFault.AMBIGUOUS)
    assert not follows.tell


def test_a_server_that_cannot_be_reached_is_told_of_after_a_while_once() -> None:
    told = [
        failures
        for failures in range(1, 20)
        if after(DeliveryFault.TRANSIENT, failures=failures, code=UNREACHABLE).tell
    ]
    assert told == [TELL_AFTER]


def test_waits_double_up_to_half_an_hour() -> None:
    longest = [backoff(attempt, 1.0) for attempt in range(1, 20)]
    assert longest[0] == timedelta(seconds=5)
    assert all(2 * a == b or b == LAST_CEILING for a, b in pairwise(longest))
    assert backoff(1, 0.0) == timedelta(seconds=1)


@pytest.mark.parametrize(
    ("attempt", "age", "doubt", "fault", "given_up"),
    [
        (MOST_ATTEMPTS, LONGEST_DELIVERY, False, DeliveryFault.TRANSIENT, True),
        (MOST_ATTEMPTS - 1, LONGEST_DELIVERY, False, DeliveryFault.TRANSIENT, False),
        (MOST_ATTEMPTS, LONGEST_DELIVERY - MINUTE, False, DeliveryFault.TRANSIENT, False),
        (MOST_ATTEMPTS, MINUTE, True, DeliveryFault.AMBIGUOUS, True),
        (MOST_ATTEMPTS, MINUTE, False, DeliveryFault.AMBIGUOUS, False),
        (1, timedelta(), False, DeliveryFault.PERMANENT, True),
        (99, 9 * LONGEST_DELIVERY, True, DeliveryFault.CHANNEL, False),
    ],
)
def test_a_message_is_given_up_only_after_all_its_chances_and_never_in_silence(
    attempt: int, age: timedelta, doubt: bool, fault: DeliveryFault, given_up: bool
) -> None:
    follows = after(fault, attempt=attempt, age=age, doubt=doubt, failures=9)
    assert isinstance(follows.outcome, Dead) is given_up
    assert follows.tell is given_up


def test_once_in_doubt_a_message_stays_so() -> None:
    follows = after(DeliveryFault.TRANSIENT, doubt=True)
    assert isinstance(follows.outcome, Retry)
    assert follows.outcome.ambiguous
