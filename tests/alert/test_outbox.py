"""The outbox over a real database: what it claims, repeats, marks, gives up and tells."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from monitor.alert import Envelope, Receipt
from monitor.alert.message import Alert
from monitor.alert.outbox import Outbox
from monitor.alert.release import Rules
from monitor.alert.routes import Route, Router
from monitor.errors import DeliveryError, DeliveryFault, StoreError
from monitor.store import Release
from monitor.store.deliveries import note_outlet
from monitor.store.sqlite import SQLiteStore

pytestmark = pytest.mark.anyio
Answer = TypeVar("Answer")
Step = Receipt | DeliveryError | Exception


@dataclass
class ScriptedChannel:
    """Meets what its script says, one attempt after the other; then everything is taken."""

    name: str
    recipients: tuple[str, ...] = ("ana",)
    script: list[Step] = field(default_factory=list)
    found: Receipt | DeliveryError | None = None
    seen: list[Envelope] = field(default_factory=list)
    most_items: int = 10

    async def send(self, envelope: Envelope) -> Receipt:
        self.seen.append(envelope)
        step = self.script.pop(0) if self.script else Receipt(f"{self.name}-{len(self.seen)}")
        if isinstance(step, Exception):
            raise step
        return step

    async def find(self, envelope: Envelope) -> Receipt | None:
        if isinstance(self.found, DeliveryError):
            raise self.found
        return self.found


@dataclass
class AmendingChannel(ScriptedChannel):
    """Keeps what its messages were changed to."""

    amended: list[Envelope] = field(default_factory=list)

    async def amend(self, envelope: Envelope) -> None:
        self.amended.append(envelope)


def fault(kind: DeliveryFault, **more: Any) -> DeliveryError:
    return DeliveryError("desk", "it failed", kind, **more)


TRANSIENT, AMBIGUOUS = fault(DeliveryFault.TRANSIENT), fault(DeliveryFault.AMBIGUOUS)
PERMANENT, BROKEN = fault(DeliveryFault.PERMANENT), fault(DeliveryFault.CHANNEL)


@dataclass
class Office:
    """One database, a clock, and an outbox that can be opened again."""

    store: SQLiteStore
    clock: Any
    full: bool = False

    async def __call__(self, work: Callable[[SQLiteStore], Answer], /) -> Answer:
        if self.full:
            raise StoreError("the disk is full")
        return work(self.store)

    def outbox(self, *channels: ScriptedChannel, owner: str = "me", **more: Any) -> Outbox:
        return Outbox(
            store=self,
            channels=channels,
            rules=Rules({}, flood=100, **more),
            clock=self.clock,
            chance=lambda: 0.5,
            owner=owner,
        )

    def promise(self, channels: Sequence[ScriptedChannel], *stories: str, **more: Any) -> None:
        router = Router(tuple(channels), (Route("all"),))
        for story in stories:
            promised = router.story(
                Alert("story", f"Story {story}", story=story, **more), None, "x"
            )
            self.store.promise(promised, self.clock.now)

    def states(self) -> dict[str, str]:
        return {
            row["dedup_key"]: row["state"]
            for row in self.store._db.query("SELECT dedup_key, state FROM deliveries ORDER BY id")
        }


@dataclass
class FillingChannel(ScriptedChannel):
    """Takes a message while the disk of the office fills up."""

    office: Office | None = None

    async def send(self, envelope: Envelope) -> Receipt:
        assert self.office is not None
        self.office.full = True
        return await ScriptedChannel.send(self, envelope)


@pytest.fixture
def office(tmp_path: Path, clock: Any) -> Iterator[Office]:
    store = SQLiteStore(tmp_path / "monitor.db")
    yield Office(store, clock)
    store.close()


async def test_everything_promised_is_sent_once_oldest_first(office: Office) -> None:
    desk, mail = ScriptedChannel("desk"), ScriptedChannel("mail", ("ana", "bo"))
    office.promise([desk, mail], "s-1", "s-2")
    outbox = office.outbox(desk, mail)
    await outbox.send_due()
    await outbox.send_due()
    assert [envelope.alert.headline for envelope in desk.seen] == ["Story s-1", "Story s-2"]
    assert [envelope.recipient for envelope in mail.seen] == ["ana", "bo", "ana", "bo"]
    assert set(office.states().values()) == {"sent"}
    assert not any(envelope.possible_repeat for envelope in desk.seen)


async def test_one_bad_recipient_of_twenty_costs_one_delivery(office: Office) -> None:
    mail = ScriptedChannel("mail", tuple(f"r{n}" for n in range(20)), [PERMANENT])
    office.promise([mail], "s-1")
    await office.outbox(mail).send_due()
    assert sorted(office.states().values()) == ["dead"] + ["sent"] * 19


async def test_a_transient_fault_is_tried_again_without_a_mark(office: Office) -> None:
    desk = ScriptedChannel("desk", script=[TRANSIENT])
    office.promise([desk], "s-1")
    outbox = office.outbox(desk)
    await outbox.send_due()
    assert set(office.states().values()) == {"pending"}
    office.clock.move(seconds=10)
    await outbox.send_due()
    assert [envelope.possible_repeat for envelope in desk.seen] == [False, False]
    assert set(office.states().values()) == {"sent"}


async def test_a_doubt_is_looked_up_before_it_is_repeated(office: Office) -> None:
    desk = ScriptedChannel("desk", script=[AMBIGUOUS], found=Receipt("ts-9"))
    office.promise([desk], "s-1")
    outbox = office.outbox(desk)
    await outbox.send_due()
    office.clock.move(minutes=1)
    await outbox.send_due()
    assert len(desk.seen) == 1
    assert set(office.states().values()) == {"sent"}


async def test_a_doubt_that_cannot_be_looked_up_is_repeated_with_a_mark(office: Office) -> None:
    desk = ScriptedChannel("desk", script=[AMBIGUOUS, TRANSIENT])
    office.promise([desk], "s-1")
    outbox = office.outbox(desk)
    for _ in range(3):
        await outbox.send_due()
        office.clock.move(minutes=1)
    assert [envelope.possible_repeat for envelope in desk.seen] == [False, True, True]


async def test_a_look_that_fails_sends_nothing(office: Office) -> None:
    desk = ScriptedChannel("desk", script=[AMBIGUOUS], found=TRANSIENT)
    office.promise([desk], "s-1")
    outbox = office.outbox(desk)
    await outbox.send_due()
    office.clock.move(minutes=1)
    await outbox.send_due()
    assert len(desk.seen) == 1
    assert set(office.states().values()) == {"pending"}


async def test_what_a_dead_process_was_sending_comes_with_a_mark(office: Office) -> None:
    desk = ScriptedChannel("desk")
    office.promise([desk], "s-1")
    office.store.release_held(
        office.clock.now,
        timedelta(hours=1),
        lambda room: Release(due=tuple(one.id for one in room.held)),
    )
    office.store.claim_deliveries("killed", office.clock.now, 9)
    await office.outbox(desk, owner="new").send_due()
    (envelope,) = desk.seen
    assert (envelope.possible_repeat, envelope.attempt) == (True, 2)


async def test_a_rate_limit_rests_the_whole_channel_and_no_other(office: Office) -> None:
    limited = fault(DeliveryFault.TRANSIENT, retry_after=timedelta(seconds=120))
    desk, mail = ScriptedChannel("desk", script=[limited]), ScriptedChannel("mail")
    office.promise([desk, mail], "s-1", "s-2")
    outbox = office.outbox(desk, mail)
    await outbox.send_due()
    assert (len(desk.seen), len(mail.seen)) == (1, 2)
    office.clock.move(seconds=119)
    await outbox.send_due()
    assert len(desk.seen) == 1
    office.clock.move(seconds=2)
    await outbox.send_due()
    assert [envelope.alert.headline for envelope in desk.seen[1:]] == ["Story s-1", "Story s-2"]


async def test_a_broken_channel_keeps_its_alerts_and_is_told_of_elsewhere_once(
    office: Office,
) -> None:
    desk, mail = ScriptedChannel("desk", script=[BROKEN] * 40), ScriptedChannel("mail")
    office.promise([desk], "s-1", "s-2")
    outbox = office.outbox(desk, mail)
    for _ in range(42):  # two days of it
        await outbox.send_due()
        office.clock.move(minutes=70)
    assert [envelope.alert.headline for envelope in mail.seen] == [
        "Channel desk does not take alerts"
    ]
    assert mail.seen[0].alert.kind == "system"
    delivered = [envelope.alert.headline for envelope in desk.seen[40:]]
    assert delivered == ["Story s-1", "Story s-2"]


async def test_a_message_given_up_is_told_of_elsewhere(office: Office) -> None:
    desk, mail = ScriptedChannel("desk", script=[PERMANENT]), ScriptedChannel("mail")
    office.promise([desk], "s-1")
    await office.outbox(desk, mail).send_due()
    (envelope,) = mail.seen
    assert "given up" in envelope.alert.headline
    assert "The alert: Story s-1" in envelope.alert.happened


async def test_a_message_that_cannot_be_rendered_goes_out_plain(office: Office) -> None:
    desk = ScriptedChannel("desk", script=[ValueError("a bug")])
    office.promise([desk], "s-1", evidence=("x",))
    await office.outbox(desk).send_due()
    plain = desk.seen[1]
    assert (plain.alert.headline, plain.alert.evidence) == ("Story s-1", ())
    assert set(office.states().values()) == {"sent"}


async def test_a_damaged_payload_is_told_as_far_as_it_can_be_read(office: Office) -> None:
    desk = ScriptedChannel("desk")
    office.promise([desk], "s-1")
    office.store._db.execute("UPDATE deliveries SET payload = 'half a {'")
    await office.outbox(desk).send_due()
    assert desk.seen[0].alert.evidence == ("half a {",)


async def test_what_the_disk_refused_is_written_down_before_anything_else(office: Office) -> None:
    desk = FillingChannel("desk", office=office)
    office.promise([desk], "s-1")
    outbox = office.outbox(desk)
    with pytest.raises(StoreError):
        await outbox.send_due()
    office.full = False
    await outbox.send_due()
    assert len(desk.seen) == 1
    assert set(office.states().values()) == {"sent"}


async def test_a_channel_out_of_the_configuration_keeps_its_messages_for_a_day(
    office: Office,
) -> None:
    desk = ScriptedChannel("desk")
    office.promise([desk], "s-1")
    outbox = office.outbox()
    await outbox.send_due()
    assert set(office.states().values()) == {"pending"}
    office.clock.move(hours=25)
    await outbox.send_due()
    assert set(office.states().values()) == {"dead"}


async def test_a_stopped_outbox_claims_nothing(office: Office) -> None:
    desk = ScriptedChannel("desk")
    office.promise([desk], "s-1")
    outbox = office.outbox(desk)
    outbox.stop()
    await outbox.send_due()
    assert desk.seen == []


async def test_a_follow_up_waits_for_its_first_message_ten_minutes_and_names_it(
    office: Office,
) -> None:
    desk = ScriptedChannel("desk", script=[TRANSIENT])
    office.promise([desk], "s-1")
    outbox = office.outbox(desk)
    await outbox.send_due()
    update = Alert("update", "More", story="s-1", news=("Another place: Beijing",))
    again = Router((desk,)).story(Alert("story", "Story s-1", story="s-1"), update, "b")
    office.store.promise(again, office.clock.now)
    await outbox.send_due()
    assert len(desk.seen) == 1
    office.clock.move(seconds=10)
    await outbox.send_due()
    first, follow_up = desk.seen[1:]
    assert first.root is None
    assert follow_up.root is not None
    assert (follow_up.root.headline, follow_up.thread) == ("Story s-1", "desk-2")


async def test_a_copy_edits_the_sent_message_at_most_once_a_minute(office: Office) -> None:
    desk, mail = AmendingChannel("desk"), ScriptedChannel("mail")
    office.promise([desk, mail], "s-1", outlet="Gazette")
    outbox = office.outbox(desk, mail)
    await outbox.send_due()
    for outlet in ("Gazette", "Courier", "Courier", "Mercury"):
        note_outlet(office.store._db, "s-1", outlet, office.clock.now)
    await outbox.send_due()
    note_outlet(office.store._db, "s-1", "Herald", office.clock.now)
    await outbox.send_due()
    office.clock.move(seconds=59)
    await outbox.send_due()
    assert [edit.outlets for edit in desk.amended] == [("Courier", "Mercury")]
    office.clock.move(seconds=2)
    office.store.pause_channel("desk", office.clock.now + timedelta(seconds=5), "rate limited")
    await outbox.send_due()
    assert len(desk.amended) == 1
    office.clock.move(seconds=6)
    await outbox.send_due()
    await outbox.send_due()
    assert [edit.outlets for edit in desk.amended[1:]] == [("Courier", "Mercury", "Herald")]
    assert desk.amended[0].thread == "desk-1"
    assert (len(desk.seen), len(mail.seen)) == (1, 1)
