"""story -> someone: what is said, to whom, and that it arrives."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from monitor.alert.message import Alert


@dataclass(frozen=True, slots=True)
class Envelope:
    """One attempt to bring one alert to one recipient."""

    delivery_id: int
    dedup_key: str  # names the message for ever: Message-ID, Slack metadata
    recipient: str
    alert: Alert
    attempt: int = 1
    possible_repeat: bool = False
    first_attempt_at: datetime | None = None
    thread: str | None = None  # provider's reference of the story's first message
    root: Alert | None = None  # what that message said; None for that message itself
    outlets: tuple[str, ...] = ()  # that told the story too and added nothing


@dataclass(frozen=True, slots=True)
class Receipt:
    """The provider's word that it took the message, and its name for it."""

    reference: str | None = None


class Destination(Protocol):
    """What a promise names: a channel and whom it reaches."""

    @property
    def name(self) -> str:
        """The name that the configuration gave it."""
        ...

    @property
    def recipients(self) -> tuple[str, ...]:
        """Whom it reaches: one delivery is promised to each."""
        ...


class Channel(Destination, Protocol):
    """A way out. ``send`` makes one attempt and never retries by itself."""

    @property
    def most_items(self) -> int:
        """How many stories a digest of one message can show."""
        ...

    async def send(self, envelope: Envelope) -> Receipt:
        """Bring it there; raises ``DeliveryError`` with the class of the fault, nothing else."""
        ...

    async def find(self, envelope: Envelope) -> Receipt | None:
        """Look whether an earlier attempt arrived; None when it can't be known."""
        ...


@runtime_checkable
class Amends(Protocol):
    """A channel whose messages can be edited once they are sent."""

    async def amend(self, envelope: Envelope) -> None:
        """Let the message that ``envelope.thread`` names say what the envelope says now.

        Doing it twice does no harm. Raises ``DeliveryError`` as ``send`` does.
        """
        ...
