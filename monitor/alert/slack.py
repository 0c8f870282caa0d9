"""Slack: a bot that posts, threads and looks before it repeats, or an incoming webhook.

A webhook answers 'ok' and nothing else: no reference, so no threads and no looking back.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

import httpx
from pydantic import Field, ValidationInfo, field_validator

from monitor.alert import Channel, Envelope, Receipt
from monitor.alert.message import clean_line
from monitor.alert.settings import (
    ChannelSettings,
    SecretReference,
    SecureAddress,
    Surroundings,
    secure_address,
)
from monitor.alert.slack_answers import (
    RATE_LIMITED,
    fault_of,
    fault_of_status,
    read_retry_after,
)
from monitor.alert.slack_blocks import Json, blocks, notification, plain_post
from monitor.errors import DeliveryError, DeliveryFault
from monitor.secret import Secret

EVENT = "monitor_alert"
ANSWER = 4_000_000  # bytes of an answer that are read
PAGES = 10  # of history, newest first
PAGE = 200
BEFORE = 300  # seconds of history before the first attempt: clocks differ
TIMEOUT = httpx.Timeout(30.0, connect=10.0)


class SlackSettings(ChannelSettings):
    """The keys of a Slack channel: ``token`` and ``channel``, or ``webhook_url``."""

    kind: Literal["slack"]
    token: SecretReference | None = None
    webhook_url: SecretReference | None = Field(default=None, validate_default=True)
    channel: Annotated[str, Field(pattern=r"^[#@]?[\w.-]{1,80}$")] | None = Field(
        default=None, validate_default=True
    )
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

    async def send(self, envelope: Envelope) -> Receipt:
        """Post one message; the receipt is 'channel:ts'.

        Blocks that Slack refuses are certainly not posted: the same alert then goes as plain
        text in the same attempt.
        """
        body = self._message(envelope)
        try:
            answer = await self._call("chat.postMessage", body)
        except DeliveryError as error:
            if error.fault is not DeliveryFault.PERMANENT:
                raise
            plain: Json = {
                "channel": envelope.recipient,
                "text": plain_post(envelope),
                "mrkdwn": False,
                "unfurl_links": False,
                "metadata": body["metadata"],
            }
            answer = await self._call("chat.postMessage", plain)
        stamp = answer.get("ts")
        if not isinstance(stamp, str):
            raise self._error("the answer names no message", DeliveryFault.AMBIGUOUS)
        return Receipt(f"{answer.get('channel') or envelope.recipient}:{stamp}")

    async def find(self, envelope: Envelope) -> Receipt | None:
        """Look for the message's key in the channel's history since the first attempt.

        None when it is not there or the bot may not look (scope channels:history). Raises
        ``DeliveryError`` (transient or channel) when looking failed: then nothing is sent yet.
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
            try:
                answer = await self._call(method, query)
            except DeliveryError as error:
                if error.code is None or error.fault is DeliveryFault.AMBIGUOUS:
                    raise self._error(error.reason, DeliveryFault.TRANSIENT) from None
                if error.fault is DeliveryFault.TRANSIENT or error.code in {
                    "invalid_auth",
                    "token_revoked",
                    "account_inactive",
                }:
                    raise
                return None
            found = _stamp_of(answer.get("messages"), envelope.dedup_key)
            if found is not None:
                return Receipt(f"{query['channel']}:{found}")
            cursor = _cursor(answer)
            if cursor is None:
                return None
            query = {**query, "cursor": cursor}
        return None

    def _message(self, envelope: Envelope) -> Json:
        thread = _thread(envelope)
        return {
            "channel": envelope.recipient,
            "text": notification(envelope),
            "blocks": blocks(envelope, self.around.zone),
            "mrkdwn": False,
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": {
                "event_type": EVENT,
                "event_payload": {"key": envelope.dedup_key},
            },
            **({"thread_ts": thread} if thread else {}),
        }

    async def _call(self, method: str, body: Json) -> Mapping[str, object]:
        token = _revealed(self.name, self.token)
        address = self.settings.api_url.rstrip("/") + "/" + method
        headers = {"Authorization": f"Bearer {token}"}
        reply = await _post(self.name, self.around, address, body, headers)
        answer = reply.json_object()
        if answer is not None and answer.get("ok") is True:
            return answer
        raise reply.refusal(self.name, answer)

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

    async def send(self, envelope: Envelope) -> Receipt:
        """Post one message; Slack gives no reference for it."""
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
            address = secure_address(_revealed(self.name, self.address))
        except ValueError as error:
            reason = f"{self.address.reference}: {error}"
            raise DeliveryError(self.name, reason, DeliveryFault.CHANNEL) from None
        reply = await _post(self.name, self.around, address, body, {})
        if reply.status != 200 or reply.body.strip() != b"ok":
            raise reply.refusal(self.name, reply.json_object())


@dataclass(frozen=True, slots=True)
class _Reply:
    """An HTTP answer, read whole."""

    status: int
    body: bytes
    retry_after: str | None
    around: Surroundings

    def json_object(self) -> Mapping[str, object] | None:
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None

    def refusal(self, channel: str, answer: Mapping[str, object] | None) -> DeliveryError:
        """Return what an answer that is no yes means; its text is one short clean line."""
        code = self._code(answer)
        if self.status == 429 or code in RATE_LIMITED:
            wait = read_retry_after(self.retry_after, self.around.clock())
            reason = f"rate limited for {wait.total_seconds():.0f} s"
            transient = DeliveryFault.TRANSIENT
            return DeliveryError(channel, reason, transient, retry_after=wait, code="ratelimited")
        if self.status >= 500 or code is None:
            fault = fault_of_status(self.status)
            code = f"http_{self.status}"
            said = "answered in a form that is not Slack's" if self.status == 200 else "answered"
            return DeliveryError(channel, f"{said} (HTTP {self.status})", fault, code=code)
        return DeliveryError(channel, f"refused: {code}", fault_of(code), code=code)

    def _code(self, answer: Mapping[str, object] | None) -> str | None:
        """Return the error that Slack names, in JSON or, by a webhook, as bare text."""
        if answer is not None:
            named = answer.get("error") if answer.get("ok") is False else None
            return clean_line(named, 80) if isinstance(named, str) else None
        text = self.body[:80].decode("utf-8", "replace").strip()
        plain = text.replace("_", "").isalnum() and text.isascii() and text != "ok"
        return text if plain and self.status != 200 and text == text.lower() else None


async def _post(
    channel: str, around: Surroundings, address: str, body: Json, headers: dict[str, str]
) -> _Reply:
    """Send JSON once; what fails is told without the address, which may be the secret."""
    fault, reason = DeliveryFault.AMBIGUOUS, ""
    try:
        request = around.http.build_request(
            "POST",
            address,
            content=json.dumps(body, ensure_ascii=True).encode(),
            headers={
                **headers,
                "Content-Type": "application/json; charset=utf-8",
                "Accept-Encoding": "identity",
            },
            timeout=TIMEOUT,
        )
        response = await around.http.send(request, stream=True, follow_redirects=False)
        try:
            return await _read(response, around)
        finally:
            await response.aclose()
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        fault, reason = DeliveryFault.TRANSIENT, f"can't connect: {type(error).__name__}"
    except (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL) as error:
        fault, reason = DeliveryFault.CHANNEL, f"not a usable request: {type(error).__name__}"
    except httpx.HTTPError as error:
        reason = f"no answer, it may have been posted: {type(error).__name__}"
    code = "unreachable" if fault is DeliveryFault.TRANSIENT else None
    raise DeliveryError(channel, reason, fault, code=code)


async def _read(response: httpx.Response, around: Surroundings) -> _Reply:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > ANSWER:
            break
    retry_after = response.headers.get("Retry-After")
    return _Reply(response.status_code, bytes(body[:ANSWER]), retry_after, around)


def _revealed(channel: str, secret: Secret) -> str:
    reason = None
    try:
        value = secret.reveal()
    except LookupError as error:
        reason, value = str(error), ""
    if reason is None and not (value.isascii() and value.isprintable()):
        reason = f"{secret.reference} holds characters that no token has"
    if reason is not None:
        raise DeliveryError(channel, reason, DeliveryFault.CHANNEL)
    return value


def _thread(envelope: Envelope) -> str | None:
    """Return thread_ts from the reference 'channel:ts' of the story's first message."""
    return envelope.thread.rpartition(":")[2] if envelope.thread else None


def _id(envelope: Envelope) -> str:
    """Return the channel's id where a reference tells it: history knows no channel names."""
    known = envelope.thread.rpartition(":")[0] if envelope.thread else ""
    return known or envelope.recipient


def _stamp_of(messages: object, key: str) -> str | None:
    for message in messages if isinstance(messages, list) else []:
        match message:
            case {"ts": str(stamp), "metadata": {"event_payload": {"key": found}}} if found == key:
                return stamp
    return None


def _cursor(answer: Mapping[str, object]) -> str | None:
    match answer.get("response_metadata"):
        case {"next_cursor": str(cursor)} if cursor:
            return cursor
    return None
