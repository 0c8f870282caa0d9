"""A loopback SMTP server on aiosmtpd, with TLS, AUTH and its bad days.

As a script: ``smtp_server.py PORT LOGFILE [--faults SEED]``, a line of JSON for each mail taken.
"""

import argparse
import asyncio
import json
import random
import signal
import ssl
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

OK = "250 OK"
GREYLISTED = "451 4.7.1 come back later"
CUT_BEFORE = "cut before taking it"
CUT_AFTER = "cut after taking it"
SLOW = "slow"
CUT = "cut"  # at any step before DATA
Fault = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that was taken."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes
    encrypted: bool


@dataclass  # no slots: aiosmtpd looks at every member, which Python 3.11.2 can't with them
class Mailbox:
    """What was delivered, and what goes wrong.

    ``fault`` is the answer to a whole mail; ``at`` the answer to a command, or ``CUT``;
    ``refused`` the answer to a recipient. ``password`` is that of user 'monitor'.
    """

    mails: list[Mail] = field(default_factory=list)
    fault: Fault = lambda: OK
    at: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    password: str | None = None
    logins: list[bool] = field(default_factory=list)
    log: Path | None = None
    port: int = 0

    def meets(self, *answers: str) -> None:
        """Let the next mails meet these, one after the other, then nothing bad."""
        left = list(answers)
        self.fault = lambda: left.pop(0) if left else OK

    async def handle_EHLO(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        """Greet."""
        session.host_name = hostname
        answer = self._at("EHLO", server)
        return [answer] if answer else responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a sender."""
        if answer := self._at("MAIL", server):
            return answer
        envelope.mail_from = address
        return OK

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or refuse it as the test wants."""
        if answer := self._at("RCPT", server) or self.refused.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a mail, or don't, and answer or cut the line."""
        answer = self.fault()
        if answer == CUT_BEFORE:
            _cut(server)
            return OK
        if answer in {OK, CUT_AFTER, SLOW}:
            self._take(server, envelope)
        if answer == CUT_AFTER:
            _cut(server)
        if answer == SLOW:
            await asyncio.sleep(0.2)
        return OK if answer in {CUT_AFTER, SLOW} else answer

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        """Let user 'monitor' in; a mean server repeats the password in its refusal."""
        fine = (
            isinstance(data, LoginPassword)
            and data.login == b"monitor"
            and data.password == (self.password or "").encode()
        )
        self.logins.append(fine)
        given = data.password.decode() if isinstance(data, LoginPassword) else ""
        message = None if fine else f"535 5.7.8 no entry with {given}"
        return AuthResult(success=fine, handled=False, message=message)

    def _at(self, phase: str, server: SMTP) -> str | None:
        answer = self.at.get(phase)
        if answer == CUT:
            _cut(server)
            return OK
        return answer

    def _take(self, server: SMTP, envelope: Envelope) -> None:
        content = envelope.content
        data = content if isinstance(content, bytes) else str(content).encode()
        recipients = tuple(map(str, envelope.rcpt_tos))
        self.mails.append(Mail(str(envelope.mail_from), recipients, data, _encrypted(server)))
        if self.log is not None:
            told = {"to": recipients, "data": data.decode("utf-8", "replace")}
            with self.log.open("a", encoding="utf-8") as log:
                log.write(json.dumps(told) + "\n")


class _Smtp(SMTP):
    """Can also cut the line when DATA is asked for, which no hook of aiosmtpd's does."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        mailbox = self.event_handler
        if answer := mailbox._at("DATA", self):
            await self.push(answer)
        else:
            await super().smtp_DATA(arg)


@asynccontextmanager
async def running(
    mailbox: Mailbox,
    port: int = 0,
    *,
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
) -> AsyncIterator[Mailbox]:
    """Serve on loopback until the block ends; ``mailbox.port`` is where."""
    loop = asyncio.get_running_loop()
    options: dict[str, Any] = {"tls_context": starttls, "loop": loop, "hostname": "loopback"}
    if mailbox.password is not None:
        options |= {
            "authenticator": mailbox.authenticate,
            "auth_required": True,
            "auth_require_tls": starttls is not None,
        }
    talks: list[_Smtp] = []

    def talk() -> _Smtp:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of AUTH without TLS: some tests want just that
            talks.append(_Smtp(mailbox, **options))
        return talks[-1]

    server = await loop.create_server(talk, "127.0.0.1", port, ssl=tls)
    mailbox.port = server.sockets[0].getsockname()[1]
    try:
        yield mailbox
    finally:
        server.close()
        for one in talks:
            _cut(one)
        await server.wait_closed()


def _encrypted(server: SMTP) -> bool:
    transport = server.transport
    return transport is not None and transport.get_extra_info("sslcontext") is not None


def _cut(server: SMTP) -> None:
    if isinstance(server.transport, asyncio.Transport):
        server.transport.abort()


def unlucky(seed: int) -> Fault:
    """Return faults at random, in every way: 4 % of the replies are cut after the mail is taken."""
    chance = random.Random(seed)
    kinds = {CUT_AFTER: 4, CUT_BEFORE: 2, GREYLISTED: 4, SLOW: 4, OK: 86}

    def fault() -> str:
        return chance.choices(list(kinds), weights=list(kinds.values()))[0]

    return fault


async def _serve(mailbox: Mailbox, port: int) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with running(mailbox, port):
        await ended.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("log", type=Path)
    parser.add_argument("--faults", type=int)
    chosen = parser.parse_args()
    box = Mailbox(log=chosen.log)
    if chosen.faults is not None:
        box.fault = unlucky(chosen.faults)
    asyncio.run(_serve(box, chosen.port))
