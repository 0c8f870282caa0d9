"""Any order of promises, claims, answers, kills and leaps of the clock keeps the outbox's word."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from monitor.store import (
    Dead,
    Delivery,
    Digest,
    Outcome,
    Promise,
    Release,
    Retry,
    Sent,
    Waitroom,
)
from monitor.store.sqlite import SQLiteStore

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
CHANNELS = st.sampled_from(["desk", "mail"])


class Outbox(RuleBasedStateMachine):
    """What arrived is counted beside the database; a kill is a new owner on the same file."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.file = Path(self.folder.name) / "monitor.db"
        self.store = SQLiteStore(self.file)
        self.now, self.owner, self.promised = START, 0, 0
        self.claimed: list[Delivery] = []
        self.arrived: dict[str, list[bool]] = {}  # key -> whether each copy bore a mark
        self.done: set[str] = set()

    def teardown(self) -> None:
        self.store.close()
        with suppress(OSError):
            self.folder.cleanup()

    @rule(channel=CHANNELS, held=st.booleans())
    def promise(self, channel: str, held: bool) -> None:
        self.promised += 1
        key = f"{self.promised}"
        one = Promise(key, channel, "ana", "story", "{}", key, "r", held=held)
        assert self.store.promise([one, one], self.now) == 1

    @rule(due=st.booleans(), silent=st.booleans())
    def release(self, due: bool, silent: bool) -> None:
        def decide(room: Waitroom) -> Release:
            ids = tuple(held.id for held in room.held)
            if due:
                return Release(due=ids)
            if silent:
                return Release(silenced=tuple((number, "why") for number in ids))
            key = f"digest of {ids}"
            return Release(digests=(Digest(Promise(key, "desk", "ana", "digest", "{}"), ids),))

        self.store.release_held(self.now, timedelta(hours=1), decide)

    @rule()
    def claim(self) -> None:
        busy = {one.promise.channel for one in self.claimed}
        for delivery in self.store.claim_deliveries(self.name, self.now, 9, busy):
            assert delivery.promise.dedup_key not in self.done
            self.claimed.append(delivery)

    @precondition(lambda self: self.claimed)
    @rule(answer=st.sampled_from(["yes", "yes", "refused", "doubt", "later"]), there=st.booleans())
    def settle(self, answer: str, there: bool) -> None:
        delivery = self.claimed.pop()
        key = delivery.promise.dedup_key
        if answer == "yes" or (answer == "doubt" and there):
            self.arrived.setdefault(key, []).append(delivery.possible_repeat)
        later = self.now + timedelta(minutes=1)
        outcomes: dict[str, Outcome] = {
            "yes": Sent("ts"),
            "refused": Dead("no"),
            "doubt": Retry(later, "cut", ambiguous=True),
            "later": Retry(later, "busy"),
        }
        self.store.settle_delivery(delivery.id, outcomes[answer], self.now)
        if answer in {"yes", "refused"}:
            self.done.add(key)

    @precondition(lambda self: self.claimed)
    @rule(there=st.booleans())
    def kill(self, there: bool) -> None:
        for delivery in self.claimed:
            if there:
                marks = self.arrived.setdefault(delivery.promise.dedup_key, [])
                marks.append(delivery.possible_repeat)
        count, self.claimed = len(self.claimed), []
        self.store.close()
        self.store, self.owner = SQLiteStore(self.file), self.owner + 1
        assert self.store.recover_deliveries(self.name, self.now) == count

    @rule(channel=CHANNELS, pause=st.booleans(), minutes=st.integers(-90, 600))
    def pass_time(self, channel: str, pause: bool, minutes: int) -> None:
        if pause:
            self.store.pause_channel(channel, self.now + timedelta(minutes=5), "limit")
        self.now += timedelta(minutes=minutes)

    @property
    def name(self) -> str:
        return f"process {self.owner}"

    @invariant()
    def every_copy_beyond_the_first_is_marked(self) -> None:
        assert all(all(marks[1:]) for marks in self.arrived.values())

    @invariant()
    def nothing_is_lost(self) -> None:
        rows = list(self.store._db.query("SELECT state, digest, kind FROM deliveries"))
        assert sum(row["kind"] == "story" for row in rows) == self.promised
        assert all((row["state"] == "gathered") == (row["digest"] is not None) for row in rows)
        assert sum(row["state"] == "sending" for row in rows) == len(self.claimed)


TestDeliveryStates = Outbox.TestCase
TestDeliveryStates.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
