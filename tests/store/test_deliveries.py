"""The outbox's rows survive kills, and a possible repeat is marked as one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.store import Dead, Delivery, Promise, Release, Retry, Sent
from monitor.store.connection import connect_beside
from monitor.store.sqlite import SQLiteStore

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


def promise(key: str, channel: str = "desk", thread: str | None = None) -> Promise:
    return Promise(key, channel, "ana", "story", "{}", thread)


def claim(store: SQLiteStore, at: datetime = NOW, owner: str = "me") -> tuple[Delivery, ...]:
    return store.claim_deliveries(owner, at, 10)


def test_promising_twice_promises_once(store: SQLiteStore) -> None:
    assert store.promise([promise("a"), promise("b")], NOW) == 2
    assert store.promise([promise("a"), promise("c")], NOW) == 1


def test_a_claim_takes_the_oldest_message_of_each_channel(store: SQLiteStore) -> None:
    store.promise([promise("a"), promise("b"), promise("c", "mail")], NOW)
    assert [d.promise.dedup_key for d in claim(store)] == ["a", "c"]
    assert [d.promise.dedup_key for d in claim(store)] == ["b"]
    assert claim(store) == ()


def test_claims_and_readings_outlive_a_power_cut_and_a_poll_need_not(store: SQLiteStore) -> None:
    said: list[str] = []
    store._db.conn.set_trace_callback(said.append)
    store.promise([promise("a")], NOW)
    (delivery,) = claim(store)
    store.settle_delivery(delivery.id, Sent(), NOW)
    store.release_held(NOW, timedelta(), lambda _: Release())
    lasting = [line for line in said if line.startswith("PRAGMA sync")]
    assert lasting == ["PRAGMA synchronous = full"] * 3
    said.clear()
    store.lease_due_sources(NOW, NOW, 1)
    assert said[0] == "PRAGMA synchronous = normal"


def test_what_a_person_orders_outlives_a_power_cut(store: SQLiteStore, database: Path) -> None:
    store.sync_sources([], NOW)
    beside = connect_beside(database)
    assert beside.execute("PRAGMA synchronous").fetchone() == (2,)  # full
    beside.close()


def test_a_busy_channel_is_skipped(store: SQLiteStore) -> None:
    store.promise([promise("a"), promise("c", "mail")], NOW)
    claimed = store.claim_deliveries("me", NOW, 10, skip={"desk"})
    assert [d.promise.channel for d in claimed] == ["mail"]


def test_a_claim_outlives_the_process_and_comes_back_as_a_possible_repeat(
    store: SQLiteStore, database: Path
) -> None:
    store.promise([promise("a")], NOW)
    claim(store)
    store.close()
    reopened = SQLiteStore(database)
    try:
        assert claim(reopened, owner="other") == ()
        assert reopened.recover_deliveries("other", NOW) == 1
        (again,) = claim(reopened, owner="other")
        assert (again.possible_repeat, again.attempt) == (True, 2)
    finally:
        reopened.close()


def test_recovery_leaves_alone_what_this_process_sends(store: SQLiteStore) -> None:
    store.promise([promise("a")], NOW)
    claim(store)
    assert store.recover_deliveries("me", NOW) == 0


def test_what_is_sent_is_never_claimed_again(store: SQLiteStore) -> None:
    store.promise([promise("a")], NOW)
    (delivery,) = claim(store)
    store.settle_delivery(delivery.id, Sent("ts-1"), NOW)
    assert claim(store, NOW + timedelta(days=9)) == ()
    assert store.recover_deliveries("other", NOW) == 0


def test_a_retry_waits_for_its_time_and_stays_a_possible_repeat(store: SQLiteStore) -> None:
    store.promise([promise("a")], NOW)
    (delivery,) = claim(store)
    assert not delivery.possible_repeat
    later = NOW + timedelta(minutes=5)
    store.settle_delivery(delivery.id, Retry(later, "cut", ambiguous=True), NOW)
    assert claim(store, later - timedelta(seconds=1)) == ()
    (second,) = claim(store, later)
    store.settle_delivery(second.id, Retry(later, "busy"), NOW)
    (third,) = claim(store, later)
    assert (third.possible_repeat, third.attempt, third.first_attempt_at) == (True, 3, NOW)


def test_what_is_dead_stays_dead(store: SQLiteStore) -> None:
    store.promise([promise("a")], NOW)
    (delivery,) = claim(store)
    store.settle_delivery(delivery.id, Dead("no such user"), NOW)
    assert claim(store, NOW + timedelta(days=9)) == ()


def test_a_paused_channel_is_not_claimed_until_its_time(store: SQLiteStore) -> None:
    store.promise([promise("a"), promise("c", "mail")], NOW)
    until = NOW + timedelta(minutes=1)
    store.pause_channel("desk", until, "rate limit")
    assert [d.promise.channel for d in claim(store)] == ["mail"]
    assert [d.promise.channel for d in claim(store, until)] == ["desk"]


def test_a_later_message_of_a_story_finds_its_thread(store: SQLiteStore) -> None:
    store.promise([promise("a", thread="s-1")], NOW)
    (first,) = claim(store)
    store.settle_delivery(first.id, Sent("ts-1"), NOW)
    follow_up = replace(promise("b", thread="s-1"), kind="update")
    store.promise([follow_up, promise("c", "mail", "s-1")], NOW)
    second, elsewhere = claim(store)
    assert [(d.promise.channel, d.thread) for d in (second, elsewhere)] == [
        ("desk", "ts-1"),
        ("mail", None),
    ]
    store.settle_delivery(second.id, Sent("ts-2"), NOW)
    store.promise([replace(promise("d", thread="s-1"), kind="update")], NOW)
    (third,) = claim(store)
    assert third.thread == "ts-1"  # of the first message, not of the last
