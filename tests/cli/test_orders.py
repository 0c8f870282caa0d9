"""monitor outbox and monitor silence: a person's word beside a daemon that holds the database."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result

from monitor.alert.message import Alert, to_json
from monitor.cli import monitor
from monitor.store import Dead, Promise, Release, Retry, Sent
from monitor.store.lock import hold
from monitor.store.sqlite import SQLiteStore

NOW = datetime.now(UTC)


def ask(office: Any, *arguments: str) -> Result:
    return CliRunner().invoke(monitor, [*arguments, "--config", str(office.config)])


def promise(key: str, organisation: str = "Amazon", *, held: bool = True) -> Promise:
    alert = Alert("story", f"Story {key}", topic="t", organisations=(organisation,))
    return Promise(key, "desk", "ana", "story", to_json(alert), key, "r", 0.5, held=held)


@pytest.fixture
def store(office: Any) -> Iterator[SQLiteStore]:
    """The database, held by a daemon while the test gives its orders."""
    with hold(office.database):
        opened = SQLiteStore(office.database)
        yield opened
        opened.close()


def states(office: Any) -> dict[int, str]:
    rows = json.loads(ask(office, "outbox", "--state", "all", "--json").output)
    return {row["id"]: row["state"] for row in rows}


def test_the_outbox_lists_what_waits_and_why(office: Any, store: SQLiteStore) -> None:
    store.promise([promise("a"), promise("b"), promise("c", held=False)], NOW)
    store.release_held(
        NOW,
        timedelta(hours=1),
        lambda room: Release(waits=((room.held[0].id, "quiet hours", True),)),
    )
    (claimed,) = store.claim_deliveries("me", NOW, 9)
    store.settle_delivery(claimed.id, Sent("ts"), NOW)
    rows = json.loads(ask(office, "outbox", "--json").output)
    assert [(row["id"], row["state"], row["reason"]) for row in rows] == [
        (2, "held", None),
        (1, "held", "quiet hours"),
    ]
    assert "Story a" in ask(office, "outbox").output
    assert "d-3" in ask(office, "outbox", "--state", "sent").output


def test_an_empty_outbox_says_so(office: Any, store: SQLiteStore) -> None:
    assert "Nothing waits" in ask(office, "outbox").output


def test_a_dead_message_is_sent_after_all(office: Any, store: SQLiteStore) -> None:
    store.promise([promise("a", held=False)], NOW)
    (claimed,) = store.claim_deliveries("me", NOW, 9)
    store.settle_delivery(claimed.id, Dead("no such user"), NOW)
    assert ask(office, "outbox", "retry", "d-1").output == "d-1: will be sent\n"
    (again,) = store.claim_deliveries("me", datetime.now(UTC), 9)
    assert (again.id, again.attempt) == (1, 1)  # as many attempts as a new one


def test_a_held_message_is_sent_at_once_or_never(office: Any, store: SQLiteStore) -> None:
    store.promise([promise("a"), promise("b")], NOW)
    assert ask(office, "outbox", "retry", "1").exit_code == 0
    assert ask(office, "outbox", "cancel", "2").exit_code == 0
    assert states(office) == {1: "pending", 2: "cancelled"}
    assert ask(office, "outbox", "retry", "2").exit_code == 0
    assert states(office) == {1: "pending", 2: "pending"}


def test_what_is_on_its_way_is_neither_sent_twice_nor_taken_back(
    office: Any, store: SQLiteStore
) -> None:
    store.promise([promise("a", held=False)], NOW)
    store.claim_deliveries("me", NOW, 9)
    for order in ("retry", "cancel"):
        result = ask(office, "outbox", order, "1", "99")
        assert result.exit_code == 1
        assert "being sent right now" in result.output
        assert "no such message" in result.output
    assert states(office) == {1: "sending"}


@pytest.mark.parametrize("number", ["x", "d-", "-1", "1" * 40])
def test_what_is_no_number_of_a_message_is_refused(office: Any, number: str) -> None:
    assert ask(office, "outbox", "retry", "--", number).exit_code == 2


def test_a_silence_takes_what_waits_and_what_comes_until_it_is_lifted(
    office: Any, store: SQLiteStore
) -> None:
    store.promise([promise("a"), promise("b", "Intel"), promise("c", held=False)], NOW)
    result = ask(office, "silence", "--org", "AMAZON", "--until", "2d", "--reason", "known")
    assert result.exit_code == 0
    assert "2 waiting messages silenced" in result.output
    assert states(office) == {1: "silenced", 2: "held", 3: "silenced"}
    (listed,) = json.loads(ask(office, "silence", "--json").output)
    assert (listed["organisation"], listed["reason"]) == ("AMAZON", "known")
    assert "AMAZON" in ask(office, "silence", "list").output
    assert "known" in ask(office, "outbox", "--state", "silenced").output
    assert ask(office, "silence", "lift", "1").exit_code == 0
    assert ask(office, "silence", "lift", "1").exit_code == 1
    assert "Nothing is silenced" in ask(office, "silence").output


def test_a_silence_leaves_what_may_have_arrived(office: Any, store: SQLiteStore) -> None:
    store.promise([promise("a", held=False)], NOW)
    (claimed,) = store.claim_deliveries("me", NOW, 9)
    store.settle_delivery(claimed.id, Retry(NOW, "cut off", ambiguous=True), NOW)
    result = ask(office, "silence", "--org", "Amazon", "--until", "2d", "--json")
    made = json.loads(result.output)
    assert (made["id"], made["silenced"]) == (1, 0)
    assert states(office) == {1: "pending"}


def test_a_silence_of_one_story_leaves_the_others(office: Any, store: SQLiteStore) -> None:
    store.promise([promise("a"), promise("b")], NOW)
    assert ask(office, "silence", "--story", "b", "--until", "2099-01-01").exit_code == 0
    assert states(office) == {1: "held", 2: "silenced"}


@pytest.mark.parametrize(
    ("until", "ends"),
    [
        ("2099-01-01", "2099-01-01T17:00:00+00:00"),  # the whole day
        ("2099-01-01T09:00", "2099-01-01T02:00:00+00:00"),
        ("2099-01-01T09:00+00:00", "2099-01-01T09:00:00+00:00"),
    ],
)
def test_a_silence_ends_by_the_clock_of_the_configuration(
    office: Any, store: SQLiteStore, until: str, ends: str
) -> None:
    zone = '[alerts]\ntimezone = "Asia/Ho_Chi_Minh"\n'
    office.config.write_text(office.config.read_text("utf-8") + zone, "utf-8")
    result = ask(office, "silence", "--org", "Amazon", "--until", until, "--json")
    assert json.loads(result.output)["until"] == ends


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--org", "Amazon"], "--until 2d"),
        (["--until", "2d"], "--org"),
        (["--org", "Amazon", "--until", "friday"], "2026-12-24"),
        (["--org", "Amazon", "--until", "2020-01-01"], "over already"),
        (["--topic", "labs", "--until", "2d"], "foreign-ai-labs-in-china"),
    ],
)
def test_a_silence_that_makes_no_sense_is_refused(
    office: Any, store: SQLiteStore, arguments: list[str], hint: str
) -> None:
    result = ask(office, "silence", *arguments)
    assert result.exit_code == 2
    assert hint in result.output


@pytest.mark.parametrize("command", [["outbox"], ["silence", "list"], ["outbox", "retry", "1"]])
def test_without_a_database_nothing_is_made(office: Any, command: list[str]) -> None:
    result = ask(office, *command)
    assert result.exit_code == 1
    assert "no such database" in str(result.exception)
    assert not office.database.exists()


def test_a_silence_of_a_name_that_no_alert_writes_says_so(office: Any, store: SQLiteStore) -> None:
    store._db.execute(
        "INSERT INTO articles VALUES (1, 'a', '', '', ''" + ", NULL" * 8 + ", '', NULL)"
    )
    store._db.execute(
        "INSERT INTO verdicts VALUES (1, 't', 1, 1, '[\"Amazon\"]', '[]', '[]', '[]', '[]', '[]',"
        " NULL, '[]', NULL, '')"
    )
    store._db.conn.commit()
    said = ask(office, "silence", "--org", "Amazn", "--until", "2d")
    assert "no article that is stored names 'Amazn'; did you mean 'Amazon'?" in said.stderr
    assert "silence 1 until" in said.stdout
    assert ask(office, "silence", "--org", "amazon", "--until", "2d").stderr == ""
