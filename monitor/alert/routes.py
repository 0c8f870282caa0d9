"""Which alert goes to which channel, and how: the first route that takes it, for each channel."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from monitor.alert import Channel
from monitor.alert.message import Alert, to_json
from monitor.alert.timetable import Quiet, Rhythm
from monitor.store import Promise


@dataclass(frozen=True, slots=True)
class Route:
    """One ``[[route]]``: what it takes, where it leads, and how much of it at what times.

    Empty ``topics``, ``organisations`` and ``channels`` mean all there are.
    """

    name: str
    channels: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    min_score: float = 0.0
    digest: bool = False  # everything waits for the digest; else only what is over a limit
    rhythm: Rhythm = field(default_factory=Rhythm)
    quiet: Quiet | None = None
    max_per_hour: int | None = None
    budget: int | None = None  # messages a day at once: those that score best
    zone: tzinfo = UTC

    def takes(self, alert: Alert) -> bool:
        """Tell whether an alert is the route's business."""
        named = {name.casefold() for name in alert.organisations}
        return (
            (not self.topics or alert.topic in self.topics)
            and (alert.score or 0.0) >= self.min_score
            and (
                not self.organisations
                or not named.isdisjoint(map(str.casefold, self.organisations))
            )
        )


EVERYTHING = Route("everything")  # what holds where the configuration names no route


@dataclass(frozen=True, slots=True)
class Router:
    """Turns alerts into promises."""

    channels: tuple[Channel, ...]
    routes: tuple[Route, ...] = (EVERYTHING,)

    def story(self, alert: Alert, update: Alert | None, about: str) -> tuple[Promise, ...]:
        """Promise a story to everyone whose route takes it, or else, where it was told, its update.

        ``about`` names the article that brings the update.
        """
        return tuple(
            _promise(alert, channel.name, recipient, alert.story or about, route, otherwise)
            for channel in self.channels
            for route in self._first(alert, channel.name)
            for recipient in channel.recipients
            for otherwise in [
                None
                if update is None
                else _promise(
                    update, channel.name, recipient, f"{alert.story}:{about}", route, None
                )
            ]
        )

    def notice(self, alert: Alert, about: str, *, without: str = "") -> tuple[Promise, ...]:
        """Promise news of the monitor itself to every channel (but one) at once."""
        return notices(alert, self.channels, about, without=without)

    def _first(self, alert: Alert, channel: str) -> tuple[Route, ...]:
        """Return the first route that takes an alert to a channel, none where no route does."""
        fitting = (
            route
            for route in self.routes
            if (not route.channels or channel in route.channels) and route.takes(alert)
        )
        return tuple(fitting)[:1]


def notices(
    alert: Alert, channels: Sequence[Channel], about: str, *, without: str = ""
) -> tuple[Promise, ...]:
    """Promise an alert to every recipient at once, past all routes; ``about`` names it for ever."""
    return tuple(
        _promise(alert, channel.name, recipient, about, None, None)
        for channel in channels
        if channel.name != without
        for recipient in channel.recipients
    )


def _promise(
    alert: Alert,
    channel: str,
    recipient: str,
    about: str,
    route: Route | None,
    otherwise: Promise | None,
) -> Promise:
    return Promise(
        dedup_key=f"{channel}:{recipient}:{about}:{alert.kind}",
        channel=channel,
        recipient=recipient,
        kind=alert.kind,
        payload=to_json(alert),
        thread_key=alert.story,
        route=None if route is None else route.name,
        score=alert.score or 0.0,
        held=route is not None,
        otherwise=otherwise,
    )
