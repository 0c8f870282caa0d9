"""State of a source -> how well it is, since when, and why, in words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.news.source import Health, SourceState

FAILURES = 3  # in a row before a source counts as failing: one is weather
FREEZING = 12  # times its own rhythm
FREEZES_AFTER = timedelta(days=3)  # at the least: a weekend is no fault
SHRUNK = 0.34  # share of what it usually lists
GAP_SHOWN = timedelta(days=1)
# one refusal or one page of HTML is said at once: it does not pass by itself
AT_ONCE = frozenset({Health.BLOCKED, Health.NOT_A_FEED})


def diagnose(
    before: SourceState, after: SourceState, now: datetime, failed_as: Health | None = None
) -> SourceState:
    """Return the state with its health; ``health_since`` moves only when the health turns."""
    if failed_as is not None:
        health, reason = _of_failure(before, after, failed_as)
    else:
        health, reason = next(_complaints(after, now), (Health.FINE, ""))
    since = before.health_since if health == before.health else now
    return replace(after, health=health, health_since=since, health_reason=reason)


def is_outage(state: SourceState, others_succeeded_at: datetime | None) -> bool:
    """Tell whether it is rather our own line that is down: nothing else was reached since.

    ``others_succeeded_at`` is the latest success of all other sources, None where there are none.
    """
    return (
        state.failing_since is not None
        and others_succeeded_at is not None
        and others_succeeded_at < state.failing_since
    )


def turned(before: SourceState, after: SourceState) -> bool:
    """Tell whether the owner should hear of it: well before and ill now, or the other way."""
    well = {Health.FINE, Health.NEW}
    return (before.health in well) != (after.health in well)


def _of_failure(before: SourceState, after: SourceState, failed_as: Health) -> tuple[Health, str]:
    reason = after.last_error or ""
    if failed_as in AT_ONCE or after.failures >= FAILURES:
        return failed_as, reason
    return before.health, before.health_reason


def _complaints(state: SourceState, now: datetime) -> Iterator[tuple[Health, str]]:
    """Yield what is wrong with a source that answers, the worst first."""
    listing = state.listing
    if listing is None:
        return
    if not listing.entries:
        yield Health.EMPTY, "it answers, and lists nothing"
        return
    quiet = now - (listing.newest_at or state.last_new_at or now)
    if listing.rhythm is not None and quiet > max(FREEZING * listing.rhythm, FREEZES_AFTER):
        yield (
            Health.FROZEN,
            f"nothing new for {_words(quiet)}; usually every {_words(listing.rhythm)}",
        )
    if state.was_dated and listing.undated == listing.entries:
        yield Health.UNDATED, "its entries have lost their dates"
    if listing.future:
        yield (
            Health.FUTURE,
            f"{listing.future} of {listing.entries} entries are dated in the future",
        )
    if state.gap is not None and now - state.gap.until < GAP_SHOWN:
        gap = state.gap
        yield (
            Health.GAPS,
            (
                f"up to {gap.unseen} items unseen between {gap.since:%Y-%m-%d %H:%M} "
                f"and {gap.until:%Y-%m-%d %H:%M} UTC"
            ),
        )
    if listing.entries < SHRUNK * state.usual_entries:
        usual = round(state.usual_entries)
        yield Health.SHRUNK, f"it lists {listing.entries} entries, usually {usual}"


def _words(span: timedelta) -> str:
    for unit, size in (("days", 86_400), ("hours", 3600), ("minutes", 60)):
        if span.total_seconds() >= 2 * size:
            return f"{round(span.total_seconds() / size)} {unit}"
    return "a minute or so"
