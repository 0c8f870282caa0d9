"""State of a source -> how well it is, since when, and why, in words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.news.source import WELL, Gap, Harvest, Health, Listing, Source, SourceState
from monitor.news.source.rhythm import pace

FAILURES = 3  # in a row before a source counts as failing: one is weather
GIVEN_UP = timedelta(days=14)  # of failures: feeds do come back, so it is asked once a day
FREEZING = 12  # times its own pace
FREEZES_AFTER = timedelta(days=3)  # at the least: a weekend is no fault
DORMANT = timedelta(days=30)  # after which a source whose pace nobody knows is frozen
SHRUNK = 0.34  # share of what it usually lists
THIN = 0.4  # share of the text that its articles usually have
GAP_SHOWN = timedelta(days=1)
OUTAGE = 5  # sources that can't be reached one after the other, none between that answers
PROVEN = 20  # articles, before their text is compared with the usual
SLOW, QUICK = 0.05, 0.3  # weight of the latest article in the two averages
LAST = 10  # articles whose languages are kept
# one refusal or one page of HTML is said at once: it does not pass by itself
AT_ONCE = frozenset({Health.GONE, Health.BLOCKED, Health.NOT_A_FEED})


def diagnose(
    before: SourceState, after: SourceState, now: datetime, failed_as: Health | None = None
) -> SourceState:
    """Return the state with its health; ``health_since`` moves only when the health turns."""
    if failed_as is not None:
        health, reason = _of_failure(before, after, now, failed_as)
    else:
        health, reason = next(_complaints(after, now), (Health.FINE, ""))
    since = before.health_since if health == before.health else now
    return replace(after, health=health, health_since=since, health_reason=reason)


def is_outage(unreached: int, watched: int) -> bool:
    """Tell whether it is rather our own line that is down.

    ``unreached`` counts the sources that no server answered for since any source got an answer,
    of all ``watched``.
    """
    return watched > 1 and unreached >= min(OUTAGE, watched)


def turned(before: SourceState, after: SourceState) -> bool:
    """Tell whether the owner should hear: well before and ill now, the other way, or gone."""
    gone = after.health is Health.GONE and before.health is not Health.GONE
    return gone or (before.health in WELL) != (after.health in WELL)


def after_reading(
    source: Source, state: SourceState, read: Sequence[tuple[int, str | None]], now: datetime
) -> SourceState:
    """Return the state after articles were read: (letters of the text, language) of each."""
    harvest = state.harvest or Harvest(0, 0.0, 0.0)
    for letters, language in read:
        harvest = _gathered(harvest, letters, language, source.language)
    after = replace(state, harvest=harvest)
    if state.failures or state.health is Health.NEW:
        return after
    return diagnose(state, after, now)


def with_found(before: SourceState, after: SourceState, found: int, now: datetime) -> SourceState:
    """Return the state after so many items of its latest gap were found in the archive."""
    if after.gap is None or not found:
        return after
    return diagnose(before, replace(after, gap=replace(after.gap, found=found)), now)


def gap_words(gap: Gap) -> str:
    """Return a gap as a person reads it."""
    day = "%Y-%m-%d %H:%M"
    until = gap.until.strftime("%H:%M" if gap.until.date() == gap.since.date() else day)
    found = f"; {gap.found} of them found in its archive" if gap.found else ""
    items = "1 item" if gap.unseen == 1 else f"{gap.unseen} items"
    return f"up to {items} unseen between {gap.since.strftime(day)} and {until} UTC{found}"


def _of_failure(
    before: SourceState, after: SourceState, now: datetime, failed_as: Health
) -> tuple[Health, str]:
    reason = after.last_error or ""
    if after.failing_since is not None and now - after.failing_since >= GIVEN_UP:
        span = span_words(now - after.failing_since)
        return Health.GONE, f"nothing but errors for {span}: {reason}; asked once a day"
    if failed_as in AT_ONCE or after.failures >= FAILURES:
        return failed_as, reason
    return before.health, before.health_reason


def _complaints(state: SourceState, now: datetime) -> Iterator[tuple[Health, str]]:
    """Yield what is wrong with a source that answers, the worst first."""
    if state.listing is not None:
        yield from _of_listing(state, state.listing, now)
    if state.harvest is not None:
        yield from _of_harvest(state.harvest)


def _of_listing(
    state: SourceState, listing: Listing, now: datetime
) -> Iterator[tuple[Health, str]]:
    if not listing.entries:
        yield Health.EMPTY, "it answers, and lists nothing"
        return
    quiet = now - (listing.newest_at or state.last_new_at or now)
    own = listing.pace or pace(state.arrivals)
    if own is not None and quiet > max(FREEZING * own, FREEZES_AFTER):
        usually = span_words(own)
        yield Health.FROZEN, f"nothing new for {span_words(quiet)}; usually every {usually}"
    elif own is None and listing.newest_at is None and quiet > DORMANT:
        yield Health.FROZEN, f"nothing new for {span_words(quiet)}, and it gives no dates"
    if state.was_dated and listing.undated == listing.entries:
        yield Health.UNDATED, "its entries have lost their dates"
    if listing.future:
        dated = f"{listing.future} of {listing.entries} entries are dated in the future"
        yield Health.FUTURE, dated
    if state.gap is not None and now - state.gap.until < GAP_SHOWN:
        yield Health.GAPS, gap_words(state.gap)
    if listing.entries < SHRUNK * state.usual_entries:
        usual = round(state.usual_entries)
        yield Health.SHRUNK, f"it lists {listing.entries} entries, usually {usual}"


def _of_harvest(harvest: Harvest) -> Iterator[tuple[Health, str]]:
    if harvest.articles >= PROVEN and harvest.lately < THIN * harvest.letters:
        lately, usual = round(harvest.lately), round(harvest.letters)
        yield Health.THIN, f"its articles give {lately} letters of text, usually {usual}"
    if harvest.language is not None and len(harvest.languages) == LAST:
        now, count = Counter(harvest.languages).most_common(1)[0]
        if now != harvest.language and count >= 0.8 * LAST:
            yield (
                Health.LANGUAGE,
                f"its articles are in {now!r} now, usually in {harvest.language!r}",
            )


def _gathered(
    harvest: Harvest, letters: int, language: str | None, configured: str | None
) -> Harvest:
    first = not harvest.articles
    languages = harvest.languages
    if language is not None:
        languages = (*languages, language.partition("-")[0])[-LAST:]
    usual = harvest.language or (configured.partition("-")[0] if configured else None)
    if usual is None and len(languages) == LAST:
        usual = Counter(languages).most_common(1)[0][0]
    return Harvest(
        articles=harvest.articles + 1,
        letters=letters if first else harvest.letters + SLOW * (letters - harvest.letters),
        lately=letters if first else harvest.lately + QUICK * (letters - harvest.lately),
        language=usual,
        languages=languages,
    )


def span_words(span: timedelta) -> str:
    """Return a span of time in one unit."""
    for unit, size in (("days", 86_400), ("hours", 3600), ("minutes", 60)):
        if span.total_seconds() >= 2 * size:
            return f"{round(span.total_seconds() / size)} {unit}"
    return "a minute or so"
