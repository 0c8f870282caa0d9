"""What README tells an owner to write is accepted."""

import re
import tomllib
from pathlib import Path

from monitor.news.topic import define
from monitor.news.topic.soundness import unsound

README = Path(__file__).parents[2] / "README.md"


def test_every_topic_in_the_readme_is_sound() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    rows = [row for block in blocks for row in tomllib.loads(block).get("topic", [])]
    assert len(rows) >= 3
    assert [unsound(define(row)) for row in rows] == [()] * len(rows)
