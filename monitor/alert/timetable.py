"""When a route keeps quiet and when its digests close, on the clock of a wall in a time zone.

Wall clocks leap twice a year: quiet hours are asked of the wall, not counted, and a time that a
leap leaves out stands for the instant at which the wall would have shown it; one that comes twice
counts the first time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

DAYS_AHEAD = 3  # in which a closing is looked for: each time of day comes in each of them


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which only what scores ``break_through`` is told; they may pass midnight."""

    start: time
    end: time
    break_through: float | None = None

    def holds(self, score: float, now: datetime, zone: tzinfo) -> bool:
        """Tell whether a message of this score has to wait."""
        if self.break_through is not None and score >= self.break_through:
            return False
        shown = now.astimezone(zone).time()
        if self.start <= self.end:
            return self.start <= shown < self.end
        return shown >= self.start or shown < self.end


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When digests close: at times of the day, or so long after the first of their stories."""

    times: tuple[time, ...] = ()
    every: timedelta = timedelta(hours=1)  # where no times are given

    def closes(self, since: datetime, zone: tzinfo) -> datetime:
        """Return when a digest that has waited since then closes."""
        if not self.times:
            return since + self.every
        today = since.astimezone(zone).date()
        closings = (
            datetime.combine(today + timedelta(days=day), one, zone).astimezone(UTC)
            for day in range(DAYS_AHEAD)
            for one in self.times
        )
        return min(moment for moment in closings if moment > since)

    def is_due(self, since: datetime, now: datetime, zone: tzinfo) -> bool:
        """Tell whether it is time; what was promised after now was so on a wrong clock, and is due."""
        return since > now or self.closes(since, zone) <= now
