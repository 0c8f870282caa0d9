"""What a mail says, and that nothing in an alert can steer the mail."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alert import Envelope
from monitor.alert.email_message import Postmark, message_id, write_mail
from monitor.alert.message import Alert, clean_line
from monitor.alert.wording import SUBJECT, subject

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
POSTMARK = Postmark("monitor@example.org", NOW, ZoneInfo("Europe/Berlin"))
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "List-Id",
    "List-Unsubscribe",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Monitor-Delivery",
    "MIME-Version",
    "Content-Type",
]


def received(envelope: Envelope) -> EmailMessage:
    """Return the mail as a mail program parses its bytes."""
    mail = message_from_bytes(write_mail(envelope, POSTMARK).as_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def addressed(alert: Alert) -> Envelope:
    return Envelope(3, "desk:a@example.org:s-1:story", "a@example.org", alert)


class Reader(HTMLParser):
    """Collects tags, links and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_a_mail_has_the_headers_that_programs_group_and_filter_by(envelope: Envelope) -> None:
    mail = received(envelope)
    assert mail.keys() == HEADERS
    assert mail["List-Id"] == "<alerts.monitor.example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == NOW
    assert mail["X-Monitor-Delivery"] == "d-17; attempt=1"
    assert mail.get_content_type() == "multipart/alternative"


def test_both_parts_say_everything_that_an_alert_holds(envelope: Envelope) -> None:
    mail, alert = received(envelope), envelope.alert
    html = "".join(Reader(part(mail, "html")).words)
    for text in (part(mail, "plain"), html):
        for said in (
            alert.headline,
            "The Gazette · 2026-11-24 11:00 CET · via Financial Daily",
            "Amazon closes AWS Shanghai AI Lab",
            "AWS Shanghai AI Lab",
            *alert.evidence,
            *alert.reasons,
            "https://gazette.test/2026/amazon-lab",
            "https://feed.gazette.test/1",
            "topic foreign-ai-labs-in-china · score 0.97 · story s-1 · delivery d-17",
        ):
            assert said in text
        assert "repeat" not in text


def test_the_subject_says_who_what_and_where(envelope: Envelope) -> None:
    expected = "[Amazon · closure · Shanghai] Amazon shuts its AI lab in Shanghai"
    assert received(envelope)["Subject"] == expected


def test_a_subject_is_short_whatever_the_headline(alert: Alert) -> None:
    assert len(subject(replace(alert, headline="word " * 1000))) == SUBJECT


def test_a_possible_repeat_says_so_in_both_parts_and_a_header(envelope: Envelope) -> None:
    mail = received(replace(envelope, possible_repeat=True, attempt=2))
    assert mail["X-Monitor-Delivery"] == "d-17; attempt=2; possible-repeat"
    for kind in ("plain", "html"):
        assert "possible repeat" in part(mail, kind).lower()
        assert "delivery d-17, attempt 2" in part(mail, kind)


def test_every_attempt_has_the_same_message_id_and_every_message_its_own(
    envelope: Envelope,
) -> None:
    again = replace(envelope, attempt=9, possible_repeat=True, delivery_id=44)
    other = replace(envelope, dedup_key="desk:someone:s-2:story")
    assert received(envelope)["Message-ID"] == received(again)["Message-ID"]
    assert received(envelope)["Message-ID"] != received(other)["Message-ID"]


def test_a_follow_up_names_the_first_mail_of_its_story(envelope: Envelope) -> None:
    root = message_id("desk:someone:s-0:story", "example.org")
    mail = received(replace(envelope, thread=root))
    assert (mail["In-Reply-To"], mail["References"]) == (root, root)


def test_all_mails_of_a_thread_have_one_subject(envelope: Envelope) -> None:
    update = replace(
        envelope.alert, kind="update", headline="Another title", news=("A denial: no",)
    )
    mail = received(replace(envelope, alert=update, root=envelope.alert, outlets=("Courier",)))
    assert mail["Subject"] == f"Re: {received(envelope)['Subject']}"
    for kind in ("plain", "html"):
        said = part(mail, kind)
        assert "New in the story: Amazon shuts its AI lab in Shanghai" in said
        assert "Another title" in said
        assert "A denial: no" in said
        assert "Also in 1 outlet: Courier" in said


def test_a_digest_tells_every_story_in_both_parts(envelope: Envelope) -> None:
    items = tuple(replace(envelope.alert, headline=f"Story {n}") for n in range(100))
    digest = Alert("digest", "100 stories: labs", reasons=("more than 9 an hour",), items=items)
    mail = received(addressed(digest))
    assert mail["Subject"] == "[digest] 100 stories: labs"
    for kind in ("plain", "html"):
        said = part(mail, kind)
        assert "more than 9 an hour" in said
        assert all(f"Story {n}" in said for n in range(100))
    assert len(part(mail, "html").encode()) < 102_000  # where mail programs cut


def test_the_template_that_ships_is_the_compiled_source() -> None:
    folder = resources.files("monitor.alert").joinpath("templates")
    tags = re.compile(r"{[{%].*?[%}]}")
    source = tags.findall(folder.joinpath("alert.mjml").read_text("utf-8"))
    compiled = tags.findall(folder.joinpath("alert.html.j2").read_text("utf-8"))
    assert [tag for tag in compiled if tag in source] == compiled
    assert set(source) == set(compiled)


def test_a_mail_loads_nothing_and_follows_nobody(envelope: Envelope) -> None:
    html = Reader(part(received(envelope), "html"))
    assert not {"img", "script", "link", "iframe", "form"} & set(html.tags)
    assert set(html.links) <= {
        "https://gazette.test/2026/amazon-lab",
        "https://feed.gazette.test/1",
    }


def test_a_mail_is_never_a_reply_to_itself(envelope: Envelope) -> None:
    own = message_id(envelope.dedup_key, "example.org")
    assert received(replace(envelope, thread=own))["In-Reply-To"] is None


@pytest.mark.parametrize(
    "title",
    [
        "Lab opens\r\nBcc: everyone@example.org",
        "Lab opens\nBcc: everyone@example.org\n\nbody",
        "Lab\x00 opens\x0bBcc: x@example.org",
        "Lab opens\u2028Bcc: x@example.org",
        "Lab opens\x85Bcc: x@example.org",
        "=?utf-8?q?Lab=0D=0ABcc:_everyone=40example.org?= opens",
        "=?utf-8?b?TGFiDQpCY2M6IHhAZXhhbXBsZS5vcmc=?=",
        "\u202egnihsihp\u202c Lab opens",
        "é " * 4000,
        "=?utf-8?q?" * 400,
    ],
)
def test_no_title_adds_a_header(title: str) -> None:
    mail = received(addressed(Alert(kind="story", headline=title, url="https://a.test/")))
    assert mail.keys() == HEADERS
    assert len(mail["Subject"]) <= SUBJECT
    assert "\u202e" not in mail["Subject"]


@given(st.text(max_size=400))
def test_every_title_comes_back_as_one_clean_line(title: str) -> None:
    alert = Alert(kind="story", headline=title)
    mail = received(addressed(alert))
    assert mail.keys() == HEADERS
    shown = str(mail["Subject"])
    assert shown == clean_line(shown, SUBJECT)
    # A folded subject may lose or gain white space in a mail program, never a letter.
    expected = clean_line(subject(alert).replace("=?", "= ?"), SUBJECT)
    assert "".join(shown.split()) == "".join(expected.split())


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_text_of_an_alert_becomes_markup_in_the_html_part(start: str, end: str) -> None:
    headline, line = f"a{start}", f"a{end}"
    hostile = Alert(
        kind="story",
        headline=headline,
        outlet=line,
        evidence=(line,),
        reasons=(headline,),
        happened=(line,),
        organisations=(line,),
        via=line,
    )
    harmless = replace(
        hostile,
        headline="a",
        outlet="a",
        evidence=("a",),
        reasons=("a",),
        happened=("a",),
        organisations=("a",),
        via="a",
    )
    html = Reader(part(received(addressed(hostile)), "html"))
    assert html.tags == Reader(part(received(addressed(harmless)), "html")).tags


def test_markup_and_template_code_in_an_alert_are_shown_as_they_are(alert: Alert) -> None:
    title = "<script>alert(1)</script> {{ 7 * 7 }} {% for %} & <b>bold</b>"
    html = Reader(part(received(addressed(replace(alert, headline=title))), "html"))
    assert title in html.words
    assert "script" not in html.tags


def test_a_link_that_closes_its_attribute_stays_one_link(alert: Alert) -> None:
    address = 'https://a.test/?"onmouseover="x()"><img src=x>'
    html = Reader(part(received(addressed(replace(alert, url=address, links=()))), "html"))
    assert html.links == [address]
    assert "img" not in html.tags


def test_a_mail_is_seven_bit_and_its_lines_are_short_whatever_the_script() -> None:
    alert = Alert(
        kind="story",
        headline="阿里巴巴" * 60,
        evidence=("Phòng thí nghiệm trí tuệ nhân tạo " * 20,),
        url="https://a.test/" + "x" * 1900,
        published=NOW - timedelta(days=1),
    )
    content = write_mail(addressed(alert), POSTMARK).as_bytes()
    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
