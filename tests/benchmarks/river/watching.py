"""Pieces -> what a running daemon tells of them."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.alert import slack_server
from tests.benchmarks.river.outlets import OUTLETS, Piece, listing, page
from tests.benchmarks.river.stories import Telling, standing
from tests.loopback import answering, free_port

SMTP = Path(__file__).parents[2] / "alert" / "smtp_server.py"
TOPIC = "foreign-ai-labs-in-china"
KINDS = {"page": "page", "sitemap": "sitemap"}
LISTED = 30  # pieces in a feed
STEP = 0.4  # seconds between two pieces
FIRST = 4.0  # seconds for the first poll
PATIENCE = 60.0  # seconds for the last of them to be told


@dataclass(frozen=True, slots=True)
class Watched:
    """Slack's messages, and when each piece was published, by its address."""

    root: str
    messages: list[dict[str, Any]]
    published: dict[str, float]


@dataclass(slots=True)
class Newsroom:
    """What is published by now."""

    pieces: list[Piece] = field(default_factory=list)
    root: str = ""

    def answer(self, path: str) -> tuple[int, bytes, str]:
        """Return status, body and type of what stands at a path."""
        for outlet in OUTLETS:
            if path == f"/{outlet.slug}/feed":
                own = [piece for piece in self.pieces if piece.outlet == outlet]
                newest = sorted(own, key=lambda piece: piece.published)[-LISTED:]
                return (200, *listing(self.root, outlet, newest))
        for piece in self.pieces:
            if piece.path == path:
                return 200, page(self.root, piece), "text/html"
        return 404, b"", "text/plain"


def watched(tellings: Sequence[Telling], folder: Path) -> Watched:
    """Publish piece after piece before a running daemon; return what it told."""
    slack, published = slack_server.Slack(), dict[str, float]()
    newsroom = Newsroom(list(standing([one.piece for one in tellings])))
    with (
        answering(newsroom.answer) as newsroom.root,
        slack_server.running(slack),
        _receiving(folder / "mails.jsonl") as port,
        _daemon(_write_config(folder, newsroom.root, slack.root, port), folder / "daemon.log"),
    ):
        time.sleep(FIRST)
        for telling in tellings:
            newsroom.pieces.append(telling.piece)
            published[telling.piece.path] = time.time()
            time.sleep(STEP)
        _wait_until_still(folder / "river.db", len(newsroom.pieces))
    told = json.dumps(slack.messages, ensure_ascii=False, indent=1)
    (folder / "slack.json").write_text(told, "utf-8")
    return Watched(newsroom.root, slack.messages, published)


@contextmanager
def _receiving(log: Path) -> Iterator[int]:
    """Take mails on loopback, a line of JSON each in the log; yields the port."""
    log.touch()
    port = free_port()
    mailbox = subprocess.Popen([sys.executable, str(SMTP), str(port), str(log)])
    try:
        yield port
    finally:
        mailbox.terminate()
        mailbox.wait()


@contextmanager
def _daemon(config: Path, log: Path) -> Iterator[None]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "RIVER": "xoxb-1"}
    command = [sys.executable, "-m", "monitor", "run", "--config", str(config)]
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _write_config(folder: Path, root: str, slack: str, port: int) -> Path:
    sources = "".join(
        f'[[source]]\nname = "{outlet.site}"\nurl = "{root}/{outlet.slug}/feed"\n'
        f'kind = "{KINDS.get(outlet.feed, "feed")}"\nlanguage = "{outlet.language}"\n'
        'every = "2s"\nallow_private = true\n'
        for outlet in OUTLETS
    )
    file = folder / "config.toml"
    file.write_text(
        f"""database = "{folder / "river.db"}"
[fetch]
pause = "1ms"
[alerts]
max_age = "30d"
flood = 1000
[[topic]]
name = "{TOPIC}"
[[channel]]
name = "team"
kind = "slack"
token = "env:RIVER"
channel = "C0000001"
api_url = "{slack}/api/"
[[channel]]
name = "mail"
kind = "email"
host = "127.0.0.1"
port = {port}
security = "none"
from = "monitor@example.org"
to = ["analyst@example.org"]
{sources}""",
        encoding="utf-8",
    )
    return file


def _wait_until_still(database: Path, pieces: int) -> None:
    """Wait until everything is read and told."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        time.sleep(2)
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        (read,) = connection.execute("SELECT count(*) FROM articles").fetchone()
        (waiting,) = connection.execute(
            "SELECT count(*) FROM deliveries WHERE state NOT IN ('sent', 'dead')"
        ).fetchone()
        connection.close()
        if read >= pieces and not waiting:
            return
