"""The one clock of the program: commands read it and hand it down."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)
