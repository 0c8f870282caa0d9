"""What other readers subscribe to comes in by OPML, and goes out again."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from monitor.cli import monitor
from monitor.cli.opml import MOST, Subscription, read_opml, write_opml
from monitor.config import load
from monitor.errors import UnreadableError
from monitor.news.source import SourceKind

LIST = """<?xml version="1.0"?><opml version="1.0"><head><title>Mine</title></head><body>
<outline text="Tech"><outline type="rss" text="A &amp; B" xmlUrl="https://a.test/feed?x=1&y=2"/>
<outline title="Deep"><outline text="C" title="The C" xmlurl="feed://c.test/rss" language="fr-FR"/></outline></outline>
<outline text="A again" xmlUrl="https://www.a.test/feed?y=2&amp;x=1"/>
<outline text="Mail" xmlUrl="mailto:a@b.test"/><outline text="A folder"/>
</body></opml>"""


def invoke(office: Any, *arguments: str) -> str:
    result = CliRunner().invoke(monitor, ["sources", *arguments, "--config", str(office.config)])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.opml"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_folders_and_bare_signs_are_no_hindrance(office: Any, file: Path) -> None:
    told = invoke(office, "import", str(file))
    assert told.splitlines() == [
        "added: A & B https://a.test/feed?x=1&y=2",
        "added: The C http://c.test/rss",
        "known already: https://www.a.test/feed?y=2&x=1",
        "left out: Mail: 'mailto:a@b.test' is no http or https address",
    ]
    *_, one, two = load(office.config).sources
    assert (one.name, two.name, two.language) == ("A & B", "The C", "fr")


def test_a_dry_run_writes_nothing(office: Any, file: Path) -> None:
    before = office.config.read_text("utf-8")
    assert invoke(office, "import", str(file), "--dry-run").count("would be added") == 2
    assert office.config.read_text("utf-8") == before


def test_what_is_exported_comes_in_again_as_it_was(office: Any) -> None:
    sources = [
        Subscription("Tech & more", "https://a.test/feed", "vi"),
        Subscription("A lab", "https://b.test/news", None, SourceKind.PAGE),
    ]
    assert read_opml(write_opml(sources).encode()) == sources
    assert [one.name for one in read_opml(invoke(office, "export").encode())] == ["Gazette"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no OPML"),
        (b"<html><body>Sign in</body></html>", "no OPML"),
        (b"<opml>" + b'<outline xmlUrl="https://a.test/"/>' * (MOST + 1) + b"</opml>", "at most"),
        (b" " * 6_000_000, "at most"),
    ],
)
def test_what_is_no_list_or_too_long_a_one_is_refused(body: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        read_opml(body)
