"""Slack: a bot that posts, threads and looks before it repeats, or an incoming webhook.

A webhook answers 'ok' and nothing else: no reference, so no threads and no looking back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from monitor.alert import Channel, Envelope, Receipt
from monitor.alert.attempts import UNREACHABLE
from monitor.alert.settings import (
    ChannelSettings,
    SecretReference,
    SecureAddress,
    Surroundings,
    revealed,
    secure_address,
    shaped,
)
from monitor.alert.slack_answers import THREAD_GONE
from monitor.alert.slack_blocks import Json, blocks, notification, plain_post
from monitor.alert.slack_call import LIMITED, post
from monitor.errors import DeliveryError, DeliveryFault
from monitor.secret import Secret

EVENT = "monitor_alert"
PAGES = 10  # of history, newest first
PAGE = 200
LOOKS = 3  # at a page of history whose answer is cut: many pages would seldom come all
MOST_ITEMS = 25
BEFORE = 300  # seconds of history before the first attempt: clocks differ

ChannelName = Annotated[
    str, AfterValidator(shaped(r"[#@]?[\w.-]{1,80}", "a channel such as C0123456 or #news"))
]


class SlackSettings(ChannelSettings):
    """The keys of a Slack channel: ``token`` and ``channel``, or ``webhook_url``."""

    kind: Literal["slack"]
    token: SecretReference | None = None
    webhook_url: SecretReference | None = Field(default=None, validate_default=True)
    channel: ChannelName | None = Field(default=None, validate_default=True)
    api_url: SecureAddress = "https://slack.com/api/"

    @field_validator("webhook_url")
    @classmethod
    def _one_way(cls, webhook_url: Secret | None, info: ValidationInfo) -> Secret | None:
        if "token" in info.data and (info.data["token"] is None) == (webhook_url is None):
            raise ValueError("either token (of a bot) or webhook_url is needed, not both")
        return webhook_url

    @field_validator("channel")
    @classmethod
    def _where(cls, channel: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("token") is not None and channel is None:
            raise ValueError("a bot's token needs the channel to post to, for example C0123456")
        return channel

    def open(self, around: Surroundings) -> Channel:
        """Return the bot or the webhook."""
        if self.token is not None:
            return SlackBot(self, self.token, self.channel or "", around)
        if self.webhook_url is None:
            raise ValueError("neither token nor webhook_url")
        return SlackWebhook(self, self.webhook_url, around)


@dataclass(frozen=True, slots=True)
class SlackBot:
    """Posts as a bot (chat:write); with channels:history it finds what an attempt left."""

    settings: SlackSettings
    token: Secret
    channel: str
    around: Surroundings

    @property
    def name(self) -> str:
        """The name in the configuration."""
        return self.settings.name

    @property
    def recipients(self) -> tuple[str, ...]:
        """The one Slack channel."""
        return (self.channel,)

    @property
    def most_items(self) -> int:
        """How many stories a digest of one message can show."""
        return MOST_ITEMS

    async def send(self, envelope: Envelope) -> Receipt:
        """Post one message; the receipt is 'channel:ts'.

        What Slack refuses as it is written is certainly not posted: it goes again in the same
        attempt, outside a thread that is gone, then as plain text.
        """
        answer = await self._posted(self._message(envelope), plain_post(envelope))
        stamp = answer.get("ts")
        if not isinstance(stamp, str):
            raise self._error("the answer names no message", DeliveryFault.AMBIGUOUS)
        return Receipt(f"{answer.get('channel') or envelope.recipient}:{stamp}")

    async def find(self, envelope: Envelope) -> Receipt | None:
        """Look for the message's key in the channel's history since the first attempt.

        None when it is not there or Slack does not let the bot look (scope channels:history).
        Raises ``DeliveryError`` (transient or channel) when looking failed: nothing is sent yet.
        """
        since = envelope.first_attempt_at or self.around.clock()
        query: Json = {
            "channel": _id(envelope),
            "oldest": f"{since.timestamp() - BEFORE:.6f}",
            "include_all_metadata": True,
            "limit": PAGE,
        }
        method = "conversations.history"
        if thread := _thread(envelope):
            method, query = "conversations.replies", {**query, "ts": thread}
        for _ in range(PAGES):
            answer = await self._looked(method, query)
            stamp = _stamp_of(answer.get("messages"), envelope.dedup_key)
            if stamp is not None:
                return Receipt(f"{query['channel']}:{stamp}")
            cursor = _cursor(answer)
            if cursor is None:
                return None
            query = {**query, "cursor": cursor}
        return None

    async def amend(self, envelope: Envelope) -> None:
        """Write the story's first message anew, in its place."""
        if envelope.thread is None:
            return
        body = self._message(replace(envelope, thread=None))
        where = {"channel": _id(envelope), "ts": _thread(envelope)}
        await self._call("chat.update", {**body, **where})

    async def _posted(self, body: Json, plain: str) -> Mapping[str, object]:
        while True:
            try:
                return await self._call("chat.postMessage", body)
            except DeliveryError as error:
                plainer = _plainer(body, plain, error)
                if plainer is None:
                    raise
            body = plainer

    async def _looked(self, method: str, query: Json) -> Mapping[str, object]:
        """Return an answer without messages where Slack refuses to show any; looking is harmless."""
        cut: DeliveryError | None = None
        for _ in range(LOOKS):
            try:
                return await self._call(method, query)
            except DeliveryError as error:
                if error.fault is not DeliveryFault.AMBIGUOUS:
                    if error.code in {None, UNREACHABLE, LIMITED}:
                        raise
                    return {}
                cut = error
        raise _not_looked(cut or self._error("no answer", DeliveryFault.TRANSIENT))

    def _message(self, envelope: Envelope) -> Json:
        thread = _thread(envelope)
        return {
            "channel": envelope.recipient,
            "text": notification(envelope),
            "blocks": blocks(envelope, self.around.zone),
            "mrkdwn": False,
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": {"event_type": EVENT, "event_payload": {"key": envelope.dedup_key}},
            **({"thread_ts": thread} if thread else {}),
        }

    async def _call(self, method: str, body: Json) -> Mapping[str, object]:
        token = revealed(self.name, self.token)
        address = self.settings.api_url.rstrip("/") + "/" + method
        reply = await post(self.name, self.around, address, body, token=token)
        answer = reply.json_object()
        if answer is not None and answer.get("ok") is True:
            return answer
        raise reply.refusal(self.name)

    def _error(self, reason: str, fault: DeliveryFault) -> DeliveryError:
        return DeliveryError(self.name, reason, fault)


@dataclass(frozen=True, slots=True)
class SlackWebhook:
    """Posts to the one channel that the webhook was made for."""

    settings: SlackSettings
    address: Secret
    around: Surroundings

    @property
    def name(self) -> str:
        """The name in the configuration."""
        return self.settings.name

    @property
    def recipients(self) -> tuple[str, ...]:
        """The webhook's channel, by the name that the configuration gives it."""
        return (self.settings.channel or "webhook",)

    @property
    def most_items(self) -> int:
        """How many stories a digest of one message can show."""
        return MOST_ITEMS

    async def send(self, envelope: Envelope) -> Receipt:
        """Post one message, as plain text where Slack refuses its blocks; there is no reference."""
        body: Json = {
            "text": notification(envelope),
            "blocks": blocks(envelope, self.around.zone),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        try:
            await self._hook(body)
        except DeliveryError as error:
            if error.fault is not DeliveryFault.PERMANENT:
                raise
            await self._hook({"text": plain_post(envelope), "mrkdwn": False})
        return Receipt()

    async def find(self, envelope: Envelope) -> Receipt | None:
        """A webhook can't look."""
        del envelope
        return None

    async def _hook(self, body: Json) -> None:
        try:
            address = secure_address(revealed(self.name, self.address))
        except ValueError as error:
            reason = f"{self.address.reference}: {error}"
            raise DeliveryError(self.name, reason, DeliveryFault.CHANNEL) from None
        reply = await post(self.name, self.around, address, body)
        if reply.status != 200 or reply.body.strip() != b"ok":
            raise reply.refusal(self.name)


def _not_looked(error: DeliveryError) -> DeliveryError:
    """Return the error of a look that told nothing: nothing was sent, and nothing will be yet."""
    return DeliveryError(
        error.channel,
        f"looking back: {error.reason}",
        DeliveryFault.TRANSIENT,
        retry_after=error.retry_after,
        code=error.code,
    )


def _plainer(body: Json, plain: str, error: DeliveryError) -> Json | None:
    """Return the next form of a message that Slack refused as it is written, None after the last."""
    if error.fault is not DeliveryFault.PERMANENT:
        return None
    left_out = {"thread_ts"} if error.code in THREAD_GONE else {"blocks"}
    if "metadata" in (error.code or ""):
        left_out = {"metadata"}
    if left_out.isdisjoint(body):
        return None
    kept = {key: value for key, value in body.items() if key not in left_out}
    return kept if "blocks" in kept else {**kept, "text": plain}


def _thread(envelope: Envelope) -> str | None:
    """Return thread_ts from the reference 'channel:ts' of the story's first message."""
    return envelope.thread.rpartition(":")[2] if envelope.thread else None


def _id(envelope: Envelope) -> str:
    """Return the channel's id where a reference tells it: history knows no channel names."""
    known = envelope.thread.rpartition(":")[0] if envelope.thread else ""
    return known or envelope.recipient


def _stamps(messages: object, key: str) -> Iterator[str]:
    for message in messages if isinstance(messages, list) else []:
        match message:
            case {"ts": str(stamp), "metadata": {"event_payload": {"key": found}}} if found == key:
                yield stamp


def _stamp_of(messages: object, key: str) -> str | None:
    return next(_stamps(messages, key), None)


def _cursor(answer: Mapping[str, object]) -> str | None:
    match answer.get("response_metadata"):
        case {"next_cursor": str(cursor)} if cursor:
            return cursor
    return None
