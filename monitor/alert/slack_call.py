"""One request to Slack -> its answer read whole, or what its refusal means for the message."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import httpx

from monitor.alert.attempts import UNREACHABLE
from monitor.alert.message import clean_line
from monitor.alert.settings import Surroundings
from monitor.alert.slack_answers import RATE_LIMITED, fault_of, fault_of_status, read_retry_after
from monitor.alert.slack_blocks import Json
from monitor.errors import DeliveryError, DeliveryFault

LARGEST = 4_000_000  # bytes of an answer that are read
TIMEOUT = httpx.Timeout(30.0, connect=10.0)
LIMITED = "ratelimited"


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer, read whole."""

    status: int
    body: bytes
    retry_after: str | None
    received: datetime

    def json_object(self) -> Mapping[str, object] | None:
        """Return the body as a JSON object, None when it is anything else."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None

    def refusal(self, channel: str) -> DeliveryError:
        """Return what an answer that is no yes means; its text is one short clean line."""
        code = self._named()
        if self.status == 429 or code in RATE_LIMITED:
            wait = read_retry_after(self.retry_after, self.received)
            reason = f"rate limited for {wait.total_seconds():.0f} s"
            transient = DeliveryFault.TRANSIENT
            return DeliveryError(channel, reason, transient, retry_after=wait, code=LIMITED)
        if code is not None and self.status < 500:
            return DeliveryError(channel, f"refused: {code}", fault_of(code), code=code)
        said = "answered in a form that is not Slack's" if self.status == 200 else "answered"
        return DeliveryError(
            channel,
            f"{said} (HTTP {self.status})",
            fault_of_status(self.status),
            retry_after=read_retry_after(self.retry_after, self.received)
            if self.retry_after
            else None,
            code=f"http_{self.status}",
        )

    def _named(self) -> str | None:
        """Return the error that Slack names, in JSON or, by a webhook, as bare text."""
        answer = self.json_object()
        if answer is not None:
            named = answer.get("error") if answer.get("ok") is False else None
            return clean_line(named, 80) if isinstance(named, str) else None
        text = self.body[:80].decode("utf-8", "replace").strip()
        plain = text.replace("_", "").isalnum() and text.isascii() and text == text.lower()
        return text if plain and self.status != 200 else None


async def post(
    channel: str, around: Surroundings, address: str, body: Json, *, token: str | None = None
) -> Reply:
    """Send JSON once, on a connection of its own.

    Raises ``DeliveryError``: transient before the request could leave, ambiguous after. Its text
    never holds the address, which may be the secret.
    """
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Accept-Encoding": "identity",
        # A kept connection that Slack has just closed fails like one cut after posting.
        "Connection": "close",
        **({"Authorization": f"Bearer {token}"} if token is not None else {}),
    }
    content = json.dumps(body, ensure_ascii=True).encode()
    code = None
    try:
        request = around.http.build_request(
            "POST", address, content=content, headers=headers, timeout=TIMEOUT
        )
        response = await around.http.send(request, stream=True, follow_redirects=False)
        try:
            return await _read(response, around.clock())
        finally:
            await response.aclose()
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        fault, reason = DeliveryFault.TRANSIENT, f"can't connect: {type(error).__name__}"
        code = UNREACHABLE
    except (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL) as error:
        fault, reason = DeliveryFault.CHANNEL, f"not a usable request: {type(error).__name__}"
    except httpx.HTTPError as error:
        fault = DeliveryFault.AMBIGUOUS
        reason = f"no answer, it may have been posted: {type(error).__name__}"
    raise DeliveryError(channel, reason, fault, code=code)


async def _read(response: httpx.Response, received: datetime) -> Reply:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > LARGEST:
            break
    retry_after = response.headers.get("Retry-After")
    return Reply(response.status_code, bytes(body[:LARGEST]), retry_after, received)
