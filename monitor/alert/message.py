"""What an alert says, as a value; channels only render it."""

from dataclasses import dataclass
from datetime import datetime


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
