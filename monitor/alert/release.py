"""What is held -> what is due, what waits on, what is silenced, what becomes one digest.

A decision on values: taken anew at every look, so that neither a restart nor a leap of the clock
can lose a message. Stories are weighed by score, the best first; follow-ups share the fate of a
first message that is itself held.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter

from monitor.alert.compose import compose_digest, system_alert
from monitor.alert.message import Alert, readable, to_json
from monitor.alert.routes import EVERYTHING, Route
from monitor.store import Digest, Held, Past, Promise, Release, Silence, Waitroom

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FLOOD_TIME = timedelta(minutes=10)
MOST_ITEMS = 25  # stories in one message, where a channel does not say otherwise

IN_DIGEST = "for the digest"
FLOOD = "a flood of stories"

Desk = tuple[str, str]  # channel, recipient


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides on held messages, beside the clock."""

    routes: Mapping[str, Route]
    flood: int  # stories for one recipient within ten minutes; more come in one digest
    sizes: Mapping[str, int] = field(default_factory=dict)  # channel -> stories in one message

    def route(self, held: Held) -> Route:
        """Return the message's route; one that was taken out of the configuration holds nothing."""
        return self.routes.get(held.promise.route or "", EVERYTHING)


@dataclass(slots=True)
class _Sheet:
    """What has been decided so far."""

    due: list[int] = field(default_factory=list)
    waits: list[tuple[int, str, bool]] = field(default_factory=list)
    silenced: list[tuple[int, str]] = field(default_factory=list)
    digests: list[Digest] = field(default_factory=list)
    notices: list[Promise] = field(default_factory=list)

    def wait(self, held: Held, reason: str, *, gathered: bool) -> None:
        """Let it wait on; only what changes is written."""
        if (held.reason, held.gathered) != (reason, gathered):
            self.waits.append((held.id, reason, gathered))


def release(room: Waitroom, rules: Rules, now: datetime) -> Release:
    """Decide on everything that is held."""
    sheet = _Sheet()
    desks: dict[Desk, list[Held]] = defaultdict(list)
    for held in room.held:
        silence = _silence(held, room.silences)
        if silence is None:
            desks[held.promise.channel, held.promise.recipient].append(held)
        else:
            sheet.silenced.append((held.id, silence.words()))
    for desk, waiting in desks.items():
        past = [one for one in room.past if (one.channel, one.recipient) == desk]
        _Desk(desk, past, rules, now, sheet).decide(waiting)
    return Release(
        due=tuple(sheet.due),
        waits=tuple(sheet.waits),
        silenced=tuple(sheet.silenced),
        digests=tuple(sheet.digests),
        notices=tuple(sheet.notices),
    )


def look_back(routes: Iterable[Route]) -> timedelta:
    """Return how much of the past the limits of these routes are counted over."""
    return DAY if any(route.budget is not None for route in routes) else HOUR


class _Desk:
    """Decides for one recipient of one channel."""

    def __init__(
        self, desk: Desk, past: Sequence[Past], rules: Rules, now: datetime, sheet: _Sheet
    ) -> None:
        self._desk = desk
        self._past = past
        self._rules = rules
        self._now = now
        self._sheet = sheet
        self._flooded: list[Held] = []
        self._ranks: dict[str, list[tuple[float, int]]] = {}  # of a route's stories, best first
        self._hour, self._day = self._went(HOUR), self._went(DAY)  # by route, those of now too

    def _went(self, lately: timedelta) -> Counter[str | None]:
        """Count what was released in the time before now, by route; a wrong clock's future is none."""
        return Counter(
            one.route
            for one in self._past
            if one.released_at is not None and self._now - lately < one.released_at <= self._now
        )

    def decide(self, waiting: Sequence[Held]) -> None:
        """Decide on each message, the best first; then close the digests whose time has come."""
        piles: dict[str, list[Held]] = defaultdict(list)
        threads: dict[str | None, str | None] = {}  # thread -> pile of its first message, if any
        for held in sorted(waiting, key=_best_first):
            if held.root != "held":
                self._place(held, piles, threads)
        for held in waiting:
            if held.root == "held" and held.promise.thread_key in threads:
                self._follow(held, threads[held.promise.thread_key], piles)
        for name, pile in piles.items():
            self._close(self._rules.routes.get(name, EVERYTHING), pile)
        if self._flooded and not any(held.reason == FLOOD for held in waiting):
            self._tell_of_flood()

    def _place(
        self,
        held: Held,
        piles: Mapping[str, list[Held]],
        threads: dict[str | None, str | None],
    ) -> None:
        route = self._rules.route(held)
        reason = self._why_gathered(held, route)
        if reason is not None:
            piles[route.name].append(held)
            threads[held.promise.thread_key] = route.name
            self._sheet.wait(held, reason, gathered=True)
        elif self._is_quiet(held, route):
            self._sheet.wait(held, "quiet hours", gathered=False)
        else:
            threads[held.promise.thread_key] = None
            self._hour[route.name] += 1
            self._day[route.name] += 1
            self._sheet.due.append(held.id)

    def _follow(self, held: Held, pile: str | None, piles: Mapping[str, list[Held]]) -> None:
        """Do with a follow-up what is done with the first message, which waits too."""
        if pile is None:
            self._sheet.due.append(held.id)
        else:
            piles[pile].append(held)

    def _why_gathered(self, held: Held, route: Route) -> str | None:
        """Return why a message waits for a digest, None where it does not."""
        if held.gathered:
            return held.reason or IN_DIGEST
        if route.digest:
            return IN_DIGEST
        if self._is_flood(held):
            self._flooded.append(held)
            return FLOOD
        if route.budget is not None and self._is_too_dear(held, route, route.budget):
            return f"{route.budget} a day: stories of the last 24 hours scored as high or higher"
        if self._is_quiet(held, route):
            return None
        if route.max_per_hour is not None and self._hour[route.name] >= route.max_per_hour:
            return f"more than {route.max_per_hour} an hour"
        return None

    def _is_flood(self, held: Held) -> bool:
        """Tell whether as many messages as are borne came within ten minutes before this one."""
        place = bisect_left(self._past, held.id, key=attrgetter("id")) - self._rules.flood
        return place >= 0 and self._past[place].promised_at > held.promised_at - FLOOD_TIME

    def _is_too_dear(self, held: Held, route: Route, budget: int) -> bool:
        """Tell whether too many of a day's stories score as high: each over the budget asks for fewer.

        So scores that only rise, on a first day for example, can't spend it more than twice.
        """
        allowed = min(budget, 2 * budget - self._day[route.name])
        return self._better(held, route) >= allowed

    def _better(self, held: Held, route: Route) -> int:
        """Count the route's stories of a day that score higher, or as high and came before."""
        if route.name not in self._ranks:
            since = self._now - DAY
            self._ranks[route.name] = sorted(
                (-one.score, one.id)
                for one in self._past
                if one.route == route.name and one.promised_at > since
            )
        return bisect_left(self._ranks[route.name], _best_first(held))

    def _is_quiet(self, held: Held, route: Route) -> bool:
        quiet = route.quiet
        return quiet is not None and quiet.holds(held.promise.score, self._now, route.zone)

    def _close(self, route: Route, pile: Sequence[Held]) -> None:
        """Make one digest of a pile whose time has come, in as many parts as the channel needs."""
        since = min(held.promised_at for held in pile)
        quiet = route.quiet is not None and route.quiet.holds(0.0, self._now, route.zone)
        if quiet or not route.rhythm.is_due(since, self._now, route.zone):
            return
        channel, recipient = self._desk
        size = self._rules.sizes.get(channel, MOST_ITEMS)
        ordered = sorted(pile, key=_best_first)
        parts = [ordered[start : start + size] for start in range(0, len(ordered), size)]
        ids = [held.id for held in ordered]
        about = f"{route.name}:{min(ids)}-{max(ids)}"
        for number, part in enumerate(parts, 1):
            alert = _digest(route, part, len(ordered), number, len(parts))
            promise = Promise(
                dedup_key=f"{channel}:{recipient}:{about}:digest:{number}",
                channel=channel,
                recipient=recipient,
                kind="digest",
                payload=to_json(alert),
                thread_key=f"digest:{about}",
                route=route.name,
            )
            self._sheet.digests.append(Digest(promise, tuple(held.id for held in part)))

    def _tell_of_flood(self) -> None:
        """Say once, to whom it concerns, that a digest takes the place of what else would come."""
        first = min(self._flooded, key=attrgetter("id"))
        outlets = Counter(readable(held.promise.payload).outlet for held in self._flooded)
        source, count = outlets.most_common(1)[0]
        share = "all from" if count == len(self._flooded) else f"{count} of them from"
        route = self._rules.route(first)
        closes = route.rhythm.closes(self._now, route.zone)
        alert = system_alert(
            f"More than {self._rules.flood} stories within ten minutes",
            (
                f"The rest comes in one digest, by {closes:%Y-%m-%d %H:%M} UTC.",
                f"Waiting for it so far: {len(self._flooded)}, {share} {source or 'one source'}.",
                "A feed that renumbers or re-publishes its archive does this; so does a wrong clock.",
            ),
        )
        channel, recipient = self._desk
        self._sheet.notices.append(
            Promise(
                dedup_key=f"{channel}:{recipient}:flood:{first.id}:system",
                channel=channel,
                recipient=recipient,
                kind=alert.kind,
                payload=to_json(alert),
            )
        )


def _best_first(held: Held) -> tuple[float, int]:
    return -held.promise.score, held.id


def _digest(route: Route, part: Sequence[Held], total: int, number: int, parts: int) -> Alert:
    items = [readable(held.promise.payload) for held in part]
    stories = "1 story" if total == 1 else f"{total} stories"
    topics = {item.topic for item in items}
    named = topics.pop() if len(topics) == 1 else route.name
    which = f" (part {number} of {parts})" if parts > 1 else ""
    reasons = dict.fromkeys(held.reason for held in part if held.reason)
    return compose_digest(
        f"{stories}: {named}{which}", items, [why for why in reasons if why != IN_DIGEST]
    )


def _silence(held: Held, silences: Sequence[Silence]) -> Silence | None:
    if not silences:
        return None
    alert = readable(held.promise.payload)
    names = {name.casefold() for name in alert.organisations}
    return next(
        (
            one
            for one in silences
            if (one.organisation is None or one.organisation.casefold() in names)
            and (one.topic is None or one.topic == alert.topic)
            and (one.story is None or one.story == held.promise.thread_key)
        ),
        None,
    )
