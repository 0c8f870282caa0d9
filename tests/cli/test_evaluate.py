"""Labelled stories are scored; a file that is wrong says where."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from monitor.cli import main, monitor

RIGHT = {
    "id": "a",
    "lang": "en",
    "title": "Philips opens AI lab in Chengdu",
    "text": "Philips has opened an artificial intelligence lab in Chengdu.",
    "label": "positive",
    "tier": "core",
    "orgs": ["Philips"],
    "city": "Chengdu",
    "events": ["opening"],
}
QUIET = {"id": "b", "lang": "vi", "text": "Cầu được sơn lại.", "label": "no", "kind": "ordinary"}


@pytest.fixture
def evaluated(tmp_path: Path) -> Any:
    def run(*rows: object, options: tuple[str, ...] = ("--json",)) -> Result:
        file = tmp_path / "rows.jsonl"
        lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
        file.write_text("\n".join(lines), encoding="utf-8")
        return CliRunner().invoke(monitor, ["evaluate", str(file), *options])

    return run


def test_a_report_counts_languages_kinds_and_tiers(evaluated: Any) -> None:
    report = json.loads(evaluated(RIGHT, QUIET, {**QUIET, "label": "unclear"}).stdout)
    assert report["overall"]["f1"] == 1.0
    assert report["languages"]["en"]["hit"] == 1
    assert report["kinds"] == [["ordinary", 1, 0]]
    assert report["tiers"] == [["core", 1, 0]]
    assert (report["organisation"], report["city"], report["event"]) == (1.0, 1.0, 1.0)
    assert report["unclear"] == 1


def test_mistakes_are_listed_with_what_the_verdict_says(evaluated: Any) -> None:
    output = evaluated({**RIGHT, "label": "negative", "kind": "policy"}, options=()).output
    assert "policy\t1\t1" in output
    mistake = next(line for line in output.splitlines() if line.startswith("a\t"))
    assert "Philips runs a place of research" in mistake


def test_wrong_details_are_listed_when_asked_for(evaluated: Any) -> None:
    row = {**RIGHT, "city": "Xi'an", "orgs": ["Siemens"], "events": ["closure"]}
    output = evaluated(row, options=("--slips",)).output
    assert "city\tXi'an\tChengdu" in output
    assert "organisation\tSiemens\tPhilips" in output
    assert "event\tclosure\topening" in output


def test_rows_of_another_topic_are_not_counted(evaluated: Any) -> None:
    report = json.loads(evaluated(RIGHT, {**QUIET, "topic": "bridges"}).stdout)
    assert report["kinds"] == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{not json", "not JSON"),
        ("[1]", "an object is expected"),
        ('{"title": "x"}', "found none"),
        ('{"title": "x", "label": "maybe"}', "found 'maybe'"),
        ('{"title": "x", "label": 1}', "found 1"),
        ('{"title": " ", "label": "yes"}', "a title or a text"),
    ],
)
def test_a_bad_line_is_named_with_its_file_and_number(
    evaluated: Any, tmp_path: Path, line: str, told: str
) -> None:
    fault = str(evaluated(RIGHT, "", line).exception)
    assert told in fault
    assert f"{tmp_path / 'rows.jsonl'}, line 3" in fault


@pytest.mark.parametrize("rows", [(), ("", ""), ({**RIGHT, "topic": "bridges"},)])
def test_a_file_without_a_labelled_story_is_refused(evaluated: Any, rows: Any) -> None:
    assert "no labelled story" in str(evaluated(*rows).exception)


def test_a_file_that_is_not_there_is_one_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", str(tmp_path / "none.jsonl")])
    assert ended.value.code == 1
    assert capsys.readouterr().err.count("\n") == 1
