"""Kills the real daemon at random instants and counts what arrived.

    python tests/faults/kill.py --stories 200 --kills 30 --seed 1

Serves a feed of distinct stories, a Slack-like API and an SMTP server on loopback (both with
faults of their own), starts ``monitor run``, kills it with SIGKILL after a random while, again and
again, then lets it finish. Prints what was lost (must be 0), what came more than once, and how
many of the extra copies did not say that they may be repeats (must be 0).
"""

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_string, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

SERVERS = Path(__file__).parents[1] / "alert"
WORD = "zebrafinch"  # what the keyword topic looks for
REPEAT = "possible repeat"
# No two stories may look like copies of each other.
WORDS = [
    "tree",
    "river",
    "keeper",
    "song",
    "museum",
    "street",
    "rain",
    "friend",
    "window",
    "bridge",
    "harbour",
    "market",
    "winter",
    "lamp",
    "paper",
    "bell",
    "orchard",
    "letter",
    "valley",
    "stone",
    "ferry",
    "garden",
    "painter",
    "summer",
    "clock",
    "village",
    "tower",
    "baker",
    "mountain",
    "road",
    "singer",
    "island",
    "cloud",
    "school",
    "captain",
    "forest",
    "night",
    "kitchen",
    "train",
    "doctor",
]
PATIENCE = 600.0  # seconds for the last run to finish


@dataclass(frozen=True, slots=True)
class Count:
    """What one destination received."""

    name: str
    lost: int
    extra: int
    unmarked: int


def main() -> int:
    options = _options()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder, _newsroom(options.stories) as root:
        counts, kills = _trial(Path(folder), root, options, chance)
    print(f"{options.stories} stories, {kills} kills, seed {options.seed}")
    print("destination\tlost\textra copies\tunmarked extra copies")
    for count in counts:
        print(f"{count.name}\t{count.lost}\t{count.extra}\t{count.unmarked}")
    return 1 if any(count.lost or count.unmarked for count in counts) else 0


def _trial(
    folder: Path, root: str, options: argparse.Namespace, chance: random.Random
) -> tuple[list[Count], int]:
    logs = {name: folder / f"{name}.jsonl" for name in ("slack", "smtp")}
    ports = {name: _free_port() for name in logs}
    for log in logs.values():
        log.touch()
    config = _write_config(folder, root, ports)
    servers = [
        _start(SERVERS / f"{name}_server.py", str(ports[name]), str(logs[name]), "--faults", "7")
        for name in logs
    ]
    try:
        kills = _kill_again_and_again(config, folder, options.kills, chance)
        _let_it_finish(config, folder, logs, options.stories)
    finally:
        for server in servers:
            server.kill()
            server.wait()
    return [
        _count("slack", _slack_messages(logs["slack"]), options.stories),
        _count("smtp", _mails(logs["smtp"]), options.stories),
    ], kills


def _kill_again_and_again(config: Path, folder: Path, kills: int, chance: random.Random) -> int:
    for done in range(kills):
        daemon = _daemon(config, folder)
        try:
            daemon.wait(timeout=chance.uniform(0.6, 2.6))
        except subprocess.TimeoutExpired:
            daemon.send_signal(signal.SIGKILL)
            daemon.wait()
        else:
            raise SystemExit(f"the daemon ended by itself after {done} kills: see its log")
    return kills


def _let_it_finish(config: Path, folder: Path, logs: dict[str, Path], stories: int) -> None:
    daemon = _daemon(config, folder)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and _unsettled(folder / "kill.db", stories):
        time.sleep(0.5)
    daemon.send_signal(signal.SIGTERM)
    daemon.wait(timeout=15)


def _unsettled(database: Path, stories: int) -> bool:
    """Tell whether anything is still to be read or sent."""
    import sqlite3

    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        (done,) = connection.execute(
            "select count(*) from deliveries where state in ('sent', 'dead')"
        ).fetchone()
    finally:
        connection.close()
    return int(done) < 2 * stories


def _count(name: str, messages: list[tuple[str, bool]], stories: int) -> Count:
    """Compare what arrived, as (story, says that it may be a repeat), with what was told."""
    copies = Counter(story for story, _ in messages)
    unmarked = Counter(story for story, marked in messages if not marked)
    return Count(
        name=name,
        lost=sum(1 for number in range(stories) if copies[_headline(number)] == 0),
        extra=sum(count - 1 for count in copies.values()),
        unmarked=sum(max(0, count - 1) for count in unmarked.values()),
    )


def _slack_messages(log: Path) -> list[tuple[str, bool]]:
    messages = []
    for line in log.read_text(encoding="utf-8").splitlines():
        text = json.dumps(json.loads(line), ensure_ascii=False)
        messages.append((_story_in(text), REPEAT in text))
    return messages


def _mails(log: Path) -> list[tuple[str, bool]]:
    messages = []
    for line in log.read_text(encoding="utf-8").splitlines():
        mail = message_from_string(json.loads(line)["data"], policy=policy.default)
        body = mail.get_body(("plain",))
        text = str(mail["Subject"]) + (body.get_content() if body is not None else "")
        messages.append((_story_in(text), REPEAT in text.lower()))
    return messages


def _story_in(text: str) -> str:
    start = text.index("Story number ")
    return text[start:].split(":")[0]


def _headline(number: int) -> str:
    return f"Story number {number}"


@contextmanager
def _newsroom(stories: int) -> Iterator[str]:
    published = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/feed":
                body, kind = _feed(self.headers["Host"], stories, published), "application/rss+xml"
            elif self.path.startswith("/story/"):
                body, kind = _page(int(self.path.rsplit("/", 1)[1])), "text/html; charset=utf-8"
            else:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _feed(host: str, stories: int, published: str) -> bytes:
    items = "".join(
        f"<item><title>{_headline(number)}: a {WORD} sings</title>"
        f"<link>http://{host}/story/{number}</link><pubDate>{published}</pubDate></item>"
        for number in range(stories)
    )
    return f'<rss version="2.0"><channel><title>Kill</title>{items}</channel></rss>'.encode()


def _page(number: int) -> bytes:
    chance = random.Random(number)
    sentences = (" ".join(chance.choices(WORDS, k=12)) for _ in range(8))
    text = f"<p>Today a {WORD} sang. {'. '.join(sentences)}.</p>"
    title = f"{_headline(number)}: a {WORD} sings"
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}"
        "</article></body></html>"
    ).encode()


def _write_config(folder: Path, root: str, ports: dict[str, int]) -> Path:
    config = folder / "config.toml"
    config.write_text(
        f"""
database = "{folder / "kill.db"}"
[fetch]
pause = "1ms"
[[source]]
name = "kill"
url = "{root}/feed"
allow_private = true
[[topic]]
name = "birds"
query = "{WORD}"
[[channel]]
name = "slack"
kind = "slack"
token = "env:KILL_TOKEN"
channel = "C0000001"
api_url = "http://127.0.0.1:{ports["slack"]}/api/"
[[channel]]
name = "smtp"
kind = "email"
host = "127.0.0.1"
port = {ports["smtp"]}
security = "none"
from = "monitor@example.org"
to = ["analyst@example.org"]
""",
        encoding="utf-8",
    )
    return config


def _daemon(config: Path, folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "daemon.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "monitor", "run", "--config", str(config)],
            stdout=log,
            stderr=log,
            env={**os.environ, "KILL_TOKEN": "xoxb-test"},
        )


def _start(script: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, str(script), *arguments])


def _free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stories", type=int, default=200)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
