"""The commands as a person or a script meets them."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from monitor.cli import COMMANDS, main, monitor

LAB = """Amazon đóng cửa phòng thí nghiệm AI tại Thượng Hải
Amazon Web Services đã đóng cửa phòng nghiên cứu trí tuệ nhân tạo tại Thượng Hải.
Hàng chục nhà khoa học phải rời đi.
Amazon Web Services đã đóng cửa phòng nghiên cứu trí tuệ nhân tạo tại Thượng Hải.
"""


def call(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(monitor, arguments, input=given, catch_exceptions=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_that_begins_with_a_sentence(command: str) -> None:
    result = call(command, "--help")
    assert result.exit_code == 0
    assert "Usage: " in result.output


def test_an_unknown_command_gets_the_nearest_name() -> None:
    result = CliRunner().invoke(monitor, ["serch"])
    assert result.exit_code == 2
    assert "Did you mean 'search'?" in result.output


def test_help_needs_neither_network_nor_database_modules() -> None:
    script = (
        "import sys; from monitor.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'httpx', 'sqlite3', 'selectolax', 'apscheduler', 'rich', 'pydantic', 'asyncio'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stderr == ""
    assert done.returncode == 0


def test_a_reader_that_leaves_its_pipe_is_no_error(office: Any) -> None:
    command = [sys.executable, "-m", "monitor", "check", "--config", str(office.config)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_check_tells_a_script_every_problem(office: Any) -> None:
    text = (
        office.config.read_text("utf-8").replace("pause", "pase").replace("[[topic]]", "[[topc]]")
    )
    office.config.write_text(text, encoding="utf-8")
    result = call("check", "--json", "--config", str(office.config))
    found = json.loads(result.output)["problems"]
    assert result.exit_code == 2
    assert [problem["path"] for problem in found] == ["topic", "fetch.pase", "topc"]


def test_check_says_when_nobody_would_be_told(office: Any) -> None:
    text = office.config.read_text("utf-8").partition("[[channel]]")[0]
    office.config.write_text(text, encoding="utf-8")
    result = call("check", "--config", str(office.config))
    assert result.exit_code == 0
    assert "nobody is told" in result.stderr


def test_a_test_alert_that_does_not_arrive_is_a_failure(
    office: Any, newsroom: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK", f"{newsroom.root}/nobody")
    team = '[[channel]]\nname = "team"\nkind = "slack"\nwebhook_url = "env:HOOK"\n'
    office.config.write_text(office.config.read_text("utf-8") + team, encoding="utf-8")
    result = call("alert", "test", "team", "--config", str(office.config))
    assert result.exit_code == 1
    assert "team to webhook: NOT sent: " in result.stderr


def test_a_second_round_polls_only_what_is_due_unless_it_is_asked_for_all(
    office: Any, newsroom: Any
) -> None:
    newsroom.publish_feed("/feed", [])
    rounds = [("once", "--json"), ("once", "--json"), ("once", "--json", "--all")]
    polled = [json.loads(call(*one, "--config", str(office.config)).stdout) for one in rounds]
    assert list(map(len, polled)) == [1, 0, 1]


def test_once_fails_only_where_no_source_could_be_read(office: Any, newsroom: Any) -> None:
    newsroom.publish_feed("/feed", [])
    gone = f'[[source]]\nname = "Gone"\nurl = "{newsroom.root}/gone"\nallow_private = true\n'
    office.config.write_text(office.config.read_text("utf-8") + gone, encoding="utf-8")
    result = call("once", "--json", "--config", str(office.config))
    assert [bool(report["error"]) for report in json.loads(result.stdout)] == [False, True]
    assert result.exit_code == 0


def test_a_full_disk_behind_the_output_is_one_line(office: Any) -> None:
    command = [sys.executable, "-m", "monitor", "check", "--config", str(office.config)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )
    assert done.returncode == 1
    assert done.stderr.startswith("monitor: standard output: No space left on device\n")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["status", "stories", "outbox", "silence", "check"])
def test_a_look_at_what_is_stored_loads_neither_the_daemon_nor_the_readers(command: str) -> None:
    script = (
        f"import sys, importlib; importlib.import_module('monitor.cli.{command}')\n"
        "heavy = {'apscheduler', 'httpcore', 'pebble', 'monitor.app', 'monitor.news.article'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stderr, done.returncode) == ("", 0)


def test_explain_shows_each_sentence_once_and_why_it_is_flagged() -> None:
    result = call("explain", "--json", given=LAB)
    answer = json.loads(result.output)
    texts = [block["text"] for block in answer["blocks"]]
    assert len([text for text in texts if "đã đóng cửa" in text]) == 1
    assert [gone["reason"] for gone in answer["removed"]] == ["repeat"]
    verdict = answer["verdicts"][0]
    assert verdict["flagged"]
    assert verdict["organisations"] == ["Amazon"]
    assert verdict["places"] == ["Shanghai"]
    assert verdict["events"] == ["closure"]
    for found in verdict["evidence"]:
        text = answer["title"] if found["block"] == "title" else texts[found["block"]]
        assert text[found["start"] : found["end"]] == found["text"]


def test_explain_lines_keeps_order_and_goes_on_after_a_bad_line() -> None:
    lines = [
        json.dumps({"id": 1, "title": "A", "text": "One sentence stands here."}),
        "{not json",
        json.dumps({"id": 3, "text": "x", "blocks": ["y"]}),
        json.dumps(
            {
                "id": 4,
                "html_base64": base64.b64encode(
                    b"<article><h1>Bridges painted</h1><p>The council has repainted eleven bridges "
                    b"before the summer, an engineer told the newspaper.</p></article>"
                ).decode(),
            }
        ),
        json.dumps({"id": 5, "blocks": ["A first block.", "A second \ud800 one."]}),
    ]
    result = call("explain", "--jsonl", given="\n".join(lines))
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert [answer["id"] for answer in answers] == [1, None, 3, 4, 5]
    assert ["error" in answer for answer in answers] == [False, True, True, False, False]
    assert result.exit_code == 1


def test_explain_names_one_story_for_two_articles_that_tell_it() -> None:
    day = "2026-03-01T08:00:00Z"
    first = {"id": "a", "url": "https://a.test/1", "published": day, "text": LAB}
    other = {
        "id": "b",
        "url": "https://b.test/2",
        "published": day,
        "title": "Amazon closes its Shanghai AI lab",
        "text": "Amazon is closing its artificial intelligence research lab in Shanghai.",
    }
    quiet = {"id": "c", "text": "Bridges will be painted before the summer begins."}
    result = call(
        "explain",
        "--jsonl",
        "--link",
        given="\n".join(json.dumps(r) for r in (first, other, quiet)),
    )
    stories = [json.loads(line)["story"] for line in result.output.splitlines()]
    assert stories[0] == stories[1] is not None
    assert stories[2] is None


def test_sources_read_prints_a_feed_as_it_would_be_stored() -> None:
    feed = """<rss version="2.0"><channel><title>Gazette</title><link>https://g.test/</link>
    <item><title>Bridges &amp; roads</title><link>/b?x=1</link><guid>7</guid>
    <description>&lt;p&gt;Paint.&lt;/p&gt;</description>
    <pubDate>Mon, 02 Mar 2026 10:00:00 +0100</pubDate></item></channel></rss>"""
    line = {"id": 9, "url": "https://g.test/feed", "content_type": None}
    line["body_base64"] = base64.b64encode(feed.encode()).decode()
    result = call("sources", "read", "--jsonl", given=json.dumps(line) + "\n" + '{"id": 10}')
    good, bad = (json.loads(answer) for answer in result.output.splitlines())
    assert good["feed"]["format"] == "rss"
    assert good["entries"] == [
        {
            "id": "7",
            "url": "https://g.test/b?x=1",
            "title": "Bridges & roads",
            "summary": "<p>Paint.</p>",
            "content": "",
            "author": None,
            "published": "2026-03-02T09:00:00+00:00",
            "updated": None,
        }
    ]
    assert bad["id"] == 10
    assert "body_base64" in bad["error"]
    assert result.exit_code == 1


def ask(office: Any, *arguments: str) -> Result:
    return CliRunner().invoke(monitor, [*arguments, "--config", str(office.config)])


def test_stories_lists_the_flagged_ones(worked: Any) -> None:
    (story,) = json.loads(ask(worked, "stories", "--json").output)
    assert (story["organisations"], story["alerts"]) == (["Amazon"], "1 sent")
    assert "Shanghai" in ask(worked, "stories").output


def test_search_finds_what_was_not_flagged(worked: Any) -> None:
    (hit,) = json.loads(ask(worked, "search", "repainted bridges", "--json").output)
    assert (hit["title"], hit["flagged"]) == ("Bridges painted", [])


def test_status_and_sources_tell_how_things_are(worked: Any) -> None:
    assert "1 source, 0 ill" in ask(worked, "status").output
    (source,) = json.loads(ask(worked, "sources", "--json").output)
    assert (source["name"], source["entries"], source["state"]["failures"]) == ("Gazette", 2, 0)


def test_why_walks_the_chain_of_a_flagged_article(worked: Any, newsroom: Any) -> None:
    result = ask(worked, "why", newsroom.root + "/lab")
    assert result.exit_code == 0
    for step in ("SEEN", "READ", "JUDGED", "FLAGGED", "STORY", "ALERT", "console"):
        assert step in result.output


def test_why_tells_why_an_article_was_left_alone(worked: Any, newsroom: Any) -> None:
    result = ask(worked, "why", newsroom.root + "/quiet")
    assert "not flagged" in result.output
    assert "      - " in result.output


def test_why_tells_what_is_known_of_an_unknown_address(worked: Any, newsroom: Any) -> None:
    near = ask(worked, "why", newsroom.root + "/never")
    far = ask(worked, "why", "https://elsewhere.test/x")
    assert (near.exit_code, far.exit_code) == (1, 1)
    assert "Gazette: it is read without trouble, 2 entries" in near.output
    assert "no source of elsewhere.test" in far.output


def test_alert_test_sends_one(office: Any) -> None:
    result = ask(office, "alert", "test", "console")
    assert result.exit_code == 0
    assert "console" in result.output


def test_alert_test_names_the_channels_there_are(office: Any) -> None:
    result = ask(office, "alert", "test", "consle")
    assert result.exit_code == 2
    assert "console" in result.output


def test_a_missing_database_says_what_makes_one(
    office: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["stories", "--config", str(office.config)])
    assert ended.value.code == 5
    assert "monitor once" in capsys.readouterr().err


def test_check_lists_every_problem_at_once(office: Any, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    text = office.config.read_text("utf-8")
    bad.write_text(text.replace("pause", "pasue").replace('kind = "console"', 'kind = "consle"'))
    result = CliRunner().invoke(monitor, ["check", "--config", str(bad)])
    assert result.exit_code == 2
    assert "pasue" in result.output
    assert "consle" in result.output
    assert call("check", "--config", str(office.config)).exit_code == 0


def test_service_prints_a_unit_that_may_write_here_and_where_the_database_is(office: Any) -> None:
    unit = call("service", "--config", str(office.config)).output
    assert f"run --config {office.config}" in unit
    assert f"ReadWritePaths={Path.cwd()} {office.database.parent}\n" in unit
    assert "Restart=on-failure" in unit
    assert "RestartPreventExitStatus=2\n" in unit


def test_the_demo_shows_everything_and_leaves_nothing(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    result = call("demo", "--keep", str(kept))
    assert result.exit_code == 0
    for words in ("FLAGGED STORIES", "READ AND LEFT ALONE", "TAKEN OUT", "demo.db"):
        assert words in result.output
    rows = json.loads(call("stories", "--json", "--config", str(kept / "config.toml")).output)
    assert len(rows) >= 2
    assert all(row["alerts"] == "1 sent" for row in rows)


def test_explain_says_what_an_article_left_alone_lacks() -> None:
    output = call(
        "explain", given="Google opens an AI lab in Zurich\nTwenty people work there."
    ).output
    assert "not flagged" in output
    assert "missing: a place in China" in output
    assert "against: places elsewhere (Zurich)" in output
