"""What every kind of channel is configured and opened with."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from ipaddress import ip_address
from typing import Annotated, TextIO
from urllib.parse import urlsplit

import httpx
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from monitor.alert import Channel
from monitor.errors import DeliveryError, DeliveryFault
from monitor.secret import Secret

# RFC 5321 without quoted local parts and address literals: what mail providers give out.
MAIL_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}"
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a channel may use of the outside; none of it is its own to close."""

    http: httpx.AsyncClient
    out: TextIO
    clock: Callable[[], datetime]
    zone: tzinfo = UTC  # in which alerts write their times


def shaped(pattern: str, expected: str) -> Callable[[str], str]:
    """Return a check that the whole of a text fits; raises ``ValueError`` with what is expected."""
    shape = re.compile(pattern)

    def fitting(found: str) -> str:
        if not shape.fullmatch(found):
            raise ValueError(f"{expected} is expected")
        return found

    return fitting


class ChannelSettings(BaseModel, ABC):
    """One ``[[channel]]`` of the configuration; each kind adds its keys, unknown ones are errors."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,
    )

    name: Annotated[
        str,
        Field(min_length=1, max_length=100),
        AfterValidator(shaped(r"[^:\x00-\x1f\x7f]+", "a name without colons and line ends")),
    ]
    kind: str

    @abstractmethod
    def open(self, around: Surroundings) -> Channel:
        """Return the channel; nothing is connected and no secret is read before a send."""


def as_secret(found: object) -> Secret:
    """Read 'env:NAME' or 'file:PATH'; raises ``ValueError`` that never shows what was found."""
    if isinstance(found, Secret):
        return found
    if not isinstance(found, str):
        raise ValueError("a secret is a reference, 'env:NAME' or 'file:PATH'")  # noqa: TRY004
    return Secret(found.strip())


def revealed(channel: str, secret: Secret) -> str:
    """Return a token or address; raises ``DeliveryError`` (channel) that names the reference."""
    reason = None
    try:
        value = secret.reveal()
    except LookupError as error:
        reason, value = str(error), ""
    if reason is None and not (value.isascii() and value.isprintable()):
        reason = f"{secret.reference} holds characters that no token or address has"
    if reason is not None:
        raise DeliveryError(channel, reason, DeliveryFault.CHANNEL)
    return value


def mail_address(found: str) -> str:
    """Return a bare mail address; raises ``ValueError`` on anything that is not one."""
    local = found.partition("@")[0]
    if not MAIL_ADDRESS.fullmatch(found) or ".." in local or local[0] == "." or local[-1] == ".":
        raise ValueError("a mail address such as 'analyst@example.org' is expected")
    return found


def secure_address(found: str) -> str:
    """Return an address that a secret may be sent to: https, or http on this very machine."""
    try:
        parts = urlsplit(found)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if not host or parts.username is not None or parts.scheme not in {"http", "https"}:
        raise ValueError("an https address is expected")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError("https is required: http would show the secret to the network")
    return found


def is_loopback(host: str) -> bool:
    """Say whether a host name can only be this machine."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


SecretReference = Annotated[Secret, BeforeValidator(as_secret)]
MailAddress = Annotated[str, Field(max_length=254), AfterValidator(mail_address)]
SecureAddress = Annotated[str, Field(max_length=2000), AfterValidator(secure_address)]
