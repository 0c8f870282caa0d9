"""A changed topic shows what it would gain and lose before it is put to work."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from monitor.cli import monitor

Ask = Callable[..., Result]
SHIPPED = 'name = "foreign-ai-labs-in-china"'


@pytest.fixture
def changed(worked: Any) -> Callable[[str], list[str]]:
    """Return what writes another topic into a copy of the configuration, as arguments."""

    def write(topic: str) -> list[str]:
        other: Path = worked.folder / "other.toml"
        text = worked.config.read_text("utf-8").replace(SHIPPED, topic)
        other.write_text(text, encoding="utf-8")
        return ["--config", str(other)]

    return write


def replay(*arguments: str) -> Any:
    result = CliRunner().invoke(monitor, ["replay", "--json", *arguments])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_an_unchanged_topic_gains_and_loses_nothing(ask: Ask) -> None:
    (topic,) = json.loads(ask("replay", "--json").stdout)
    assert (topic["articles"], topic["never_judged"]) == (2, 0)
    assert (topic["flagged_before"], topic["flagged_now"]) == (1, 1)
    assert topic["gained"] == topic["lost"] == []
    assert topic["labelled"] is None


def test_a_changed_topic_says_what_it_gains_and_loses_and_why(
    changed: Callable[[str], list[str]],
) -> None:
    (topic,) = replay(*changed(f'{SHIPPED}\nquery = "bridge*"'))
    (gained,), (lost,) = topic["gained"], topic["lost"]
    assert gained["title"] == "Bridges painted"
    assert gained["before"] < 0.5 < gained["now"]
    assert "bridge*" in gained["reasons"][0]
    assert lost["title"] == "Amazon shuts its AI lab in Shanghai"


def test_a_new_topic_has_everything_to_gain(changed: Callable[[str], list[str]]) -> None:
    (topic,) = replay(*changed('name = "bridges"\nquery = "bridge*"'))
    assert topic["never_judged"] == 2
    assert [change["before"] for change in topic["gained"]] == [None]


def test_the_owners_labels_measure_before_and_after(
    ask: Ask, newsroom: Any, changed: Callable[[str], list[str]]
) -> None:
    ask("label", newsroom.root + "/lab", "yes")
    ask("label", newsroom.root + "/quiet", "no")
    (topic,) = replay(*changed(f'{SHIPPED}\nquery = "bridge*"'))
    assert topic["labelled"]["before"]["f1"] == 1.0
    assert topic["labelled"]["now"]["precision"] == topic["labelled"]["now"]["recall"] == 0.0
    assert topic["gained"][0]["label"] is False
    assert topic["lost"][0]["label"] is True


def test_a_replay_leaves_the_stored_verdicts_alone(
    ask: Ask, changed: Callable[[str], list[str]]
) -> None:
    before = ask("stories", "--json").output
    replay(*changed(f'{SHIPPED}\nquery = "bridge*"'))
    assert ask("stories", "--json").output == before


def test_only_articles_since_a_date_are_judged(ask: Ask) -> None:
    (topic,) = json.loads(ask("replay", "--json", "--since", "2100-01-01").stdout)
    assert topic["articles"] == 0


def test_a_person_reads_a_line_for_each_change(
    ask: Ask, newsroom: Any, changed: Callable[[str], list[str]]
) -> None:
    ask("label", newsroom.root + "/lab", "yes")
    result = CliRunner().invoke(monitor, ["replay", *changed(f'{SHIPPED}\nquery = "bridge*"')])
    assert "gained 1, lost 1" in result.output
    assert "as stored\t1.000\t1.000" in result.output
    lines = [line.split("\t") for line in result.output.splitlines()]
    assert [line[0] for line in lines if "Bridges painted" in line] == ["gained"]


def test_a_topic_that_is_not_there_is_answered_with_those_that_are(ask: Ask) -> None:
    result = ask("replay", "--topic", "bridges")
    assert result.exit_code == 2
    assert "foreign-ai-labs-in-china" in result.output
