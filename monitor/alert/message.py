"""What an alert says, as a value; channels only render it."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import cast
from urllib.parse import urlsplit

from monitor.errors import UnreadableError
from monitor.news.model import Article, Link, Verdict

HEADLINE = 300  # characters
SENTENCE = 700
ADDRESS = 2000
MOST_REASONS = 6
MOST_FACTS = 12

# What a headline says of an event, in the present tense of headlines.
PREDICATES: Mapping[str, str] = {
    "opening": "opens {site}",
    "closure": "closes {site}",
    "layoffs": "lays off people at {site}",
    "relocation": "moves {site} or its people",
    "expansion": "expands {site}",
    "hiring": "hires for {site}",
    "investment": "invests in {site}",
    "partnership": "enters a partnership around {site}",
    "research-output": "publishes research from {site}",
    "scrutiny": "comes under scrutiny over {site}",
    "leadership": "changes who leads {site}",
}


@dataclass(frozen=True, slots=True)
class Alert:
    """A story as it is told to someone. Texts are hostile: each channel escapes its own way."""

    kind: str  # story | system | test
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


def compose(article: Article, verdict: Verdict, link: Link, source_name: str) -> Alert:
    """Return the alert for a flagged article: every text one clean line, addresses http(s) only."""
    shown = web_address(article.canonical_url) or web_address(article.url)
    other = web_address(article.url)
    evidence = verdict.proof or next((found.text for found in verdict.evidence), None)
    return Alert(
        kind="story",
        headline=clean_line(article.title, HEADLINE) or shown or "An article without a headline",
        topic=clean_line(verdict.topic, HEADLINE),
        outlet=clean_line(source_name or article.site_name or "", HEADLINE),
        url=shown,
        published=article.published,
        organisations=_lines(verdict.organisations, MOST_FACTS),
        labs=_lines(verdict.labs, MOST_FACTS),
        places=_lines(verdict.places, MOST_FACTS),
        events=_lines(verdict.events, MOST_FACTS),
        evidence=_lines((evidence,) if evidence else (), 1),
        reasons=_lines(verdict.reasons, MOST_REASONS),
        links=(("As found in the feed", other),) if other and other != shown else (),
        score=verdict.score,
        story=link.key,
        happened=_lines(happened(verdict), MOST_REASONS),
        via=clean_line(article.via, HEADLINE) if article.via else None,
    )


def system_alert(headline: str, details: Sequence[str] = ()) -> Alert:
    """Return a message of the monitor about itself, for example that a channel is broken."""
    return Alert(
        kind="system", headline=clean_line(headline, HEADLINE), happened=_lines(details, MOST_FACTS)
    )


def test_alert(channel: str, now: datetime) -> Alert:
    """Return an alert that shows its reader every part of a real one and says that it is a test."""
    return Alert(
        kind="test",
        headline=clean_line(f"Test alert to channel {channel}", HEADLINE),
        topic="test",
        outlet="monitor",
        url="https://example.org/a-story",
        published=now,
        organisations=("Example Corp",),
        labs=("Example AI Lab",),
        places=("Shanghai",),
        events=("opening",),
        evidence=("Example Corp said on Monday that it will open an AI lab in Shanghai.",),
        reasons=("This is a test: nothing happened, and alerts reach you.",),
        score=1.0,
        happened=("Example Corp opens Example AI Lab in Shanghai",),
    )


def happened(verdict: Verdict) -> tuple[str, ...]:
    """Return what a verdict found, a headline each: 'Amazon closes AWS Shanghai AI Lab'.

    A lab is named where the verdict knows exactly one; a place where the lab's name does not
    hold it already.
    """
    told = [(h.organisation, h.event, h.place) for h in verdict.happenings]
    if not told:
        who = verdict.organisations[0] if len(verdict.organisations) == 1 else None
        where = verdict.places[0] if len(verdict.places) == 1 else None
        told = [(who, event, where) for event in verdict.events if who is not None]
    unnamed = "a lab" if "lab" in verdict.topic else "a site"
    site = verdict.labs[0] if len(verdict.labs) == 1 else unnamed
    return tuple(dict.fromkeys(_sentence(*one, site) for one in told))


def to_json(alert: Alert) -> str:
    """Return the alert as one JSON object; what can't be encoded in UTF-8 is replaced."""
    values: dict[str, object] = {}
    for field in fields(alert):
        value = getattr(alert, field.name)
        values[field.name] = value.isoformat() if isinstance(value, datetime) else value
    text = json.dumps(values, ensure_ascii=False)
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
    values = cast("dict[str, object]", found)
    headline = _text(values, "headline")
    if headline is None:
        raise UnreadableError("an alert has no headline")
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
    )


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


def _sentence(organisation: str | None, event: str, place: str | None, site: str) -> str:
    predicate = PREDICATES.get(event, f"{event}: {{site}}").replace("{site}", site)
    where = f" in {place}" if place and place.casefold() not in predicate.casefold() else ""
    return f"{organisation or 'An organisation'} {predicate}{where}"


def _lines(texts: Sequence[str], most: int) -> tuple[str, ...]:
    lines = (clean_line(text, SENTENCE) for text in texts[:most])
    return tuple(line for line in lines if line)


def _visible(sign: str) -> str:
    if " " <= sign <= "~":
        return sign
    kind = unicodedata.category(sign)
    if kind in {"Zl", "Zp"} or sign in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85":
        return " "
    return "" if kind in {"Cc", "Cf", "Cs", "Cn"} else sign


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
