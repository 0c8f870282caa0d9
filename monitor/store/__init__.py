"""What outlives the process: the schedule, the queue, what was judged, what was sent.

The store is the only state. ``sqlite.SQLiteStore`` is plain synchronous code, each method one
transaction; ``thread.StoreThread`` runs it on the one thread that owns the connection.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from monitor.news.model import Entry, Link, Verdict
from monitor.news.source import SourceState


@dataclass(frozen=True, slots=True)
class Promise:
    """A message to one recipient of one channel, kept from the moment it is stored.

    ``dedup_key`` is unique for ever: promising twice promises once, and promises ``otherwise``.
    A held message waits until ``release_held`` finds that its time has come; told again with a
    higher score before that, it says the better of the two.
    """

    dedup_key: str
    channel: str
    recipient: str
    kind: str  # story | update | digest | system | test
    payload: str  # JSON of alert.message.Alert
    thread_key: str | None = None  # the story, so that follow-ups find their thread
    route: str | None = None  # by which it goes
    score: float = 0.0
    held: bool = False
    otherwise: "Promise | None" = None


@dataclass(frozen=True, slots=True)
class Due:
    """A source whose time has come: leased until its poll is recorded.

    Without a state only entries wait to be read, and nothing is leased.
    """

    name: str
    state: SourceState | None
    read: bool = False  # entries wait whose time has come


@dataclass(frozen=True, slots=True)
class Unreached:
    """How many of the watched sources no server answered for since any of them got an answer."""

    answered_at: datetime | None  # that answer
    sources: int
    watched: int


@dataclass(frozen=True, slots=True)
class Poll:
    """One poll as it goes into the store: the source's next state, its entries, who is told."""

    state: SourceState
    entries: tuple[Entry, ...] = ()
    polled_at: datetime | None = None
    notices: tuple[Promise, ...] = ()  # to the owner, when the source's health has turned


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry that has been seen but not read; ``tries`` counts failed readings."""

    id: int
    source: str
    entry: Entry
    first_seen: datetime
    baseline: bool  # it stood in the source's first poll
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """A promise that this process has claimed; committed before a byte leaves."""

    id: int
    promise: Promise
    attempt: int  # 1 for the first
    possible_repeat: bool  # an earlier attempt may have arrived
    first_attempt_at: datetime
    thread: str | None = None  # provider's reference of the thread's first message
    root: str | None = None  # payload of the thread's first message; None for that message itself
    outlets: tuple[str, ...] = ()  # that told the story too and added nothing


@dataclass(frozen=True, slots=True)
class Held:
    """A message that waits for its time."""

    id: int
    promise: Promise
    promised_at: datetime
    gathered: bool  # it was decided to wait for the next digest
    reason: str | None  # why it waits
    root: str | None  # state of its thread's first message; None for that message itself


@dataclass(frozen=True, slots=True)
class Past:
    """A message to be weighed against the limits of its route and channel."""

    id: int
    route: str | None
    channel: str
    recipient: str
    score: float
    promised_at: datetime
    released_at: datetime | None


@dataclass(frozen=True, slots=True)
class Silence:
    """Stories that nobody wants to hear of for a while; what is given has to agree."""

    id: int
    until: datetime
    organisation: str | None = None
    topic: str | None = None
    story: str | None = None
    reason: str | None = None

    def words(self) -> str:
        """Return what a silenced message is kept with: which silence, until when, and why."""
        why = f" ({self.reason})" if self.reason else ""
        return f"silence {self.id} until {self.until:%Y-%m-%d %H:%M} UTC{why}"


@dataclass(frozen=True, slots=True)
class Waitroom:
    """Everything that is held, and what decides on it, read in one transaction."""

    held: tuple[Held, ...]
    past: tuple[Past, ...]
    silences: tuple[Silence, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """One message in place of many: it claims them in the transaction that promises it."""

    promise: Promise
    claims: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """What becomes of held messages; those not named wait on."""

    due: tuple[int, ...] = ()
    waits: tuple[tuple[int, str, bool], ...] = ()  # id, why, whether it waits for a digest
    silenced: tuple[tuple[int, str], ...] = ()  # id, why
    digests: tuple[Digest, ...] = ()
    notices: tuple[Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took it; ``reference`` is its name for the message (Slack ts, queue id)."""

    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """Not sent, or perhaps sent: again at ``at``, marked as a possible repeat when ambiguous."""

    at: datetime
    reason: str
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Dead:
    """Never again, unless a person says so."""

    reason: str


Outcome = Sent | Retry | Dead


@dataclass(frozen=True, slots=True)
class Promised:
    """What ``record_reading`` asks back for each flagged verdict, inside its transaction."""

    promises: tuple[Promise, ...]
    note: str  # why there is an alert or why not, in words, kept for ``monitor why``
    outlet: str | None = None  # that told a known story too, and added nothing


PromiseAlert = Callable[[Verdict, Link], Promised]
DecideHeld = Callable[[Waitroom], Release]


class Outbox(Protocol):
    """The part of the store that the outbox works on."""

    def recover_deliveries(self, owner: str, now: datetime) -> int:
        """Return to the queue what another process left half sent, marked as possible repeats."""
        ...

    def claim_deliveries(
        self, owner: str, now: datetime, limit: int, skip: Collection[str] = ()
    ) -> tuple[Delivery, ...]:
        """Claim what is due, oldest promise first, on channels neither paused nor in ``skip``.

        Durable before it returns. ``skip`` names the channels that are busy sending.
        """
        ...

    def settle_delivery(self, delivery_id: int, outcome: Outcome, now: datetime) -> None:
        """Write down how one attempt ended."""
        ...

    def release_held(self, now: datetime, past: timedelta, decide: DecideHeld) -> None:
        """Let ``decide`` say what becomes of what is held, seen with what was promised since."""
        ...

    def claim_edits(self, now: datetime, channels: Collection[str]) -> tuple[Delivery, ...]:
        """Return sent messages whose list of outlets has grown, one for each of the channels."""
        ...

    def settle_edit(self, delivery: Delivery, now: datetime, again_at: datetime | None) -> None:
        """Note that an edit was made or given up, or when it is to be tried again."""
        ...

    def pause_channel(self, channel: str, until: datetime, reason: str) -> None:
        """Claim nothing for this channel until then."""
        ...

    def promise(self, promises: Sequence[Promise], now: datetime) -> int:
        """Add promises outside a reading (system alerts); returns how many were new."""
        ...
