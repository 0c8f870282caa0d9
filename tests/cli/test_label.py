"""The owner says what is right; it is kept, exported, and measured by."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from monitor.cli import monitor
from monitor.store.lock import hold
from monitor.store.sqlite import SQLiteStore

Ask = Callable[..., Result]


def test_a_label_says_what_the_monitor_had_decided(ask: Ask, newsroom: Any) -> None:
    result = ask("label", newsroom.root + "/lab", "yes")
    assert result.exit_code == 0
    assert "yes: Amazon shuts its AI lab in Shanghai" in result.output
    assert "flagged" in result.output
    assert "as the monitor" in result.output


def test_what_was_never_judged_is_neither_with_nor_against_the_monitor(
    worked: Any, newsroom: Any
) -> None:
    text = worked.config.read_text("utf-8")
    more = text + '\n[[topic]]\nname = "bridges"\nquery = "bridge*"\n'
    worked.config.write_text(more, encoding="utf-8")
    words = ["label", newsroom.root + "/quiet", "yes", "--topic", "bridges"]
    output = CliRunner().invoke(monitor, [*words, "--config", str(worked.config)]).output
    assert output == "yes: Bridges painted (bridges: never judged)\n"


def test_a_second_label_takes_the_place_of_the_first(ask: Ask, newsroom: Any) -> None:
    ask("label", newsroom.root + "/lab", "yes")
    again = json.loads(ask("label", newsroom.root + "/lab?utm_source=x", "no", "--json").output)
    assert (again["flagged"], again["before"]) == (True, True)
    (row,) = ask("label", "--export", "-").stdout.splitlines()
    assert json.loads(row)["label"] == "negative"


def test_labels_change_nothing_else(ask: Ask, newsroom: Any) -> None:
    before = ask("stories", "--json").output
    ask("label", newsroom.root + "/lab", "no", "--note", "not ours")
    assert ask("stories", "--json").output == before


def test_exported_labels_are_what_evaluate_reads(ask: Ask, newsroom: Any, tmp_path: Path) -> None:
    ask("label", newsroom.root + "/lab", "yes")
    ask("label", newsroom.root + "/quiet", "no", "--note", "bridges")
    file = tmp_path / "labels.jsonl"
    assert ask("label", "--export", str(file)).exit_code == 0
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    rows.sort(key=lambda row: row["note"])
    assert [(row["label"], row["note"]) for row in rows] == [
        ("positive", ""),
        ("negative", "bridges"),
    ]
    overall = json.loads(ask("evaluate", str(file), "--json").output)["overall"]
    assert (overall["hit"], overall["left"], overall["f1"]) == (1, 1, 1.0)


def test_an_address_that_is_not_stored_can_not_be_labelled(ask: Ask) -> None:
    result = ask("label", "https://elsewhere.test/x", "yes")
    assert result.exit_code == 1
    assert "monitor why" in result.output


def test_an_unknown_topic_is_answered_with_those_there_are(ask: Ask, newsroom: Any) -> None:
    result = ask("label", newsroom.root + "/lab", "yes", "--topic", "labs")
    assert result.exit_code == 2
    assert "foreign-ai-labs-in-china" in result.output


@pytest.mark.parametrize(
    "arguments", [[], ["https://a.test/"], ["https://a.test/", "yes", "--export", "-"]]
)
def test_half_a_label_is_refused(ask: Ask, arguments: list[str]) -> None:
    assert ask("label", *arguments).exit_code == 2


def test_a_label_is_written_beside_a_monitor_at_work(ask: Ask, worked: Any, newsroom: Any) -> None:
    with hold(worked.database):
        store = SQLiteStore(worked.database)
        result = ask("label", newsroom.root + "/lab", "yes")
        store.checkpoint()
        store.close()
    assert result.exit_code == 0


def test_no_database_is_made_by_a_label(office: Any) -> None:
    arguments = ["label", "https://a.test/", "yes", "--config", str(office.config)]
    result = CliRunner().invoke(monitor, arguments)
    assert "no such database" in str(result.exception)
    assert not office.database.exists()
