"""Anywhere else that Apprise reaches, as far as it tells: best effort.

Apprise answers yes or no and no more. Whatever is no yes may have arrived, so the next attempt is
marked as a possible repeat; there are no references, so no threads and no looking back.
"""

import asyncio
import re
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal

from pydantic import field_validator

from monitor.alert import Channel, Envelope, Receipt
from monitor.alert.settings import ChannelSettings, SecretReference, Surroundings, revealed
from monitor.alert.wording import plain_text, thread_subject
from monitor.errors import DeliveryError, DeliveryFault

PATIENCE = 60.0  # seconds for one attempt, all parts of a long message together
MOST_ITEMS = 25

# What services take for a call to people: @everyone, <@U1>, <!channel>. A mail address is none.
_MENTION = re.compile(r"(?<!\w)@(?=\w)|<(?=[@!#])")
_JOINT = "\u2060"  # a word joiner: nobody sees it, and the mention is one no more


class AppriseSettings(ChannelSettings):
    """The keys of a channel by Apprise: the address of the service holds its password."""

    kind: Literal["apprise"]
    url: SecretReference

    @field_validator("kind")
    @classmethod
    def _installed(cls, kind: str) -> str:
        if find_spec("apprise") is None:
            raise ValueError(
                "the library of 'apprise' is not installed: pip install 'topic-monitor[apprise]'"
            )
        return kind

    def open(self, around: Surroundings) -> Channel:
        """Return a channel that loads Apprise with its first message."""
        return AppriseChannel(self, around)


@dataclass(frozen=True, slots=True)
class AppriseChannel:
    """Hands each message once to Apprise, on a thread of its own: the library waits."""

    settings: AppriseSettings
    around: Surroundings
    patience: float = PATIENCE

    @property
    def name(self) -> str:
        """The name in the configuration."""
        return self.settings.name

    @property
    def recipients(self) -> tuple[str, ...]:
        """The channel's own name: what the address says is secret."""
        return (self.name,)

    @property
    def most_items(self) -> int:
        """How many stories a digest of one message can show."""
        return MOST_ITEMS

    async def send(self, envelope: Envelope) -> Receipt:
        """Send one message as plain text; there is no reference."""
        address = revealed(self.name, self.settings.url)
        title = _literal(thread_subject(envelope))
        body = _literal(plain_text(envelope, self.around.zone))
        await asyncio.to_thread(self._notify, address, title, body)
        return Receipt()

    async def find(self, envelope: Envelope) -> Receipt | None:
        """Apprise can't look."""
        del envelope
        return None

    def _notify(self, address: str, title: str, body: str) -> None:
        try:
            from apprise import Apprise, AppriseAsset, NotifyFormat, OverflowMode
        except ImportError as error:
            reason = f"Apprise can't be loaded: {type(error).__name__}"
            raise DeliveryError(self.name, reason, DeliveryFault.CHANNEL) from None
        # A redirected POST comes back as a GET whose 200 would pass for a yes.
        service = Apprise.instantiate(address, asset=AppriseAsset(http_redirects=False))
        if service is None:
            reason = f"{self.settings.url.reference} holds no address that Apprise can use"
            raise DeliveryError(self.name, reason, DeliveryFault.CHANNEL)
        # An address may ask for retries without a mark, or for failures to pass for a yes.
        service.retry, service.optional = 0, False
        if service.overflow_mode == OverflowMode.UPSTREAM:
            service.overflow_mode = OverflowMode.SPLIT  # a service refuses what is too long for it
        way = Apprise(service)
        result = way.notify(body, title, body_format=NotifyFormat.TEXT, timeout=self.patience)
        if not result:
            reason = f"no yes from the service ({result.status.name.lower()}), it may have arrived"
            raise DeliveryError(self.name, reason, DeliveryFault.AMBIGUOUS)


def _literal(text: str) -> str:
    """Return text in which no service finds a mention: which one reads it is not known here."""
    return _MENTION.sub(lambda found: found[0] + _JOINT, text)
