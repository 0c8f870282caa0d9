"""Which alert goes to which channel, and how: the first route that takes it, for each channel."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from monitor.alert import Destination
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

    channels: tuple[Destination, ...]
    routes: tuple[Route, ...] = (EVERYTHING,)

    def story(self, alert: Alert, update: Alert | None, about: str) -> tuple[Promise, ...]:
        """Promise a story to everyone whose route takes it, or else, where it was told, its update.

        ``about`` names the article that brings the update.
        """
        promised = []
        for channel, recipient, route in self._ways(alert):
            otherwise = None
            if update is not None:
                again = f"{alert.story}:{about}"
                otherwise = _promise(update, channel, recipient, again, route, None)
            told = alert.story or about
            promised.append(_promise(alert, channel, recipient, told, route, otherwise))
        return tuple(promised)

    def _ways(self, alert: Alert) -> Iterator[tuple[str, str, Route]]:
        """Yield channel, recipient and route of everyone who is to hear of an alert."""
        for channel in self.channels:
            route = self._first(alert, channel.name)
            if route is not None:
                for recipient in channel.recipients:
                    yield channel.name, recipient, route

    def _first(self, alert: Alert, channel: str) -> Route | None:
        """Return the first route that takes an alert to a channel, None where no route does."""
        fitting = (
            route
            for route in self.routes
            if (not route.channels or channel in route.channels) and route.takes(alert)
        )
        return next(fitting, None)


def notices(
    alert: Alert, channels: Sequence[Destination], about: str, *, without: str = ""
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
