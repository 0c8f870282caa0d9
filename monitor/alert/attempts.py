"""How an attempt failed -> what becomes of the delivery: decisions on values, no clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.errors import DeliveryError, DeliveryFault
from monitor.store import Dead, Delivery, Outcome, Retry

# Full jitter: waits drawn evenly from nothing to a doubling ceiling part the retries of many
# messages best (Brooker, 'Exponential Backoff And Jitter', AWS Architecture Blog, 2015).
FIRST_CEILING = timedelta(seconds=5)
LAST_CEILING = timedelta(minutes=30)
SHORTEST = timedelta(seconds=1)

LONGEST_DELIVERY = timedelta(hours=24)
# Each attempt in doubt may be one more copy, so their number has an end too. It also shows that
# a message's 24 hours were its own: one that waited behind a broken channel has fewer.
MOST_ATTEMPTS = 15

FIRST_PAUSE = timedelta(minutes=5)  # of a channel that needs a person
LAST_PAUSE = timedelta(hours=1)
TELL_AFTER = 5  # failures to reach a channel, in a row, before its owner is told

UNREACHABLE = "unreachable"  # the code of a fault before any byte of the message left


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from a failed attempt, for the message and for its whole channel."""

    outcome: Outcome
    paused_until: datetime | None = None
    tell: bool = False  # the owner, over the other channels


def backoff(attempt: int, chance: float) -> timedelta:
    """Return the wait after the given attempt (1 for the first); ``chance`` is drawn from [0, 1)."""
    ceiling = min(FIRST_CEILING * _doubled(attempt), LAST_CEILING)
    return max(SHORTEST, ceiling * chance)


def consequence(
    delivery: Delivery,
    error: DeliveryError,
    now: datetime,
    *,
    failures: int,
    chance: Callable[[], float],
) -> Consequence:
    """Decide what becomes of a delivery whose attempt failed.

    ``failures`` counts the channel's own faults in a row, this one included. A message outlives
    every fault of its channel; alone it is given up after 24 hours and 15 attempts, or after 15
    attempts when more than one left in doubt whether it arrived.
    """
    match error.fault:
        case DeliveryFault.PERMANENT:
            return Consequence(Dead(error.reason), tell=True)
        case DeliveryFault.CHANNEL:
            pause = min(FIRST_PAUSE * _doubled(failures), LAST_PAUSE)
            until = now + max(pause, error.retry_after or pause)
            return Consequence(_again(delivery, error, until), until, tell=failures == 1)
        case DeliveryFault.TRANSIENT if error.retry_after is not None:
            until = now + error.retry_after
            return Consequence(_again(delivery, error, until), until)
        case DeliveryFault.TRANSIENT if error.code == UNREACHABLE:
            until = now + backoff(failures, chance())
            tell = failures == TELL_AFTER
            return Consequence(_again(delivery, error, until), until, tell=tell)
        case _:
            return _retried(delivery, error, now, chance())


def _retried(delivery: Delivery, error: DeliveryError, now: datetime, chance: float) -> Consequence:
    if delivery.attempt >= MOST_ATTEMPTS:
        if now - delivery.first_attempt_at >= LONGEST_DELIVERY:
            return Consequence(Dead(f"given up after 24 hours: {error.reason}"), tell=True)
        if error.fault is DeliveryFault.AMBIGUOUS and delivery.possible_repeat:
            reason = f"given up after {delivery.attempt} attempts, some in doubt: {error.reason}"
            return Consequence(Dead(reason), tell=True)
    at = now + max(backoff(delivery.attempt, chance), error.retry_after or SHORTEST)
    return Consequence(_again(delivery, error, at), at if error.retry_after else None)


def _doubled(times: int) -> int:
    """Return 1, 2, 4 ... for 1, 2, 3 ..., at most 2**20."""
    return 1 << min(max(times, 1) - 1, 20)


def _again(delivery: Delivery, error: DeliveryError, at: datetime) -> Retry:
    """Once in doubt, always in doubt: no later certainty takes an earlier copy back."""
    in_doubt = error.fault is DeliveryFault.AMBIGUOUS or delivery.possible_repeat
    return Retry(at, error.reason, ambiguous=in_doubt)
