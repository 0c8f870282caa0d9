"""Kills the program at random instants and counts what arrived.

    python -m tests.faults.kill --stories 1000 --kills 150
    python -m tests.faults.kill --stories 200 --kills 30 --daemon

Serves Slack (as a bot and as a webhook) and SMTP on loopback, each with bad days of its own: of
its replies 4 % are cut after the message was taken, and there are rate limits, 5xx, lines cut
before, and slow ones. Kills the process that sends with SIGKILL after a random while, again and
again, then lets it finish. Prints what was lost (must be 0), what came more than once, and how many
of the extra copies did not say that they may be repeats (must be 0).

Without ``--daemon`` the stories are promised in the database beforehand and ``sender.py``, the
outbox alone, is killed: it starts fast, so that most kills meet a message on its way. With it a
feed is served and the whole ``monitor run`` is killed, reading or sending.
"""

import argparse
import json
import os
import random
import re
import signal
import sqlite3
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
from pathlib import Path
from string import ascii_lowercase

from monitor.alert.message import Alert
from monitor.alert.routes import Router
from monitor.store.sqlite import SQLiteStore
from tests.loopback import answering, free_port

SERVERS = Path(__file__).parents[1] / "alert"
SENDER = Path(__file__).with_name("sender.py")
WORD = "zebrafinch"  # what the keyword topic looks for
REPEAT = "possible repeat"
UP = b"watching"
PATIENCE = 900.0  # seconds for the last run to finish
DESTINATIONS = {"bot": "slack", "webhook": "slack", "smtp": "smtp"}


@dataclass(frozen=True, slots=True)
class Count:
    """What one destination received."""

    name: str
    lost: int
    extra: int
    unmarked: int


@dataclass(frozen=True, slots=True)
class Named:
    """Stands for a channel where stories are promised."""

    name: str
    recipients: tuple[str, ...]


def main() -> int:
    options = _options()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder, _newsroom(options.stories) as root:
        counts, kills = _trial(Path(folder), root, options, chance)
    what = "daemon" if options.daemon else "outbox"
    print(f"{options.stories} stories, {kills} kills of the {what}, seed {options.seed}")
    print("destination\tlost\textra copies\tunmarked extra copies")
    for count in counts:
        print(f"{count.name}\t{count.lost}\t{count.extra}\t{count.unmarked}")
    failed = any(count.lost or count.unmarked for count in counts)
    return 1 if failed or any(count.extra for count in counts if count.name == "bot") else 0


def _trial(
    folder: Path, root: str, options: argparse.Namespace, chance: random.Random
) -> tuple[list[Count], int]:
    logs = {name: folder / f"{name}.jsonl" for name in DESTINATIONS}
    ports = {name: free_port() for name in DESTINATIONS}
    for log in logs.values():
        log.touch()
    config = _write_config(folder, root, ports)
    if not options.daemon:
        _promise(folder / "kill.db", options.stories)
    servers = [
        _start(SERVERS / f"{kind}_server.py", str(ports[name]), str(logs[name]), "--faults", "7")
        for name, kind in DESTINATIONS.items()
    ]
    trial = _Trial(config, folder, daemon=options.daemon)
    try:
        trial.kill_again_and_again(options.kills, chance)
        trial.finish(options.stories)
    finally:
        for server in servers:
            server.kill()
            server.wait()
    counts = [_count(name, _messages(logs[name]), options.stories) for name in DESTINATIONS]
    return counts, options.kills


@dataclass(frozen=True, slots=True)
class _Trial:
    config: Path
    folder: Path
    daemon: bool

    def kill_again_and_again(self, kills: int, chance: random.Random) -> None:
        for done in range(kills):
            process, log = self._started()
            # one in ten dies while it starts, the others at work: some soon, some late
            if chance.random() > 0.1:
                _wait_until_up(process, log)
            late = self.daemon and chance.random() < 0.3
            try:
                process.wait(timeout=chance.uniform(0, 12.0 if late else 1.5))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
            else:
                raise SystemExit(f"it ended by itself after {done} kills: {_end_of(log)}")

    def finish(self, stories: int) -> None:
        process, log = self._started()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._unsettled(stories):
            time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        if self._unsettled(stories):
            print(f"not everything was settled in time: {_end_of(log)}", file=sys.stderr)

    def _started(self) -> tuple[subprocess.Popen[bytes], Path]:
        command = ["-m", "monitor", "run", "--config"] if self.daemon else [str(SENDER)]
        log = self.folder / "process.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, *command, str(self.config)],
                stdout=output,
                stderr=output,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "KILL_TOKEN": "xoxb-1"},
            )
        return process, log

    def _unsettled(self, stories: int) -> bool:
        """Tell whether anything is still to be read or sent."""
        connection = sqlite3.connect(f"file:{self.folder / 'kill.db'}?mode=ro", uri=True)
        try:
            (done,) = connection.execute(
                "SELECT count(*) FROM deliveries WHERE state IN ('sent', 'dead') AND kind = 'story'"
            ).fetchone()
        finally:
            connection.close()
        return int(done) < len(DESTINATIONS) * stories


def _wait_until_up(process: subprocess.Popen[bytes], log: Path) -> None:
    while process.poll() is None and UP not in log.read_bytes():
        time.sleep(0.02)


def _end_of(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-2000:]


def _promise(database: Path, stories: int) -> None:
    channels = (
        Named("bot", ("C0000001",)),
        Named("webhook", ("webhook",)),
        Named("smtp", ("analyst@example.org",)),
    )
    store = SQLiteStore(database)
    for number in range(stories):
        alert = Alert("story", _headline(number), url="https://a.test/", story=_name(number))
        store.promise(Router(channels).story(alert, None, "x"), datetime.now(UTC))
    store.close()


def _count(name: str, messages: list[tuple[str, bool]], stories: int) -> Count:
    """Compare what arrived, as (story, says that it may be a repeat), with what was told."""
    copies = Counter(story for story, _ in messages)
    unmarked = Counter(story for story, marked in messages if not marked)
    return Count(
        name=name,
        lost=sum(1 for number in range(stories) if copies[_name(number)] == 0),
        extra=sum(copies[_name(number)] - 1 for number in range(stories) if copies[_name(number)]),
        unmarked=sum(max(0, count - 1) for count in unmarked.values()),
    )


def _messages(log: Path) -> list[tuple[str, bool]]:
    """Return (story, says that it may be a repeat) of each message that tells a story."""
    messages = []
    for line in log.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        text = json.dumps(told)
        if "data" in told:
            mail = message_from_string(told["data"], policy=policy.default)
            body = mail.get_body(("plain",))
            text = str(mail["Subject"]) + (body.get_content() if body is not None else "")
        if found := re.search(r"tale[a-j]{6}", text):
            messages.append((found[0], REPEAT in text.lower()))
    return messages


def _name(number: int) -> str:
    return "tale" + "".join("abcdefghij"[int(digit)] for digit in f"{number:06d}")


def _headline(number: int) -> str:
    return f"{_name(number)} {' '.join(_words(f'title {number}', 6))} {WORD}"


def _words(seed: str, count: int) -> list[str]:
    """Return words that no other seed gives: no two stories may look like one."""
    chance = random.Random(seed)
    return ["".join(chance.choices(ascii_lowercase, k=7)) for _ in range(count)]


@contextmanager
def _newsroom(stories: int) -> Iterator[str]:
    published = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")

    def answer(path: str) -> tuple[int, bytes, str]:
        if path == "/feed":
            return 200, _feed(root, stories, published), "application/rss+xml"
        if path.startswith("/story/"):
            return 200, _page(int(path.rsplit("/", 1)[1])), "text/html; charset=utf-8"
        return 404, b"", "text/plain"

    with answering(answer) as root:
        yield root


def _feed(root: str, stories: int, published: str) -> bytes:
    items = "".join(
        f"<item><title>{_headline(number)}</title>"
        f"<link>{root}/story/{number}</link><pubDate>{published}</pubDate></item>"
        for number in range(stories)
    )
    return f'<rss version="2.0"><channel><title>Kill</title>{items}</channel></rss>'.encode()


def _page(number: int) -> bytes:
    """Return an article that shares but one word with any other."""
    title = _headline(number)
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p>{WORD} {' '.join(_words(f'text {number}', 60))}.</p></article></body></html>"
    ).encode()


def _write_config(folder: Path, root: str, ports: dict[str, int]) -> Path:
    config = folder / "config.toml"
    config.write_text(
        f"""
database = "{folder / "kill.db"}"
[fetch]
pause = "1ms"
[alerts]
flood = 1000000
[[source]]
name = "kill"
url = "{root}/feed"
allow_private = true
[[topic]]
name = "birds"
query = "{WORD}"
[[channel]]
name = "bot"
kind = "slack"
token = "env:KILL_TOKEN"
channel = "C0000001"
api_url = "http://127.0.0.1:{ports["bot"]}/api/"
[[channel]]
name = "webhook"
kind = "slack"
webhook_url = "file:{folder / "webhook"}"
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
    secret = folder / "webhook"
    secret.touch(mode=0o600)
    secret.write_text(f"http://127.0.0.1:{ports['webhook']}/hook", encoding="utf-8")
    return config


def _start(script: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, str(script), *arguments])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stories", type=int, default=200)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--daemon", action="store_true", help="kill the whole program")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
