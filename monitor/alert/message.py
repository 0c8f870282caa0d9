"""What an alert says, as a value; channels only render it."""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import cast
from urllib.parse import urlsplit

from monitor.errors import UnreadableError

HEADLINE = 300  # characters
SENTENCE = 700
ADDRESS = 2000


@dataclass(frozen=True, slots=True)
class Alert:
    """A story as it is told to someone. Texts are hostile: each channel escapes its own way."""

    kind: str  # story | update | digest | system | test
    headline: str
    topic: str = ""
    outlet: str = ""
    url: str | None = None
    published: datetime | None = None
    organisations: tuple[str, ...] = ()
    labs: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()  # sentences, the best first
    reasons: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()  # (label, address)
    score: float | None = None
    story: str | None = None  # the story's key
    happened: tuple[str, ...] = ()  # what happened, a short sentence each
    via: str | None = None  # the outlet that the article credits
    news: tuple[str, ...] = ()  # what an update adds to its story, the weightiest first
    items: tuple["Alert", ...] = ()  # what a digest tells, the best first


def to_json(alert: Alert) -> str:
    """Return the alert as one JSON object; what can't be encoded in UTF-8 is replaced."""
    text = json.dumps(_values(alert), ensure_ascii=False)
    return text.encode("utf-8", "replace").decode("utf-8")


def from_json(text: str) -> Alert:
    """Read ``to_json``'s object back; unknown keys and values of a wrong shape are passed over.

    Raises ``UnreadableError`` when it is no JSON object or has no headline.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("an alert is not JSON", type(error).__name__) from None
    if not isinstance(found, dict):
        raise UnreadableError("an alert is not a JSON object")
    alert = _alert(cast("dict[str, object]", found), nested=False)
    if alert is None:
        raise UnreadableError("an alert has no headline")
    return alert


def readable(payload: str, kind: str = "story") -> Alert:
    """Return the alert of a payload, or one that shows what can be shown of a damaged one."""
    try:
        return from_json(payload)
    except UnreadableError:
        seen = clean_line(payload, HEADLINE)
        headline = "An alert that can't be shown in full"
        return Alert(kind=kind, headline=headline, evidence=(seen,) if seen else ())


def clean_line(text: str, limit: int) -> str:
    """Return text as one line of at most ``limit`` characters that can't steer what shows it.

    Control, format (bidi overrides and isolates, zero-width) and surrogate characters go, line
    and paragraph separators become spaces, white space collapses. A cut never parts a letter
    from its marks and ends with an ellipsis.
    """
    enough = text[: limit * 8 + 1000]  # a title of megabytes is not read to its end
    line = " ".join("".join(_visible(sign) for sign in enough).split())
    if len(line) <= limit:
        return line
    return shorten(line, limit)


def clean_lines(texts: Sequence[str], most: int) -> tuple[str, ...]:
    """Return at most so many texts, each one clean line, without the empty ones."""
    lines = (clean_line(text, SENTENCE) for text in texts[:most])
    return tuple(line for line in lines if line)


def shorten(line: str, limit: int) -> str:
    """Cut before the character that would pass ``limit``, between graphemes, with an ellipsis."""
    if len(line) <= limit:
        return line
    if limit <= 1:
        return "…"[:limit]
    end = limit - 1
    while end > 0 and _belongs_together(line, end):
        end -= 1
    return line[: end or limit - 1].rstrip() + "…"


def web_address(address: str | None) -> str | None:
    """Return an http(s) address fit for a link, else None."""
    if not address or len(address) > ADDRESS or clean_line(address, ADDRESS) != address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.netloc else None


def _values(alert: Alert) -> dict[str, object]:
    values: dict[str, object] = {}
    for field in fields(alert):
        value = getattr(alert, field.name)
        values[field.name] = value.isoformat() if isinstance(value, datetime) else value
    return {**values, "items": [_values(item) for item in alert.items]}


def _alert(values: dict[str, object], *, nested: bool) -> Alert | None:
    headline = _text(values, "headline")
    if headline is None:
        return None
    found = values.get("items")
    items = found if isinstance(found, list) and not nested else []
    score = values.get("score")
    return Alert(
        kind=_text(values, "kind") or "story",
        headline=headline,
        topic=_text(values, "topic") or "",
        outlet=_text(values, "outlet") or "",
        url=_text(values, "url"),
        published=_time(values.get("published")),
        organisations=_texts(values, "organisations"),
        labs=_texts(values, "labs"),
        places=_texts(values, "places"),
        events=_texts(values, "events"),
        evidence=_texts(values, "evidence"),
        reasons=_texts(values, "reasons"),
        links=_pairs(values.get("links")),
        score=float(score) if isinstance(score, int | float) else None,
        story=_text(values, "story"),
        happened=_texts(values, "happened"),
        via=_text(values, "via"),
        news=_texts(values, "news"),
        items=tuple(
            item
            for one in items
            if isinstance(one, dict) and (item := _alert(one, nested=True)) is not None
        ),
    )


def _visible(sign: str) -> str:
    if " " <= sign <= "~":
        return sign
    if sign.isspace():
        return " "
    return "" if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Cn"} else sign


def _belongs_together(line: str, end: int) -> bool:
    """Say whether a cut before ``line[end]`` would part one grapheme (most of UAX 29)."""
    after, before = line[end], line[end - 1]
    if unicodedata.category(after).startswith("M") or "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    if "\u1100" <= before <= "\u11ff" and "\u1100" <= after <= "\u11ff":
        return True  # Hangul written as single letters
    if not _regional(after) or not _regional(before):
        return False
    flags = 0
    while end - 1 - flags >= 0 and _regional(line[end - 1 - flags]):
        flags += 1
    return flags % 2 == 1


def _regional(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _text(values: dict[str, object], key: str) -> str | None:
    value = values.get(key)
    return value if isinstance(value, str) else None


def _texts(values: dict[str, object], key: str) -> tuple[str, ...]:
    found = values.get(key)
    if not isinstance(found, list):
        return ()
    return tuple(item for item in found if isinstance(item, str))


def _pairs(found: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(found, list):
        return ()
    return tuple(
        (item[0], item[1])
        for item in cast("list[object]", found)
        if isinstance(item, list) and len(item) == 2 and all(isinstance(x, str) for x in item)
    )


def _time(found: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(found))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
