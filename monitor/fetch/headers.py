"""response headers -> when to ask again, and with what."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from monitor.fetch import Validators

LONGEST = timedelta(days=1)  # that a server may ask to wait, or call its answer fresh
VALIDATOR = 1_000  # characters; a longer one is not worth keeping


def retry_after(headers: httpx.Headers, now: datetime) -> timedelta | None:
    """Return how long the server asks to wait, seconds or a date, at most a day."""
    text = headers.get("Retry-After", "").strip()
    if _is_count(text):
        return _bounded(int(text))
    until, since = _date(text), _date(headers.get("Date", "")) or now
    return None if until is None else _bounded((until - since).total_seconds())


def fresh_for(headers: httpx.Headers, now: datetime) -> timedelta | None:
    """Return how long the answer stays fresh (RFC 9111 4.2.1), at most a day."""
    control = [part.strip() for part in headers.get("Cache-Control", "").lower().split(",")[:20]]
    if "no-cache" in control or "no-store" in control:
        return None
    for part in control:
        name, _, value = part.partition("=")
        if name == "max-age" and _is_count(value := value.strip('" ')):
            age = headers.get("Age", "").strip()
            return _bounded(int(value) - (int(age) if _is_count(age) else 0))
    until, since = _date(headers.get("Expires", "")), _date(headers.get("Date", "")) or now
    return None if until is None else _bounded((until - since).total_seconds())


def validators_of(headers: httpx.Headers, body_hash: str | None) -> Validators:
    """Return what makes the next request conditional, byte for byte as the server gave it."""
    return Validators(_verbatim(headers, b"etag"), _verbatim(headers, b"last-modified"), body_hash)


def conditional(validators: Validators) -> list[tuple[bytes, bytes]]:
    """Return the headers that ask for an answer only if it is another one."""
    pairs = ((b"If-None-Match", validators.etag), (b"If-Modified-Since", validators.last_modified))
    return [(name, value.encode("latin-1", "ignore")) for name, value in pairs if value]


def _verbatim(headers: httpx.Headers, name: bytes) -> str | None:
    found = next((value for key, value in headers.raw if key.lower() == name), b"")
    text = found.decode("latin-1").strip(" \t")
    fit = all(ord(char) >= 0x20 and ord(char) != 0x7F for char in text)
    return text if text and fit and len(text) <= VALIDATOR else None


def _is_count(text: str) -> bool:
    return 0 < len(text) <= 12 and text.isascii() and text.isdigit()


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text) if 0 < len(text) <= 64 else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if found is None:
        return None
    try:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except OverflowError:
        return None


def _bounded(seconds: float) -> timedelta | None:
    return timedelta(seconds=min(seconds, LONGEST.total_seconds())) if seconds > 0 else None
