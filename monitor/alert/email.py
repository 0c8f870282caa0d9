"""Email by SMTP, one envelope a recipient, step by step so that every failure has its class."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Annotated, Literal

from aiosmtplib import SMTP
from aiosmtplib.errors import (
    SMTPException,
    SMTPResponseException,
)
from pydantic import AfterValidator, Field, FilePath, ValidationInfo, field_validator

from monitor.alert import Channel, Envelope, Receipt
from monitor.alert.attempts import UNREACHABLE
from monitor.alert.email_message import Postmark, write_mail
from monitor.alert.message import clean_line
from monitor.alert.settings import (
    ChannelSettings,
    MailAddress,
    SecretReference,
    Surroundings,
    is_loopback,
    shaped,
)
from monitor.errors import DeliveryError, DeliveryFault
from monitor.secret import Secret

PORTS = {"starttls": 587, "tls": 465, "none": 25}
STEP = 30.0  # seconds for a command and its reply
VERDICT = 120.0  # seconds for the reply to a whole message: servers filter while we wait
FAREWELL = 2.0
OUR_NAME = "[127.0.0.1]"  # in EHLO: an address literal needs no look-up of this host's name
MOST_ITEMS = 100  # of 1 KB each in HTML: mail programs cut at about 100 KB
REPLY = 200  # characters of a server's reply that go into a reason

START_INPUT = 354
# Replies that speak of us, not of the message: authentication missing, refused, too weak.
NOT_WELCOME = frozenset({530, 534, 535, 538})
# Steps that no message or recipient has a part in.
OUR_STEPS = frozenset({"connecting", "STARTTLS", "AUTH"})


class EmailSettings(ChannelSettings):
    """The keys of an email channel."""

    kind: Literal["email"]
    host: Annotated[
        str,
        Field(max_length=253),
        AfterValidator(shaped(r"[A-Za-z0-9.:_-]+", "a host name such as 'smtp.example.org'")),
    ]
    security: Literal["starttls", "tls", "none"] = "starttls"
    port: Annotated[int, Field(ge=1, le=65535, strict=True)] | None = None
    username: Annotated[str, Field(min_length=1, max_length=320)] | None = None
    password: SecretReference | None = Field(default=None, validate_default=True)
    sender: MailAddress = Field(alias="from")
    to: Annotated[tuple[MailAddress, ...], Field(min_length=1, max_length=500)]
    ca_file: FilePath | None = None

    @field_validator("password")
    @classmethod
    def _fits(cls, password: Secret | None, info: ValidationInfo) -> Secret | None:
        known = info.data
        if "username" in known and (known["username"] is None) != (password is None):
            raise ValueError("username and password go together")
        plain = known.get("security") == "none" and not is_loopback(known.get("host", "localhost"))
        if password is not None and plain:
            raise ValueError("security = 'none' would send the password in the clear")
        return password

    @field_validator("to")
    @classmethod
    def _once(cls, to: tuple[str, ...]) -> tuple[str, ...]:
        if len({address.casefold() for address in to}) != len(to):
            raise ValueError("an address stands twice")
        return to

    def open(self, around: Surroundings) -> Channel:
        """Return a channel that connects for each mail."""
        return EmailChannel(self, around)


@dataclass(slots=True)
class EmailChannel:
    """Sends mails; before the end of DATA a failure means that nothing happened."""

    settings: EmailSettings
    around: Surroundings
    _tls: ssl.SSLContext | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The name in the configuration."""
        return self.settings.name

    @property
    def recipients(self) -> tuple[str, ...]:
        """The addresses of ``to``."""
        return self.settings.to

    @property
    def most_items(self) -> int:
        """How many stories a digest of one message can show."""
        return MOST_ITEMS

    async def send(self, envelope: Envelope) -> Receipt:
        """Send one mail to one address; the receipt holds its Message-ID."""
        settings, around = self.settings, self.around
        mail = write_mail(envelope, Postmark(settings.sender, around.clock(), around.zone))
        async with self._connection() as client:
            await self._hand_over(client, envelope.recipient, mail)
        return Receipt(str(mail["Message-ID"]))

    async def find(self, envelope: Envelope) -> Receipt | None:
        """A mailbox can't be looked into."""
        del envelope
        return None

    @contextlib.asynccontextmanager
    async def _connection(self) -> AsyncIterator[SMTP]:
        settings = self.settings
        client = SMTP(
            hostname=settings.host,
            port=settings.port or PORTS[settings.security],
            use_tls=settings.security == "tls",
            start_tls=False,
            tls_context=self._context(),
            local_hostname=OUR_NAME,
            timeout=STEP,
        )
        try:
            await self._before_content("connecting", client.connect())
            await self._before_content("connecting", client.ehlo())
            if settings.security == "starttls":
                await self._start_tls(client)
            if settings.username is not None and settings.password is not None:
                await self._log_in(client, settings.username, settings.password)
            yield client
            with contextlib.suppress(SMTPException, OSError):
                await client.quit(timeout=FAREWELL)
        finally:
            client.close()

    async def _start_tls(self, client: SMTP) -> None:
        if not client.supports_extension("starttls"):
            raise self._fault("the server does not offer STARTTLS: nothing was sent")
        await self._before_content("STARTTLS", client.starttls())
        await self._before_content("STARTTLS", client.ehlo())

    async def _log_in(self, client: SMTP, username: str, password: Secret) -> None:
        try:
            value = password.reveal()
        except LookupError as error:
            raise self._fault(str(error)) from None
        if not client.supported_auth_methods:
            raise self._fault("the server offers no way to log in that we know on this connection")
        await self._before_content("AUTH", client.login(username, value), unsaid=value)

    async def _hand_over(self, client: SMTP, recipient: str, mail: EmailMessage) -> None:
        content = mail.as_bytes()
        await self._before_content("MAIL FROM", client.mail(self.settings.sender))
        await self._before_content("RCPT TO", client.rcpt(recipient))
        await self._before_content("DATA", self._start_input(client))
        await self._content(client, content)

    async def _start_input(self, client: SMTP) -> None:
        reply = await client.execute_command(b"DATA")
        if reply.code != START_INPUT:
            raise SMTPResponseException(reply.code, reply.message)

    async def _content(self, client: SMTP, content: bytes) -> None:
        """Send the message and its final dot; only a numbered reply says how it ended."""
        doubt = None
        try:
            protocol = client.protocol
            if protocol is None:
                raise ConnectionResetError
            protocol.write(_dotted(content))
            reply = await protocol.read_response(timeout=VERDICT)
        except (SMTPException, OSError) as error:
            doubt = type(error).__name__
        if doubt is not None:
            reason = f"no reply to the message: it may have been accepted ({doubt})"
            raise DeliveryError(self.name, reason, DeliveryFault.AMBIGUOUS)
        if not 200 <= reply.code < 300:
            raise self._refusal("the message", reply.code, reply.message)

    async def _before_content(self, step: str, doing: Awaitable[object], unsaid: str = "") -> None:
        """Translate what fails before the message is handed over; ``unsaid`` is never repeated."""
        # raised behind the handlers: an error's context would keep the words of the server
        fault: DeliveryError | None = None
        try:
            await doing
        except SMTPResponseException as error:
            said = error.message.replace(unsaid, "***") if unsaid else error.message
            fault = self._refusal(step, error.code, said)
        except UnicodeError:
            fault = self._fault(f"{self.settings.host} is no host name")
        except (SMTPException, OSError) as error:
            fault = self._unreachable(step, error)
        if fault is not None:
            raise fault

    def _refusal(self, step: str, code: int, message: str) -> DeliveryError:
        reason = clean_line(f"{step}: {code} {message}", REPLY)
        fault = _class(step, code)
        passing = fault is DeliveryFault.TRANSIENT and step in OUR_STEPS
        return DeliveryError(self.name, reason, fault, code=UNREACHABLE if passing else str(code))

    def _unreachable(self, step: str, error: Exception) -> DeliveryError:
        cause = error.__cause__ or error
        where = f"{self.settings.host}: {step}"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return self._fault(f"{where}: the certificate is refused: {cause.verify_message}")
        if isinstance(error, asyncio.TimeoutError):
            reason = f"{where}: no answer in {STEP:g} seconds"
        else:
            reason = clean_line(f"{where}: {str(cause) or type(cause).__name__}", REPLY)
        return DeliveryError(self.name, reason, DeliveryFault.TRANSIENT, code=UNREACHABLE)

    def _fault(self, reason: str) -> DeliveryError:
        return DeliveryError(self.name, clean_line(reason, REPLY), DeliveryFault.CHANNEL)

    def _context(self) -> ssl.SSLContext | None:
        """Return the one TLS context of this channel; certificates are always checked."""
        if self.settings.security == "none":
            return None
        if self._tls is None:
            self._tls = self._trusting(self.settings.ca_file)
        return self._tls

    def _trusting(self, ca_file: Path | None) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if ca_file is not None:
            fault = None
            try:
                context.load_verify_locations(cafile=ca_file)
            except (OSError, ssl.SSLError) as error:
                fault = self._fault(f"ca_file {ca_file}: {type(error).__name__}")
            if fault is not None:
                raise fault
        return context


def _class(step: str, code: int) -> DeliveryFault:
    """Class of a numbered refusal: whose fault it is decides what is tried again."""
    if not 500 <= code < 600:
        return DeliveryFault.TRANSIENT
    # A refused MAIL FROM is about our address, whoever the recipient; 552: the mail is too large.
    ours = step in OUR_STEPS or (step == "MAIL FROM" and code != 552)
    return DeliveryFault.CHANNEL if ours or code in NOT_WELCOME else DeliveryFault.PERMANENT


def _dotted(content: bytes) -> bytes:
    """Return a message as DATA wants it (RFC 5321, 4.5.2): CR LF, leading dots doubled, a dot."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    stuffed = (b"." + line if line.startswith(b".") else line for line in lines)
    return b"\r\n".join([*stuffed, b".", b""])
