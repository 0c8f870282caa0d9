"""How sources are, as a person reads it: the table of `monitor sources`, the lines of `status`."""

from collections.abc import Sequence
from datetime import datetime

from monitor.cli.screen import ago, table
from monitor.news.source import WELL, Health, SourceState
from monitor.store.records import SourceRow

SEVERITY = {health: place for place, health in enumerate(Health)}


def show_sources(rows: Sequence[SourceRow], now: datetime) -> None:
    """Print sources as a table, the worst first; within one health those that turned last."""
    headings = ("health", "since", "source", "new", "next", "every", "read", "flagged", "why")
    table(headings, (_cells(row, now) for row in sorted(rows, key=_rank)))


def ill(rows: Sequence[SourceRow]) -> list[SourceRow]:
    """Return the sources that need a person, the worst first."""
    return [row for row in sorted(rows, key=_rank) if _needs_a_person(row.state)]


def illness(state: SourceState, now: datetime) -> str:
    """Return what is wrong with a source, since when and why, in one line."""
    if state.health in WELL:
        return f"failed {state.failures}x, not ill yet: {state.last_error}"
    last = ""
    if state.failures:
        never = state.last_success_at is None
        last = "; no success yet" if never else f"; last success {ago(state.last_success_at, now)}"
    return f"{state.health}, {ago(state.health_since, now)}{last}: {state.health_reason}"


def outage(rows: Sequence[SourceRow]) -> list[str]:
    """Say when no server at all answers, which no source is blamed for; nothing otherwise."""
    since = [row.state.unreached_since for row in rows if row.watched]
    known = [moment for moment in since if moment is not None]
    if not known or len(known) < len(since):
        return []
    since_when = f"{min(known):%Y-%m-%d %H:%M} UTC"
    return [f"  no source can be reached since {since_when}: is this line down?"]


def _cells(row: SourceRow, now: datetime) -> tuple[object, ...]:
    state = row.state
    return (
        "no answer yet" if _unanswered(state) else state.health,
        "" if state.health in WELL else ago(state.health_since, now),
        row.name,
        ago(state.last_new_at, now),
        ago(state.next_poll_at, now),
        "" if state.last_success_at is None else _every(state),
        _read(row),
        row.flagged or "",
        "; ".join(_remarks(state)),
    )


def _unanswered(state: SourceState) -> bool:
    return state.health is Health.NEW and bool(state.failures)


def _rank(row: SourceRow) -> tuple[int, int, float, str]:
    turned = row.state.health_since
    late = 0.0 if turned is None else -turned.timestamp()
    return (SEVERITY[row.state.health], -row.state.failures, late, row.name)


def _needs_a_person(state: SourceState) -> bool:
    return state.health not in WELL or bool(state.failures)


def _every(state: SourceState) -> str:
    minutes = round(state.interval.total_seconds() / 60)
    return f"{minutes} min" if minutes < 120 else f"{round(minutes / 60)} h"


def _read(row: SourceRow) -> str:
    read = row.entries - row.waiting - row.unread
    told = [f"{row.waiting} wait"] if row.waiting else []
    told += [f"{row.unread} unread"] if row.unread else []
    return ", ".join([str(read), *told])


def _remarks(state: SourceState) -> list[str]:
    """Return why a source is ill, and what else is odd about it."""
    told = [state.health_reason] if state.health_reason else []
    if state.failures and (state.last_error or "") not in state.health_reason:
        told.append(f"failed {state.failures}x: {state.last_error}")
    if state.url is not None:
        told.append(f"moved to {state.url}")
    if state.validators_lie:
        told.append("it says 'not modified' when it is: fetched whole each time")
    told += [f"mended: {repair}" for repair in state.repairs]
    return told
