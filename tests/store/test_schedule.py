"""Polls: what is due, what is new, whatever publishers do to ids and addresses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.news.model import Entry
from monitor.news.source import Source, SourceState
from monitor.store import Poll, Unreached
from monitor.store.sqlite import SQLiteStore

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
SOURCE = Source("Gazette", "https://gazette.test/feed")
LATER = NOW + timedelta(days=1)
OTHER = Source("Courier", "https://courier.test/feed")


def entry(number: int, **changes: object) -> Entry:
    made = Entry(
        id=f"id-{number}",
        url=f"https://gazette.test/{number}",
        title=f"Headline {number}",
        published=NOW - timedelta(hours=number),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def poll(*entries: Entry, at: datetime = NOW, state: SourceState | None = None) -> Poll:
    state = state or SourceState(first_polled_at=NOW, next_poll_at=at + timedelta(minutes=30))
    return Poll(state, entries, at)


def titles(store: SQLiteStore) -> list[str]:
    return [waiting.entry.title for waiting in store.waiting("Gazette", NOW, 100)]


def leased(store: SQLiteStore, now: datetime, until: datetime, limit: int) -> list[str]:
    return [due.name for due in store.lease_due_sources(now, until, limit) if due.state]


def test_a_source_that_was_never_polled_is_due_at_once(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    assert leased(store, NOW, NOW + timedelta(minutes=5), 10) == ["Gazette"]


def test_a_leased_source_is_not_leased_again_until_the_lease_ends(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    until = NOW + timedelta(minutes=5)
    store.lease_due_sources(NOW, until, 10)
    assert leased(store, until - timedelta(seconds=1), until, 10) == []
    assert leased(store, until, until + timedelta(minutes=5), 10) == ["Gazette"]


def test_a_source_at_work_is_not_leased_and_stays_due(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    store.record_poll("Gazette", poll(entry(1), at=NOW, state=SourceState(next_poll_at=NOW)))
    assert store.lease_due_sources(NOW, LATER, 10, {"Gazette"}) == ()
    (due,) = store.lease_due_sources(NOW, LATER, 10)
    assert (due.name, due.state is not None, due.read) == ("Gazette", True, True)


def test_a_poll_that_died_with_its_process_is_due_when_the_next_one_starts(
    store: SQLiteStore,
) -> None:
    store.sync_sources([SOURCE], NOW)
    store.lease_due_sources(NOW, LATER, 10)
    store.sync_sources([SOURCE], NOW)
    assert leased(store, NOW, LATER, 10) == ["Gazette"]
    store.record_poll("Gazette", Poll(SourceState(next_poll_at=LATER), polled_at=NOW))
    store.sync_sources([SOURCE], NOW)
    assert leased(store, NOW, LATER, 10) == []
    assert leased(store, LATER, LATER + timedelta(hours=1), 10) == ["Gazette"]
    store.sync_sources([SOURCE], LATER)
    assert leased(store, LATER, LATER + timedelta(hours=1), 10) == ["Gazette"]


def test_a_source_that_left_the_configuration_is_not_polled_and_not_forgotten(
    store: SQLiteStore,
) -> None:
    store.sync_sources([SOURCE, OTHER], NOW)
    store.record_poll("Gazette", poll(entry(1)))
    store.sync_sources([OTHER], NOW)
    assert leased(store, NOW + timedelta(days=9), NOW, 10) == ["Courier"]
    store.sync_sources([SOURCE, OTHER], NOW)
    assert store.record_poll("Gazette", poll(entry(1))) == 0


def test_a_changed_address_forgets_its_validators(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    store.record_poll("Gazette", poll(state=SourceState(first_polled_at=NOW, etag='"a"')))
    assert store.source_state("Gazette").etag == '"a"'
    store.sync_sources([replace(SOURCE, url="https://gazette.test/new")], NOW)
    assert store.source_state("Gazette").etag is None
    assert store.source_state("Gazette").first_polled_at == NOW


def test_the_state_of_a_source_comes_back_as_it_was_written(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    state = SourceState(
        next_poll_at=NOW,
        first_polled_at=NOW,
        last_polled_at=NOW,
        last_success_at=NOW,
        failures=3,
        failing_since=NOW,
        last_error="no route",
        etag='W/"x"',
        last_modified="yesterday",
        body_hash="ab",
        url="https://gazette.test/moved",
        format="rss",
        repairs=("a stray &",),
        interval=timedelta(minutes=7),
    )
    store.record_poll("Gazette", Poll(state, (), NOW))
    assert store.source_state("Gazette") == state


def test_the_first_poll_is_the_baseline_and_the_second_is_not(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    store.record_poll("Gazette", poll(entry(1)))
    store.record_poll("Gazette", poll(entry(2), entry(1)))
    marks = {w.entry.title: w.baseline for w in store.waiting("Gazette", NOW, 10)}
    assert marks == {"Headline 1": True, "Headline 2": False}


def test_a_failed_first_poll_leaves_the_baseline_to_the_next(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    failed = SourceState(failures=1, last_polled_at=NOW)
    store.record_poll("Gazette", Poll(failed, (), NOW))
    store.record_poll("Gazette", poll(entry(1)))
    assert [w.baseline for w in store.waiting("Gazette", NOW, 10)] == [True]


def test_entries_are_read_oldest_first(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    store.record_poll("Gazette", poll(entry(1), entry(2), entry(3)))
    assert titles(store) == ["Headline 3", "Headline 2", "Headline 1"]


def test_renumbered_ids_and_tracking_parameters_make_nothing_new(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    store.record_poll("Gazette", poll(entry(1), entry(2)))
    renumbered = [
        entry(n, id=f"new-{n}", url=f"https://gazette.test/{n}?utm_source=rss") for n in (1, 2)
    ]
    assert store.record_poll("Gazette", poll(*renumbered)) == 0


def test_a_feed_that_dates_all_its_entries_anew_brings_nothing_new(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    store.record_poll("Gazette", poll(entry(1), entry(2)))
    dated_anew = [entry(n, published=NOW, updated=NOW) for n in (1, 2)]
    assert store.record_poll("Gazette", poll(*dated_anew)) == 0


def test_a_moved_archive_is_known_by_titles_and_dates(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    store.record_poll("Gazette", poll(entry(1), entry(2)))
    moved = [entry(n, id=f"new-{n}", url=f"https://moved.test/archive/{n}") for n in (1, 2)]
    assert store.record_poll("Gazette", poll(*moved)) == 0


def test_an_id_given_to_another_article_does_not_hide_it(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    store.record_poll("Gazette", poll(entry(1)))
    reused = entry(7, id="id-1")
    assert store.record_poll("Gazette", poll(reused)) == 1


def test_a_column_with_one_title_for_ever_is_new_every_day(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    store.record_poll("Gazette", poll(entry(1, title="Daily briefing")))
    assert store.record_poll("Gazette", poll(entry(2, title="Daily briefing"))) == 1


def test_entries_that_share_one_address_are_told_apart_by_id(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    shared = [entry(n, url="https://gazette.test/") for n in range(5)]
    assert store.record_poll("Gazette", poll(*shared)) == 5
    assert store.record_poll("Gazette", poll(*shared)) == 0


def test_an_entry_listed_twice_in_one_poll_waits_once(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    assert store.record_poll("Gazette", poll(entry(1), entry(1, id="again"))) == 1


def test_hostile_text_is_stored_without_nul_and_lone_surrogates(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    store.record_poll("Gazette", poll(entry(1, title="a\0b\ud800c", author="\udfff")))
    assert titles(store) == ["ab?c"]


def test_an_unread_entry_waits_until_its_next_try(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    store.record_poll("Gazette", poll(entry(1)))
    (waiting,) = store.waiting("Gazette", NOW, 10)
    later = NOW + timedelta(minutes=10)
    store.record_unread(waiting, "timed out", NOW, later)
    assert store.waiting("Gazette", NOW, 10) == ()
    assert [again.tries for again in store.waiting("Gazette", later, 10)] == [1]


def test_an_entry_that_is_given_up_is_not_read_again(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE], NOW)
    store.record_poll("Gazette", poll(entry(1)))
    (waiting,) = store.waiting("Gazette", NOW, 10)
    store.record_unread(waiting, "no text", NOW, None)
    assert store.waiting("Gazette", NOW + timedelta(days=30), 10) == ()


def test_what_waits_to_be_read_is_due_before_the_next_poll(store: SQLiteStore) -> None:
    store.sync_sources([SOURCE, OTHER], NOW)
    store.lease_due_sources(NOW, NOW + timedelta(hours=9), 10)
    store.record_poll("Gazette", poll(entry(1), at=NOW, state=SourceState(next_poll_at=LATER)))
    (waiting,) = store.waiting("Gazette", NOW, 10)
    store.record_unread(waiting, "busy", NOW, NOW + timedelta(minutes=10))
    assert store.lease_due_sources(NOW + timedelta(minutes=9), LATER, 10) == ()
    (due,) = store.lease_due_sources(NOW + timedelta(minutes=10), LATER, 10)
    assert (due.name, due.state, due.read) == ("Gazette", None, True)


def test_sources_that_no_server_answers_for_are_counted_since_the_last_answer(
    store: SQLiteStore,
) -> None:
    names = [Source(f"Paper {number}", f"https://{number}.test/") for number in range(4)]
    store.sync_sources(names, NOW)
    answered = SourceState(last_polled_at=NOW, last_success_at=NOW)
    store.record_poll("Paper 0", Poll(answered, (), NOW))
    for number, minutes in ((1, 1), (2, 2), (3, -5)):
        at = NOW + timedelta(minutes=minutes)
        state = SourceState(last_polled_at=at, unreached_since=at)
        store.record_poll(f"Paper {number}", Poll(state, (), at))
    assert store.unreached("Paper 1") == Unreached(NOW, 1, 3)
    assert store.unreached("Paper 0") == Unreached(None, 3, 3)
