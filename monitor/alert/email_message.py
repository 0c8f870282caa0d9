"""alert -> a mail: plain text, HTML, and the headers that let mail programs group and filter it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, tzinfo
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from importlib import resources

from jinja2 import Environment, StrictUndefined, Template

from monitor.alert import Envelope
from monitor.alert.message import clean_line
from monitor.alert.wording import (
    SUBJECT,
    addresses,
    also_in,
    facts,
    footer,
    gist,
    origin,
    plain_text,
    repeat_note,
    thread_subject,
    told_before,
)

TEMPLATE = "alert.html.j2"  # compiled from alert.mjml, which stands beside it
PREVIEW = 120  # characters that an inbox shows beside the subject


@dataclass(frozen=True, slots=True)
class Postmark:
    """From whom and when a mail goes out, and in which zone it writes its times."""

    sender: str
    now: datetime
    zone: tzinfo


def write_mail(envelope: Envelope, postmark: Postmark) -> EmailMessage:
    """Return the mail; its Message-ID is the same on every attempt.

    A follow-up names the story's first mail in In-Reply-To and References (RFC 5322, 3.6.4):
    ``envelope.thread`` is that mail's Message-ID.
    """
    sender, domain = postmark.sender, postmark.sender.partition("@")[2]
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = envelope.recipient
    # ``EmailMessage`` would decode encoded words (RFC 2047) in a hostile title, line ends too.
    mail["Subject"] = clean_line(thread_subject(envelope).replace("=?", "= ?"), SUBJECT)
    mail["Date"] = format_datetime(postmark.now)
    mail["Message-ID"] = message_id(envelope.dedup_key, domain)
    root = envelope.thread
    if root and root != mail["Message-ID"]:
        mail["In-Reply-To"] = root
        mail["References"] = root
    mail["List-Id"] = f"<alerts.monitor.{domain}>"
    mail["List-Unsubscribe"] = f"<mailto:{sender}?subject=unsubscribe>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-Monitor-Delivery"] = _delivery(envelope)
    mail.set_content(plain_text(envelope, postmark.zone), cte="quoted-printable")
    html = render_html(envelope, postmark.zone)
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    return mail


def message_id(dedup_key: str, domain: str) -> str:
    """Return the name of a message for ever, the same for the same key."""
    digest = hashlib.sha256(dedup_key.encode("utf-8", "replace")).hexdigest()
    return f"<{digest[:40]}@{domain}>"


def render_html(envelope: Envelope, zone: tzinfo) -> str:
    """Return the HTML part; every text of the alert is escaped, none is read as a template."""
    alert = envelope.alert
    return _template().render(
        alert=alert,
        preview=" · ".join(
            (*alert.news, *alert.happened, *(item.headline for item in alert.items))
        )[:PREVIEW],
        repeat=repeat_note(envelope),
        told_before=told_before(envelope),
        items=[
            {
                "headline": item.headline,
                "url": item.url,
                "origin": origin(item, zone),
                "gist": gist(item),
            }
            for item in alert.items
        ],
        also_in=also_in(envelope),
        origin=origin(alert, zone),
        facts=facts(alert),
        addresses=addresses(alert),
        footer=footer(envelope),
    )


def _delivery(envelope: Envelope) -> str:
    mark = "; possible-repeat" if envelope.possible_repeat else ""
    return f"d-{envelope.delivery_id}; attempt={envelope.attempt}{mark}"


@cache
def _template() -> Template:
    source = resources.files("monitor.alert").joinpath("templates", TEMPLATE).read_text("utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(source)
