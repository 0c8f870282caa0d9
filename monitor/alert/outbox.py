"""promised -> sent, waiting for its next try, or given up; nothing is lost, no copy is unmarked.

A claim is committed before a byte leaves, 'sent' after the provider's yes. Whatever is cut off
between the two comes back marked as a possible repeat. Channels send side by side, each one
message at a time, oldest promise first; a send under way is never cancelled.
"""

import asyncio
import os
import random
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

import structlog

from monitor.alert import Amends, Channel, Envelope, Receipt
from monitor.alert.attempts import LONGEST_DELIVERY, UNREACHABLE, Consequence, consequence
from monitor.alert.compose import system_alert
from monitor.alert.message import HEADLINE, Alert, clean_line, readable
from monitor.alert.release import Rules, look_back, release
from monitor.alert.routes import notices
from monitor.errors import DeliveryError, DeliveryFault
from monitor.store import Dead, Delivery, Outcome, Retry, Sent
from monitor.store import Outbox as OutboxStore

LOOK = 0.5  # seconds between two looks for idle channels' messages while others send
RELEASE_PAUSE = timedelta(seconds=1)
EDIT_PAUSE = timedelta(minutes=10)  # until an edit that failed is tried again
UNKNOWN_CHANNEL = timedelta(hours=1)  # until a message of a channel that is not configured is tried

Answer = TypeVar("Answer")
log = structlog.get_logger()


class StoreCaller(Protocol):
    """Runs a piece of work on the thread that owns the store."""

    def __call__(self, work: Callable[[OutboxStore], Answer], /) -> Awaitable[Answer]:
        """Return what the work returns; raises ``StoreError``."""
        ...


@dataclass(frozen=True, slots=True)
class _Verdict:
    """How one attempt ended, and what follows for the channel."""

    consequence: Consequence
    error: DeliveryError | None = None


class Outbox:
    """Sends what is due; one instance for the life of the process."""

    def __init__(
        self,
        *,
        store: StoreCaller,
        channels: Sequence[Channel],
        rules: Rules,
        clock: Callable[[], datetime],
        chance: Callable[[], float] = random.random,
        owner: str | None = None,
    ) -> None:
        self._store = store
        self._channels = {channel.name: channel for channel in channels}
        self._rules = rules
        self._clock = clock
        self._chance = chance
        self._owner = owner or f"{os.getpid()}-{secrets.token_hex(6)}"
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._unsettled: dict[int, Outcome] = {}
        self._failures: Counter[str] = Counter()
        self._recovered = False
        self._released_at: datetime | None = None
        self._stopping = False

    async def send_due(self) -> None:
        """Send until nothing is due; raises ``StoreError`` alone, and loses nothing by it.

        Call it again and again, never twice at once.
        """
        self._released_at = None
        await self._catch_up()
        while True:
            self._raise_faults()
            started = 0 if self._stopping else await self._start()
            if not self._under_way:
                return
            if not started:
                tasks = self._under_way.values()
                await asyncio.wait(tasks, timeout=LOOK, return_when=asyncio.FIRST_COMPLETED)

    def stop(self) -> None:
        """Claim nothing more: ``send_due`` returns once what is under way has ended."""
        self._stopping = True

    async def _catch_up(self) -> None:
        """Write down what the store refused last time; once, take over what a dead process left."""
        for number, outcome in tuple(self._unsettled.items()):
            await self._settle(number, outcome)
        if not self._recovered:
            owner, now = self._owner, self._clock()
            count = await self._store(lambda s: s.recover_deliveries(owner, now))
            self._recovered = True
            if count:
                log.warning("deliveries were cut off; repeats will say so", count=count)

    async def _start(self) -> int:
        """Start what every idle channel has to do next, messages before edits; returns how many."""
        await self._release()
        claimed = await self._claim()
        for delivery in claimed:
            attempt = asyncio.create_task(self._attempt(delivery))
            self._under_way[delivery.promise.channel] = attempt
        edits = await self._claim_edits()
        for delivery in edits:
            edit = asyncio.create_task(self._edit(delivery))
            self._under_way[delivery.promise.channel] = edit
        return len(claimed) + len(edits)

    async def _release(self) -> None:
        """Decide on what is held, at most once a second: a digest's stories may be thousands."""
        now, last = self._clock(), self._released_at
        if last is not None and last <= now < last + RELEASE_PAUSE:
            return
        past = look_back(self._rules.routes.values())
        await self._store(
            lambda s: s.release_held(now, past, lambda room: release(room, self._rules, now))
        )
        self._released_at = now

    async def _claim(self) -> tuple[Delivery, ...]:
        owner, now, busy = self._owner, self._clock(), frozenset(self._under_way)
        return await self._store(lambda s: s.claim_deliveries(owner, now, 1, busy))

    async def _claim_edits(self) -> tuple[Delivery, ...]:
        now = self._clock()
        idle = frozenset(
            name
            for name, channel in self._channels.items()
            if isinstance(channel, Amends) and name not in self._under_way
        )
        return await self._store(lambda s: s.claim_edits(now, idle)) if idle else ()

    async def _edit(self, delivery: Delivery) -> None:
        """Let a sent message name the outlets that told its story too; a refusal leaves it as it is."""
        channel, again = self._channels[delivery.promise.channel], None
        if isinstance(channel, Amends):
            ended = await _ended(channel.amend(_envelope(delivery)))
            if isinstance(ended, DeliveryError):
                again = await self._after_edit(delivery, ended)
            elif ended is not None:
                _log_fault(channel, _envelope(delivery), ended)
        now = self._clock()
        await self._store(lambda s: s.settle_edit(delivery, now, again))

    async def _after_edit(self, delivery: Delivery, error: DeliveryError) -> datetime | None:
        """Return when a failed edit is tried again; an edit in doubt may be made twice."""
        name = delivery.promise.channel
        log.info("not edited", channel=name, delivery=delivery.id, reason=error.reason)
        if error.fault is DeliveryFault.PERMANENT:
            return None
        until = self._clock() + (error.retry_after or EDIT_PAUSE)
        if error.retry_after is not None:
            await self._store(lambda s: s.pause_channel(name, until, error.reason))
        return until

    def _raise_faults(self) -> None:
        """Forget attempts that have ended; raises what the store or a bug made of one."""
        ended = [name for name, task in self._under_way.items() if task.done()]
        faults = [error for name in ended if (error := self._under_way.pop(name).exception())]
        if faults:
            raise faults[0]

    async def _attempt(self, delivery: Delivery) -> None:
        channel = self._channels.get(delivery.promise.channel)
        if channel is None or delivery.promise.recipient not in channel.recipients:
            unwanted = _nobody(delivery, channel, self._clock())
            _log(delivery, unwanted)
            await self._settle(delivery.id, unwanted)
            return
        verdict = await self._verdict(channel, delivery)
        outcome = verdict.consequence.outcome
        _log(delivery, outcome)
        await self._settle(delivery.id, outcome)
        if verdict.error is not None:
            await self._follow_up(channel, delivery, verdict.consequence, verdict.error)

    async def _settle(self, number: int, outcome: Outcome) -> None:
        self._unsettled[number] = outcome  # until it is on disk: a full disk must not lose it
        now = self._clock()
        await self._store(lambda s: s.settle_delivery(number, outcome, now))
        del self._unsettled[number]

    async def _verdict(self, channel: Channel, delivery: Delivery) -> _Verdict:
        result = await _bring(channel, _envelope(delivery))
        if isinstance(result, Receipt):
            self._failures[channel.name] = 0
            return _Verdict(Consequence(Sent(result.reference)))
        if result.fault is DeliveryFault.CHANNEL or result.code == UNREACHABLE:
            self._failures[channel.name] += 1
        else:
            self._failures[channel.name] = 0
        follows = consequence(
            delivery,
            result,
            self._clock(),
            failures=self._failures[channel.name],
            chance=self._chance,
        )
        return _Verdict(follows, result)

    async def _follow_up(
        self, channel: Channel, delivery: Delivery, follows: Consequence, error: DeliveryError
    ) -> None:
        """Pause the channel and tell its owner elsewhere, where that follows."""
        name, until, now = channel.name, follows.paused_until, self._clock()
        if until is not None:
            await self._store(lambda s: s.pause_channel(name, until, error.reason))
        about_us = delivery.promise.kind in {"system", "test"}
        if not follows.tell or (until is None and about_us):
            return
        about = f"{name}:{'' if until else delivery.promise.recipient}:{error.code}:{now:%Y-%m-%d}"
        notice = _notice(delivery, follows, error)
        told = notices(notice, tuple(self._channels.values()), about, without=name)
        await self._store(lambda s: s.promise(told, now))


async def _bring(channel: Channel, envelope: Envelope) -> Receipt | DeliveryError:
    """Look whether it arrived, where that is possible, else send it; a bug costs one message's form.

    An alert that this program can't render goes out once more in its plainest form, marked.
    """
    if envelope.possible_repeat:
        found = await _ended(channel.find(envelope))
        if isinstance(found, Receipt | DeliveryError):
            return found
        if found is not None:
            _log_fault(channel, envelope, found)
    result = await _ended(channel.send(envelope))
    if isinstance(result, Receipt | DeliveryError):
        return result
    _log_fault(channel, envelope, result)
    bare = Alert(
        kind=envelope.alert.kind,
        headline=clean_line(envelope.alert.headline, HEADLINE) or "An alert",
        url=envelope.alert.url,
    )
    plain = await _ended(channel.send(replace(envelope, alert=bare, possible_repeat=True)))
    if isinstance(plain, Receipt | DeliveryError):
        return plain
    reason = f"a fault of this program: {type(plain).__name__}"
    return DeliveryError(channel.name, reason, DeliveryFault.PERMANENT)


async def _ended(work: Awaitable[Answer]) -> Answer | DeliveryError | BaseException:
    """Wait for a task of its own, so that nobody's cancellation cuts it; return how it ended."""
    task = asyncio.ensure_future(work)
    await asyncio.wait({task})
    return task.exception() or task.result()


def _envelope(delivery: Delivery) -> Envelope:
    return Envelope(
        delivery_id=delivery.id,
        dedup_key=delivery.promise.dedup_key,
        recipient=delivery.promise.recipient,
        alert=readable(delivery.promise.payload, delivery.promise.kind),
        attempt=delivery.attempt,
        possible_repeat=delivery.possible_repeat,
        first_attempt_at=delivery.first_attempt_at,
        thread=delivery.thread,
        root=None if delivery.root is None else readable(delivery.root),
        outlets=delivery.outlets,
    )


def _nobody(delivery: Delivery, channel: Channel | None, now: datetime) -> Outcome:
    """Return what becomes of a message whose channel or recipient the owner has taken out."""
    name, recipient = delivery.promise.channel, delivery.promise.recipient
    if channel is not None:
        return Dead(f"{recipient} is no longer a recipient of channel {name}")
    reason = f"channel {name} is not in the configuration"
    if now - delivery.first_attempt_at >= LONGEST_DELIVERY:
        return Dead(reason)
    return Retry(now + UNKNOWN_CHANNEL, reason, ambiguous=delivery.possible_repeat)


def _notice(delivery: Delivery, follows: Consequence, error: DeliveryError) -> Alert:
    name, recipient = delivery.promise.channel, delivery.promise.recipient
    if follows.paused_until is not None:
        return system_alert(
            f"Channel {name} does not take alerts",
            (
                error.reason,
                f"Next try at {follows.paused_until:%Y-%m-%d %H:%M} UTC; its alerts wait.",
            ),
        )
    return system_alert(
        f"An alert to {recipient} over channel {name} was given up",
        (error.reason, f"The alert: {readable(delivery.promise.payload).headline}"),
    )


def _log(delivery: Delivery, outcome: Outcome) -> None:
    told = log.bind(
        channel=delivery.promise.channel, delivery=delivery.id, attempt=delivery.attempt
    )
    match outcome:
        case Sent():
            told.info("sent", possible_repeat=delivery.possible_repeat)
        case Retry(at, reason, ambiguous):
            told.warning("not sent", reason=reason, next_try=f"{at:%H:%M:%S}", in_doubt=ambiguous)
        case Dead(reason):
            told.error("given up", reason=reason)


def _log_fault(channel: Channel, envelope: Envelope, fault: BaseException) -> None:
    log.critical(
        "a fault of this program",
        channel=channel.name,
        delivery=envelope.delivery_id,
        error=type(fault).__name__,
        exc_info=fault,
    )
