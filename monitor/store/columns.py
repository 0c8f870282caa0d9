"""Values <-> what SQLite keeps: times as ISO 8601 UTC text, tuples as JSON."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache


def time_text(moment: datetime) -> str:
    """Return a time so that text order is time order: 2026-03-01T08:00:00.000000Z."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def optional_time_text(moment: datetime | None) -> str | None:
    """Return the text of a time, None for none."""
    return None if moment is None else time_text(moment)


def time_of(text: str) -> datetime:
    """Read a time as it was written by ``time_text``."""
    return datetime.fromisoformat(text)


def optional_time_of(text: str | None) -> datetime | None:
    """Read a time that may be missing."""
    return None if text is None else time_of(text)


def names_text(names: Iterable[str]) -> str:
    """Return a JSON list; lone surrogates, which SQLite can't keep, are replaced."""
    return storable(json.dumps(list(names), ensure_ascii=False))


@lru_cache(maxsize=4096)
def names_of(text: str) -> tuple[str, ...]:
    """Read a JSON list of strings."""
    return tuple(str(name) for name in json.loads(text))


def storable(text: str) -> str:
    """Return text that SQLite can hold: no NUL, which cuts it, and no lone surrogate."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def optional_storable(text: str | None) -> str | None:
    """Return storable text, None for none."""
    return None if text is None else storable(text)
