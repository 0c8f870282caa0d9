"""`monitor story` puts right what tells one story, and says where its articles stand now."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.cli import monitor
from monitor.news.model import Article, Verdict
from monitor.store.connection import connect, transaction
from monitor.store.linking import place_article

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
CONFIG = """
database = "stories.db"
[[source]]
name = "Gazette"
url = "https://gazette.example/feed"
[[topic]]
name = "foreign-ai-labs-in-china"
[[channel]]
name = "console"
kind = "console"
"""


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two stories in a database that the configuration names."""
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text(CONFIG, "utf-8")
    db = connect(tmp_path / "stories.db")
    found: list[str] = []
    with transaction(db):
        for number, organisation in enumerate(("Amazon", "IBM")):
            url = f"https://gazette.example/{number}"
            db.execute(
                "INSERT INTO articles (id, identity, source, url, title, language, via, read_at) "
                "VALUES (?, ?, 'Gazette', ?, 'Closed', 'en', 'Reuters', '')",
                [number, url, url],
            )
            verdict = Verdict("labs", True, 0.9, (organisation,), (), ("Shanghai",), ("closure",))
            db.execute(
                "INSERT INTO verdicts VALUES (?, 'labs', 1, 0.9, '[]', '[]', '[]', '[]', '[]', '[]', "
                "NULL, '[]', NULL, '')",
                [number],
            )
            title = f"{organisation} closes"
            article = Article(url, title, (), published=NOW)
            found.append(place_article(db, number, article, verdict, NOW).key)
    db.close()
    return found


def call(*arguments: str) -> Result:
    return CliRunner().invoke(monitor, arguments)


def test_two_stories_are_joined_and_parted_again(keys: list[str]) -> None:
    joined = call("story", "merge", *keys)
    assert joined.output.splitlines() == [keys[0], "  Amazon closes", "  IBM closes"]
    (told,) = json.loads(call("stories", "--json").output)
    assert (told["articles"], told["copies"], told["first"], told["languages"], told["via"]) == (
        2,
        0,
        "Gazette",
        ["en"],
        ["Reuters"],
    )
    parted = json.loads(
        call("story", "split", keys[0], "https://gazette.example/1", "--json").output
    )
    assert sorted(one["titles"] for one in parted) == [["Amazon closes"], ["IBM closes"]]


def test_what_cannot_be_done_is_said(keys: list[str]) -> None:
    refused = call("story", "split", keys[0], "https://elsewhere.example/")
    assert refused.exit_code == 1
    assert "does not hold" in refused.output
