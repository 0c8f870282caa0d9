"""SourceState <-> a row of ``sources``: columns for people, one JSON text for the scheduler."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from monitor.news.source import Gap, Harvest, Health, Listing, SourceState
from monitor.news.source.rhythm import Rhythm
from monitor.store.columns import (
    names_of,
    names_text,
    optional_storable,
    optional_time_of,
    optional_time_text,
    storable,
    time_of,
    time_text,
)

TIMES = (
    "next_poll_at",
    "first_polled_at",
    "last_polled_at",
    "last_success_at",
    "last_new_at",
    "failing_since",
    "unreached_since",
    "health_since",
)


def state_of(row: Mapping[str, Any]) -> SourceState:
    """Read the state columns of a row of ``sources``."""
    memory = json.loads(row["memory"])
    return SourceState(
        **{name: optional_time_of(row[name]) for name in TIMES},
        failures=row["failures"],
        last_error=row["last_error"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        body_hash=row["body_hash"],
        whole_at=optional_time_of(memory.get("whole_at")),
        validators_lie=memory.get("validators_lie", False),
        url=row["moved_to"],
        moving_to=memory.get("moving_to"),
        moves=memory.get("moves", 0),
        format=row["format"],
        repairs=names_of(row["repairs"]),
        interval=timedelta(seconds=row["interval_seconds"]),
        rhythm=_rhythm_of(memory.get("rhythm")),
        rolls_by=_span_of(memory.get("rolls_by")),
        listing=_listing_of(row["listing"]),
        usual_entries=row["usual_entries"],
        was_dated=bool(row["was_dated"]),
        gap=_gap_of(row["gap"]),
        arrivals=tuple(map(time_of, memory.get("arrivals", ()))),
        harvest=_harvest_of(memory.get("harvest")),
        health=Health(row["health"]),
        health_reason=row["health_reason"],
    )


def columns_of(state: SourceState) -> dict[str, object]:
    """Return what ``state_of`` reads, by column."""
    memory = {
        "whole_at": optional_time_text(state.whole_at),
        "validators_lie": state.validators_lie,
        "moving_to": optional_storable(state.moving_to),
        "moves": state.moves,
        "rhythm": _rhythm_values(state.rhythm),
        "rolls_by": None if state.rolls_by is None else state.rolls_by.total_seconds(),
        "arrivals": [time_text(moment) for moment in state.arrivals],
        "harvest": _harvest_values(state.harvest),
    }
    return {
        **{name: optional_time_text(getattr(state, name)) for name in TIMES},
        "failures": state.failures,
        "last_error": optional_storable(state.last_error),
        "etag": optional_storable(state.etag),
        "last_modified": optional_storable(state.last_modified),
        "body_hash": state.body_hash,
        "moved_to": optional_storable(state.url),
        "format": state.format,
        "repairs": names_text(state.repairs),
        "interval_seconds": int(state.interval.total_seconds()),
        "memory": json.dumps(memory),
        "listing": _listing_text(state.listing),
        "usual_entries": state.usual_entries,
        "was_dated": int(state.was_dated),
        "gap": _gap_text(state.gap),
        "health": state.health.value,
        "health_reason": storable(state.health_reason),
    }


def _span_of(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _rhythm_of(values: dict[str, Any] | None) -> Rhythm | None:
    if values is None:
        return None
    return Rhythm(
        by_hour=tuple(values["by_hour"]),
        by_day=tuple(values["by_day"]),
        hours=values["hours"],
        burst=values["burst"],
        counted_to=time_of(values["counted_to"]),
    )


def _rhythm_values(rhythm: Rhythm | None) -> dict[str, object] | None:
    if rhythm is None:
        return None
    return {
        "by_hour": [round(count, 4) for count in rhythm.by_hour],
        "by_day": [round(count, 4) for count in rhythm.by_day],
        "hours": round(rhythm.hours, 4),
        "burst": round(rhythm.burst, 4),
        "counted_to": time_text(rhythm.counted_to),
    }


def _harvest_of(values: dict[str, Any] | None) -> Harvest | None:
    if values is None:
        return None
    return Harvest(
        articles=values["articles"],
        letters=values["letters"],
        lately=values["lately"],
        language=values["language"],
        languages=tuple(values["languages"]),
    )


def _harvest_values(harvest: Harvest | None) -> dict[str, object] | None:
    if harvest is None:
        return None
    return {
        "articles": harvest.articles,
        "letters": round(harvest.letters, 1),
        "lately": round(harvest.lately, 1),
        "language": harvest.language,
        "languages": list(harvest.languages),
    }


def _listing_of(text: str | None) -> Listing | None:
    if text is None:
        return None
    values = json.loads(text)
    return Listing(
        entries=values["entries"],
        known=values["known"],
        undated=values["undated"],
        future=values["future"],
        newest_at=optional_time_of(values["newest_at"]),
        oldest_at=optional_time_of(values["oldest_at"]),
        pace=_span_of(values["pace"]),
        latest=tuple(values["latest"]),
    )


def _listing_text(listing: Listing | None) -> str | None:
    """Return what outlives the poll: what was new in it has been counted by then."""
    if listing is None:
        return None
    return json.dumps(
        {
            "entries": listing.entries,
            "known": listing.known,
            "undated": listing.undated,
            "future": listing.future,
            "newest_at": optional_time_text(listing.newest_at),
            "oldest_at": optional_time_text(listing.oldest_at),
            "pace": None if listing.pace is None else listing.pace.total_seconds(),
            "latest": [storable(one) for one in listing.latest],
        }
    )


def _gap_of(text: str | None) -> Gap | None:
    if text is None:
        return None
    values = json.loads(text)
    return Gap(
        time_of(values["since"]), time_of(values["until"]), values["unseen"], values["found"]
    )


def _gap_text(gap: Gap | None) -> str | None:
    if gap is None:
        return None
    values = {"since": time_text(gap.since), "until": time_text(gap.until)}
    return json.dumps({**values, "unseen": gap.unseen, "found": gap.found})
