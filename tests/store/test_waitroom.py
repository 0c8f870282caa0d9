"""Held messages: decided on in one transaction, claimed by digests, never lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from monitor.store import Digest, Held, Promise, Release, Retry, Sent, Waitroom
from monitor.store.deliveries import note_outlet, rethread
from monitor.store.sqlite import SQLiteStore

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def promise(key: str, score: float = 0.5, otherwise: Promise | None = None) -> Promise:
    return Promise(
        dedup_key=key,
        channel="desk",
        recipient="ana",
        kind="story",
        payload=f'{{"headline": "{key} {score}"}}',
        thread_key=f"thread {key}",
        route="r",
        score=score,
        held=True,
        otherwise=otherwise,
    )


def update(of: str, key: str) -> Promise:
    return Promise(key, "desk", "ana", "update", "{}", f"thread {of}", "r", held=True)


def seen(store: SQLiteStore, now: datetime = NOW) -> tuple[Held, ...]:
    rooms: list[Waitroom] = []

    def look(room: Waitroom) -> Release:
        rooms.append(room)
        return Release()

    store.release_held(now, HOUR, look)
    return rooms[0].held if rooms else ()


def release(store: SQLiteStore, make: Callable[[list[int]], Release]) -> None:
    store.release_held(NOW, HOUR, lambda room: make([one.id for one in room.held]))


def states(store: SQLiteStore) -> list[tuple[str, str, int | None]]:
    rows = store._db.query("SELECT dedup_key, state, digest FROM deliveries ORDER BY id")
    return [(row["dedup_key"], row["state"], row["digest"]) for row in rows]


def test_what_is_held_is_not_claimed_until_it_is_released(store: SQLiteStore) -> None:
    store.promise([promise("a"), promise("b")], NOW)
    assert store.claim_deliveries("me", NOW, 9) == ()
    release(store, lambda ids: Release(due=(ids[1],)))
    (delivery,) = store.claim_deliveries("me", NOW, 9)
    assert delivery.promise.dedup_key == "b"
    assert [one.promise.dedup_key for one in seen(store)] == ["a"]


def test_nothing_is_asked_where_nothing_is_held(store: SQLiteStore) -> None:
    assert seen(store) == ()


def test_why_a_message_waits_is_kept(store: SQLiteStore) -> None:
    store.promise([promise("a")], NOW)
    release(store, lambda ids: Release(waits=((ids[0], "quiet hours", True),)))
    (held,) = seen(store)
    assert (held.reason, held.gathered, held.promised_at) == ("quiet hours", True, NOW)


def test_a_digest_claims_its_rows_in_the_transaction_that_promises_it(store: SQLiteStore) -> None:
    store.promise([promise("a"), promise("b"), promise("c")], NOW)
    digest = Promise("d", "desk", "ana", "digest", "{}")
    release(
        store,
        lambda ids: Release(silenced=((ids[2], "why"),), digests=(Digest(digest, tuple(ids[:2])),)),
    )
    assert states(store) == [
        ("a", "gathered", 4),
        ("b", "gathered", 4),
        ("c", "silenced", None),
        ("d", "pending", None),
    ]


def test_what_was_silenced_counts_for_no_limit(store: SQLiteStore) -> None:
    store.promise([promise("a"), promise("b"), promise("c")], NOW)
    release(store, lambda ids: Release(silenced=((ids[0], "silence 1"),), due=(ids[1],)))
    past: list[int] = []

    def look(room: Waitroom) -> Release:
        past.extend(one.id for one in room.past)
        return Release()

    store.release_held(NOW, HOUR, look)
    assert past == [2, 3]


def test_a_decision_that_fails_changes_nothing(store: SQLiteStore) -> None:
    store.promise([promise("a")], NOW)

    def fail(ids: list[int]) -> Release:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        release(store, fail)
    assert states(store) == [("a", "held", None)]


def test_a_story_that_still_waits_says_the_better_of_two_tellings(store: SQLiteStore) -> None:
    store.promise([promise("a", 0.5)], NOW)
    store.promise([promise("a", 0.4)], NOW)
    assert [one.promise.score for one in seen(store)] == [0.5]
    release(store, lambda ids: Release(waits=((ids[0], "more than 2 an hour", True),)))
    store.promise([promise("a", 0.9, otherwise=update("a", "u"))], NOW)
    (held,) = seen(store)
    assert (held.promise.score, held.promise.payload) == (0.9, '{"headline": "a 0.9"}')
    assert not held.gathered  # it may be good enough to go at once now


def test_a_story_told_already_promises_its_update_instead(store: SQLiteStore) -> None:
    told_again = promise("a", otherwise=update("a", "u"))
    store.promise([told_again], NOW)
    assert len(seen(store)) == 1
    store.promise([told_again], NOW)
    story, follow_up = seen(store)
    assert (story.root, follow_up.root) == (None, "held")
    assert store.promise([told_again], NOW) == 0


def test_a_story_that_moved_into_another_is_not_told_again_under_its_name(
    store: SQLiteStore,
) -> None:
    store.promise([promise("a")], NOW)
    rethread(store._db, "thread a", "thread b")
    assert store.promise([promise("b", otherwise=update("b", "u"))], NOW) == 1
    assert [(key, state) for key, state, _ in states(store)] == [("a", "held"), ("u", "held")]


def test_a_follow_up_that_was_held_for_long_still_waits_for_its_first_message(
    store: SQLiteStore,
) -> None:
    store.promise([promise("a")], NOW - 9 * HOUR)
    store.promise([promise("a", otherwise=update("a", "u"))], NOW - 8 * HOUR)
    release(store, lambda ids: Release(due=tuple(ids)))
    (first,) = store.claim_deliveries("me", NOW, 9)
    store.settle_delivery(first.id, Retry(NOW + HOUR / 4, "busy"), NOW)
    assert store.claim_deliveries("me", NOW + HOUR / 7, 9) == ()
    assert len(store.claim_deliveries("me", NOW + HOUR / 5, 9)) == 1


def test_an_outlet_that_told_it_too_is_named_by_what_is_not_sent_yet(store: SQLiteStore) -> None:
    store.promise([promise("a")], NOW)
    note_outlet(store._db, "thread a", "Courier", NOW)
    release(store, lambda ids: Release(due=tuple(ids)))
    (delivery,) = store.claim_deliveries("me", NOW, 9)
    assert delivery.outlets == ("Courier",)
    store.settle_delivery(delivery.id, Sent("ts-1"), NOW)
    assert store.claim_edits(NOW, {"desk"}) == ()


def test_an_edit_that_fails_is_due_again_and_one_that_is_made_is_not(store: SQLiteStore) -> None:
    store.promise([promise("a")], NOW)
    release(store, lambda ids: Release(due=tuple(ids)))
    (delivery,) = store.claim_deliveries("me", NOW, 9)
    store.settle_delivery(delivery.id, Sent("ts-1"), NOW)
    note_outlet(store._db, "thread a", "Courier", NOW)
    assert store.claim_edits(NOW, {"mail"}) == ()
    (edit,) = store.claim_edits(NOW, {"desk", "mail"})
    store.settle_edit(edit, NOW, NOW + HOUR)
    assert store.claim_edits(NOW + HOUR / 2, {"desk"}) == ()
    (again,) = store.claim_edits(NOW + HOUR, {"desk"})
    store.settle_edit(again, NOW + HOUR, None)
    assert store.claim_edits(NOW + 9 * HOUR, {"desk"}) == ()


@pytest.mark.parametrize("leap", [timedelta(hours=3), timedelta(days=400)])
def test_a_time_set_by_a_clock_that_ran_ahead_holds_nothing_back(
    store: SQLiteStore, leap: timedelta
) -> None:
    store.promise([Promise("a", "desk", "ana", "system", "{}")], NOW + leap)
    store.pause_channel("desk", NOW + leap, "limit")
    assert len(store.claim_deliveries("me", NOW, 9)) == 1
