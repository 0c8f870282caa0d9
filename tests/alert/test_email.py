"""Mails against a server that takes them, refuses them, and goes away at every step."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
import trustme

from monitor.alert import Channel, Envelope
from monitor.alert.email import EmailSettings
from monitor.alert.settings import Surroundings
from monitor.errors import DeliveryError, DeliveryFault
from tests.conftest import Listen

pytestmark = pytest.mark.anyio

Open = Callable[..., Channel]
PASSWORD = "correct horse"


@pytest.fixture
def opened(around: Surroundings, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open an email channel on a port, with keys of the configuration on top."""
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)

    def open_channel(port: int, **keys: object) -> Channel:
        settings = {
            "name": "desk",
            "kind": "email",
            "host": "127.0.0.1",
            "port": port,
            "security": "none",
            "from": "monitor@example.org",
            "to": ["analyst@example.org", "gone@example.org"],
        }
        return EmailSettings.model_validate(settings | keys).open(around)

    return open_channel


Script = Callable[[list[bytes | None]], Awaitable[int]]


@pytest.fixture
async def script(listen: Listen) -> Script:
    """Start a server that says these lines, one for each command; None cuts the line."""

    async def start(lines: list[bytes | None]) -> int:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            for line in lines:
                if line is None:
                    break
                writer.write(line + b"\r\n")
                await reader.readline()

        return await listen(talk)

    return start


async def failure(channel: Channel, envelope: Envelope) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await channel.send(envelope)
    return caught.value


async def test_a_mail_arrives_whole_at_its_one_recipient(
    mail_server: Any, opened: Open, envelope: Envelope
) -> None:
    mailbox = await mail_server()
    receipt = await opened(mailbox.port).send(envelope)
    (mail,) = mailbox.mails
    read = message_from_bytes(mail.data, policy=policy.default)
    assert mail.recipients == ("analyst@example.org",)
    assert mail.sender == "monitor@example.org"
    assert read["To"] == "analyst@example.org"
    assert read["Message-ID"] == receipt.reference
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]


async def test_lines_that_start_with_dots_arrive_as_they_are(
    mail_server: Any, opened: Open, envelope: Envelope
) -> None:
    mailbox = await mail_server()
    dots = replace(envelope, alert=replace(envelope.alert, headline=".", outlet="", via=None))
    dots = replace(dots, alert=replace(dots.alert, published=None, evidence=("..", ".x")))
    await opened(mailbox.port).send(dots)
    body = message_from_bytes(mailbox.mails[0].data, policy=policy.default).get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert text.splitlines()[0] == "."
    assert [line for line in text.splitlines() if line.startswith("> ")] == ["> ..", "> .x"]


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_password_and_mail_go_over_tls(
    mail_server: Any, opened: Open, envelope: Envelope, authority: Any, security: str
) -> None:
    mailbox = await mail_server(password=PASSWORD, **{security: authority.server("127.0.0.1")})
    channel = opened(
        mailbox.port,
        security=security,
        username="monitor",
        password="env:MAIL_PASSWORD",
        ca_file=str(authority.file),
    )
    await channel.send(envelope)
    assert mailbox.logins == [True]
    assert mailbox.mails[0].encrypted


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("wrong", ["unknown authority", "other name"])
async def test_a_wrong_certificate_breaks_the_channel_and_nothing_is_sent(
    mail_server: Any, opened: Open, envelope: Envelope, authority: Any, security: str, wrong: str
) -> None:
    if wrong == "other name":
        context = authority.server("mail.example.org")
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    mailbox = await mail_server(password=PASSWORD, **{security: context})
    channel = opened(
        mailbox.port,
        security=security,
        username="monitor",
        password="env:MAIL_PASSWORD",
        ca_file=str(authority.file),
    )
    error = await failure(channel, envelope)
    assert error.fault is DeliveryFault.CHANNEL
    assert "the certificate is refused" in error.reason
    assert mailbox.logins == []
    assert mailbox.mails == []


async def test_nothing_is_sent_when_the_server_offers_no_starttls(
    mail_server: Any, opened: Open, envelope: Envelope
) -> None:
    mailbox = await mail_server(password=PASSWORD)
    channel = opened(
        mailbox.port, security="starttls", username="monitor", password="env:MAIL_PASSWORD"
    )
    error = await failure(channel, envelope)
    assert error.fault is DeliveryFault.CHANNEL
    assert "STARTTLS" in error.reason
    assert mailbox.logins == []
    assert mailbox.mails == []


async def test_lines_slipped_in_before_tls_begins_are_never_taken_for_an_answer(
    script: Script, opened: Open, envelope: Envelope
) -> None:
    greeting, offer = b"220 hello", b"250-mail\r\n250 STARTTLS"
    port = await script([greeting, offer, b"220 go ahead\r\n250 injected", None])
    error = await failure(opened(port, security="starttls"), envelope)
    assert error.fault is DeliveryFault.TRANSIENT
    assert error.reason.startswith("127.0.0.1: STARTTLS: ")


async def test_a_wrong_password_breaks_the_channel_and_is_never_told(
    mail_server: Any, opened: Open, envelope: Envelope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "hunter2")
    mailbox = await mail_server(password=PASSWORD)
    channel = opened(mailbox.port, username="monitor", password="env:MAIL_PASSWORD")
    error = await failure(channel, envelope)
    assert error.fault is DeliveryFault.CHANNEL
    assert "AUTH: 535" in error.reason
    assert "hunter2" not in f"{error} {error!r} {error.__context__} {error.__cause__}"
    assert mailbox.mails == []


async def test_a_missing_password_breaks_the_channel_and_is_named(
    mail_server: Any, opened: Open, envelope: Envelope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAIL_PASSWORD")
    mailbox = await mail_server(password=PASSWORD)
    channel = opened(mailbox.port, username="monitor", password="env:MAIL_PASSWORD")
    error = await failure(channel, envelope)
    assert error.fault is DeliveryFault.CHANNEL
    assert "env:MAIL_PASSWORD" in error.reason


async def test_a_server_that_wants_a_password_we_have_not_breaks_the_channel(
    mail_server: Any, opened: Open, envelope: Envelope
) -> None:
    mailbox = await mail_server(password=PASSWORD)
    error = await failure(opened(mailbox.port), envelope)
    assert (error.fault, error.code) == (DeliveryFault.CHANNEL, "530")


async def test_a_server_without_auth_is_not_given_the_mail_of_an_account(
    mail_server: Any, opened: Open, envelope: Envelope
) -> None:
    mailbox = await mail_server()
    channel = opened(mailbox.port, username="monitor", password="env:MAIL_PASSWORD")
    assert (await failure(channel, envelope)).fault is DeliveryFault.CHANNEL
    assert mailbox.mails == []


async def test_one_refused_recipient_does_not_touch_the_others(
    mail_server: Any, opened: Open, envelope: Envelope
) -> None:
    mailbox = await mail_server()
    mailbox.refused["gone@example.org"] = "550 5.1.1 no such user"
    channel = opened(mailbox.port)
    error = await failure(channel, replace(envelope, recipient="gone@example.org"))
    assert error.fault is DeliveryFault.PERMANENT
    assert error.reason == "RCPT TO: 550 5.1.1 no such user"
    await channel.send(envelope)
    assert [mail.recipients for mail in mailbox.mails] == [("analyst@example.org",)]


@pytest.mark.parametrize(
    ("phase", "answer", "fault"),
    [
        ("EHLO", "421 busy", DeliveryFault.TRANSIENT),
        ("EHLO", "554 not for you", DeliveryFault.CHANNEL),
        ("MAIL", "451 later", DeliveryFault.TRANSIENT),
        ("MAIL", "550 who are you", DeliveryFault.CHANNEL),
        ("MAIL", "552 too large", DeliveryFault.PERMANENT),
        ("RCPT", "450 greylisted", DeliveryFault.TRANSIENT),
        ("RCPT", "421 shutting down", DeliveryFault.TRANSIENT),
        ("RCPT", "550 no such user", DeliveryFault.PERMANENT),
        ("RCPT", "530 log in first", DeliveryFault.CHANNEL),
        ("DATA", "451 later", DeliveryFault.TRANSIENT),
        ("DATA", "554 no", DeliveryFault.PERMANENT),
        ("DATA", "250 what", DeliveryFault.TRANSIENT),
    ],
)
async def test_a_numbered_refusal_has_its_class_and_nothing_arrives(
    mail_server: Any,
    opened: Open,
    envelope: Envelope,
    phase: str,
    answer: str,
    fault: DeliveryFault,
) -> None:
    mailbox = await mail_server()
    mailbox.at[phase] = answer
    assert (await failure(opened(mailbox.port), envelope)).fault is fault
    assert mailbox.mails == []


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("451 4.7.1 come back later", DeliveryFault.TRANSIENT),
        ("452 full", DeliveryFault.TRANSIENT),
        ("552 too large", DeliveryFault.PERMANENT),
        ("554 spam", DeliveryFault.PERMANENT),
        ("cut before taking it", DeliveryFault.AMBIGUOUS),
        ("cut after taking it", DeliveryFault.AMBIGUOUS),
    ],
)
async def test_after_the_final_dot_only_a_number_tells_what_happened(
    mail_server: Any, opened: Open, envelope: Envelope, answer: str, fault: DeliveryFault
) -> None:
    mailbox = await mail_server()
    mailbox.meets(answer)
    channel = opened(mailbox.port)
    assert (await failure(channel, envelope)).fault is fault
    await channel.send(envelope)
    assert len(mailbox.mails) == (2 if answer == "cut after taking it" else 1)


@pytest.mark.parametrize("phase", ["EHLO", "MAIL", "RCPT", "DATA"])
async def test_a_line_cut_before_the_mail_means_that_nothing_happened(
    mail_server: Any, opened: Open, envelope: Envelope, phase: str
) -> None:
    mailbox = await mail_server()
    mailbox.at[phase] = "cut"
    error = await failure(opened(mailbox.port), envelope)
    assert (error.fault, error.code) == (DeliveryFault.TRANSIENT, "unreachable")
    assert mailbox.mails == []


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([None], DeliveryFault.TRANSIENT),
        ([b"421 too many of you"], DeliveryFault.TRANSIENT),
        ([b"554 no mail here"], DeliveryFault.CHANNEL),
        ([b"HTTP/1.1 400 Bad Request"], DeliveryFault.TRANSIENT),
        ([b"220 hello", b"250-hello\r\n250 STARTTLS", None], DeliveryFault.TRANSIENT),
        ([b"220 hello", b"250-hello\r\n250 STARTTLS", b"454 not now"], DeliveryFault.TRANSIENT),
        ([b"220 hello", b"250-hello\r\n250 STARTTLS", b"502 never"], DeliveryFault.CHANNEL),
        (
            [b"220 hello", b"250-hello\r\n250 STARTTLS", b"220 go\r\n250 injected", None],
            DeliveryFault.TRANSIENT,
        ),
    ],
)
async def test_a_server_that_fails_before_the_mail_is_a_fault_of_the_channel_or_passing(
    script: Script,
    opened: Open,
    envelope: Envelope,
    lines: list[bytes | None],
    fault: DeliveryFault,
) -> None:
    channel = opened(await script(lines), security="starttls")
    assert (await failure(channel, envelope)).fault is fault


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (b"gibberish", DeliveryFault.AMBIGUOUS),
        (b"250 " + b"x" * 20_000, DeliveryFault.AMBIGUOUS),
        (b"550 \xff\xfe no \x1b[31m", DeliveryFault.PERMANENT),
    ],
)
async def test_a_strange_reply_to_the_mail_is_never_taken_for_a_yes(
    listen: Listen, opened: Open, envelope: Envelope, reply: bytes, fault: DeliveryFault
) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for line in (b"220 hello", b"250 hello", b"250 ok", b"250 ok", b"354 go"):
            writer.write(line + b"\r\n")
            await reader.readline()
        await reader.readuntil(b"\r\n.\r\n")
        writer.write(reply + b"\r\n")
        await reader.readline()

    error = await failure(opened(await listen(talk)), envelope)
    assert error.fault is fault
    assert error.reason.isprintable()


async def test_a_server_that_is_not_there_is_unreachable(
    opened: Open, envelope: Envelope, unused_port: int
) -> None:
    error = await failure(opened(unused_port), envelope)
    assert (error.fault, error.code) == (DeliveryFault.TRANSIENT, "unreachable")


async def test_a_host_that_is_no_name_breaks_the_channel(opened: Open, envelope: Envelope) -> None:
    error = await failure(opened(25, host="mail..example.org"), envelope)
    assert error.fault is DeliveryFault.CHANNEL


async def test_a_file_that_holds_no_certificate_breaks_the_channel(
    mail_server: Any, opened: Open, envelope: Envelope, tmp_path: Path
) -> None:
    mailbox = await mail_server()
    (tmp_path / "ca.pem").write_text("nothing of use")
    channel = opened(mailbox.port, security="tls", ca_file=str(tmp_path / "ca.pem"))
    error = await failure(channel, envelope)
    assert error.fault is DeliveryFault.CHANNEL
    assert "ca_file" in error.reason


async def test_a_mailbox_is_not_looked_into(opened: Open, envelope: Envelope) -> None:
    assert await opened(25).find(envelope) is None
