"""``[[route]]`` tables -> routes: which story goes where, when, and how many of them."""

import re
from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from monitor.alert.routes import Route
from monitor.alert.timetable import Quiet, Rhythm
from monitor.config.settings import Amount, Name, Section, Zone, parse_duration
from monitor.errors import Problem
from monitor.suggestion import did_you_mean

CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
MORNING = time(9)  # when a digest closes that was given no time
LEFTOVERS = timedelta(hours=1)  # until the digest of what was over a limit


def parse_time(value: object) -> time:
    """Read '09:00'; raises ``ValueError`` on anything else."""
    if isinstance(value, str) and (found := CLOCK.fullmatch(value)):
        return time(int(found[1]), int(found[2]))
    raise ValueError("a time of day such as '09:00' is expected")


def parse_rhythm(value: object) -> Rhythm:
    """Read '09:00', a list of such times, or a duration such as '2h'."""
    try:
        if isinstance(value, list) and value:
            return Rhythm(times=tuple(sorted({parse_time(one) for one in value})))
        if isinstance(value, str) and ":" in value:
            return Rhythm(times=(parse_time(value),))
        return Rhythm(every=parse_duration(value))
    except ValueError:
        raise ValueError(
            "a time such as '09:00', a list of them, or a duration such as '2h' is expected"
        ) from None


def parse_hours(value: object) -> tuple[time, time]:
    """Read '22:00-07:00'; raises ``ValueError`` on anything else."""
    if isinstance(value, str):
        start, dash, end = value.partition("-")
        if dash and CLOCK.fullmatch(start) and CLOCK.fullmatch(end) and start != end:
            return parse_time(start), parse_time(end)
    raise ValueError("hours such as '22:00-07:00' are expected")


def parse_names(value: object) -> object:
    """Let one name stand for a list of one."""
    return [value] if isinstance(value, str) else value


Score = Annotated[float, Field(ge=0.0, le=1.0, strict=True)]
Names = Annotated[tuple[Name, ...], BeforeValidator(parse_names), Field(min_length=1)]


class RouteSettings(Section):
    """One ``[[route]]`` as the owner writes it."""

    name: Name | None = None
    topic: Names | None = None
    min_score: Score = 0.0
    organisations: Names | None = None
    channels: Names | None = None
    mode: Literal["now", "digest"] = "now"
    every: Annotated[Rhythm, BeforeValidator(parse_rhythm)] | None = None
    quiet: Annotated[tuple[time, time], BeforeValidator(parse_hours)] | None = None
    break_through: Score | None = Field(default=None, validate_default=True)
    timezone: Zone | None = None
    max_per_hour: Amount | None = None
    budget: Amount | None = None

    @field_validator("break_through")
    @classmethod
    def _breaks_something(cls, score: float | None, info: ValidationInfo) -> float | None:
        if score is not None and "quiet" in info.data and info.data["quiet"] is None:
            raise ValueError("there are no quiet hours to break through")
        return score

    @field_validator("max_per_hour", "budget")
    @classmethod
    def _limits_something(cls, most: int | None, info: ValidationInfo) -> int | None:
        if most is not None and info.data.get("mode") == "digest":
            raise ValueError("a digest has no limit: mode = 'now' does")
        return most

    def route(self, number: int, zone: str) -> Route:
        """Return the route; ``number`` names one without a name."""
        digest = self.mode == "digest"
        usual = Rhythm(times=(MORNING,)) if digest else Rhythm(every=LEFTOVERS)
        return Route(
            name=self.name or f"route {number}",
            channels=self.channels or (),
            topics=self.topic or (),
            organisations=self.organisations or (),
            min_score=self.min_score,
            digest=digest,
            rhythm=self.every or usual,
            quiet=None if self.quiet is None else Quiet(*self.quiet, self.break_through),
            max_per_hour=self.max_per_hour,
            budget=self.budget,
            zone=ZoneInfo(self.timezone or zone),
        )


def unknown_names(
    row: Mapping[str, object], place: str, channels: Sequence[str], topics: Sequence[str]
) -> list[Problem]:
    """Return a problem for each channel and topic of a ``[[route]]`` that the file does not have."""
    return [
        Problem(f"{place}.{key}", f"no {key.rstrip('s')} {name!r}{did_you_mean(name, known)}")
        for key, known in (("channels", channels), ("topic", topics))
        for name in _texts(row.get(key))
        if name not in known
    ]


def _texts(found: object) -> list[str]:
    """Return the texts of one or a list; what else stands there is another problem."""
    given = found if isinstance(found, list) else [found]
    return [one.strip() for one in given if isinstance(one, str)]
