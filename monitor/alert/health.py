"""How the sources are -> messages to the owner: once when it turns, never the same twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from monitor.alert import Channel
from monitor.alert.compose import system_alert
from monitor.alert.routes import notices
from monitor.news.source import WELL, Source, SourceState
from monitor.news.source.audit import Found, audited, hosts_of
from monitor.news.source.health import turned
from monitor.store import Promise

MINUTE = "%Y-%m-%d %H:%M"


class HealthDesk:
    """Promises what the owner hears of the sources, to the channels that are to hear it."""

    def __init__(self, channels: Sequence[Channel]) -> None:
        self._channels = tuple(channels)

    def turned(
        self, source: Source, before: SourceState, after: SourceState
    ) -> tuple[Promise, ...]:
        """Tell once when a source turns ill, and once when it is well again."""
        if not turned(before, after):
            return ()
        well = after.health in WELL
        headline = f"{source.name} is well again" if well else f"{source.name}: {after.health}"
        details = (f"before: {before.health_reason}",) if well else (after.health_reason,)
        about = f"source:{source.name}:{after.health}:{after.health_since}"
        return self._told(headline, (*details, source.url), about)

    def outage(self, since: datetime | None) -> tuple[Promise, ...]:
        """Tell once that nothing at all can be reached since the last answer."""
        last = "None has answered yet"
        if since is not None:
            last = f"The last answer came at {since:{MINUTE}} UTC"
        return self._told(
            "No source can be reached", (f"{last}: is this line down?",), f"outage:{since}"
        )

    def missed(
        self, source: Source, found: Sequence[Found], watched: Mapping[str, str], now: datetime
    ) -> tuple[Promise, ...]:
        """Tell what an index had and no source brought; ``watched``: addresses by source name."""
        told = audited(found, hosts_of(watched))
        if told is None:
            return ()
        headline, lines = told
        about = f"missed:{source.name}:{now.isoformat()}"
        return self._told(headline, (*lines, f"Asked: {source.name}"), about)

    def _told(self, headline: str, lines: Sequence[str], about: str) -> tuple[Promise, ...]:
        return notices(system_alert(headline, lines), self._channels, about)
