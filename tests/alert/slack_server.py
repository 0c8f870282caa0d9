"""A loopback Slack: posts, edits, history, threads, webhooks, and its bad days.

As a script: ``slack_server.py PORT LOGFILE [--faults SEED]``, a line of JSON for each message
taken. The webhook's path is /hook; every other path ends in the name of a method.
"""

import argparse
import json
import random
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import sleep, time
from typing import Any

Json = dict[str, Any]

# What a request meets: an answer, or a line that is cut before or after the message was taken.
# Any other word is an error that Slack names.
OK = "ok"
LIMITED = "429"
DOWN = "503"
DOWN_AFTER = "500 after taking it"
CUT_BEFORE = "cut before taking it"
CUT_AFTER = "cut after taking it"
SLOW = "slow"
HTML = "a page of HTML"
Fault = Callable[[str], str]  # method -> one of the above

POSTS = frozenset({"chat.postMessage", "hook"})


@dataclass(slots=True)
class Slack:
    """What the server was told, in order; ``fault`` is what the next request meets."""

    messages: list[Json] = field(default_factory=list)  # taken, as they stand now, with ts
    asked: list[tuple[str, Json, dict[str, str]]] = field(default_factory=list)
    fault: Fault = lambda _method: OK
    log: Path | None = None
    retry_after: str | None = "1"
    slowness: float = 0.2  # seconds
    page: int = 100  # messages of history in one answer
    clock: Callable[[], float] = time
    root: str = ""  # http address, when it serves
    lock: threading.Lock = field(default_factory=threading.Lock)

    def meets(self, *faults: str) -> None:
        """Let the next posts meet these, one after the other, then nothing bad."""
        left = list(faults)
        self.fault = lambda method: left.pop(0) if left and method in POSTS else OK

    @property
    def methods(self) -> list[str]:
        """The names of the methods asked, in order."""
        return [method for method, _, _ in self.asked]

    def take(self, body: Json) -> str:
        """Keep a message; returns its ts."""
        with self.lock:
            stamp = f"{int(self.clock())}.{len(self.messages):06d}"
            self.messages.append({**body, "ts": stamp})
            if self.log is not None:
                with self.log.open("a", encoding="utf-8") as log:
                    log.write(json.dumps(body) + "\n")
        return stamp

    def answer(self, method: str, body: Json) -> Json:
        """Do what a method does; returns its answer."""
        match method:
            case "auth.test":
                return {"ok": True, "bot_id": "B0000001", "team": "Loopback"}
            case "chat.postMessage":
                return {"ok": True, "channel": body["channel"], "ts": self.take(body)}
            case "chat.update":
                return self._update(body)
            case "conversations.history" | "conversations.replies":
                return self._history(method, body)
            case _:
                return {"ok": False, "error": "unknown_method"}

    def _update(self, body: Json) -> Json:
        with self.lock:
            for number, message in enumerate(self.messages):
                if (message["channel"], message["ts"]) == (body["channel"], body["ts"]):
                    self.messages[number] = {**message, **body}
                    return {"ok": True, "channel": body["channel"], "ts": body["ts"]}
        return {"ok": False, "error": "message_not_found"}

    def _history(self, method: str, body: Json) -> Json:
        with self.lock:
            found = [one for one in self.messages if one.get("channel") == body["channel"]]
        found = [one for one in found if float(one["ts"]) >= float(body.get("oldest") or 0)]
        if method == "conversations.replies":
            root = body["ts"]
            found = [one for one in found if root in {one["ts"], one.get("thread_ts")}]
        else:
            found = [one for one in reversed(found) if not one.get("thread_ts")]
        if not body.get("include_all_metadata"):
            found = [{k: v for k, v in one.items() if k != "metadata"} for one in found]
        start = int(body.get("cursor") or 0)
        end = start + min(self.page, int(body.get("limit", 100)))
        cursor = str(end) if end < len(found) else ""
        return {
            "ok": True,
            "messages": found[start:end],
            "response_metadata": {"next_cursor": cursor},
        }


class SlackServer(ThreadingHTTPServer):
    """Serves one ``Slack``."""

    daemon_threads = True

    def __init__(self, slack: Slack, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.slack = slack

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Let a client that was killed go in silence."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SlackServer

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        content = self.rfile.read(length)
        if len(content) < length:  # who sends it was killed
            self.close_connection = True
            return
        body = json.loads(content or b"{}")
        method = self.path.rsplit("/", 1)[-1]
        slack = self.server.slack
        with slack.lock:
            slack.asked.append((method, body, dict(self.headers)))
            fault = slack.fault(method)
        if fault == CUT_BEFORE:
            self.close_connection = True
        elif fault == LIMITED:
            self._reply(429, {"ok": False, "error": "ratelimited"}, slack.retry_after)
        elif fault == DOWN:
            self._reply(503, {})
        elif fault == HTML:
            self._reply(200, "<html>Just a moment</html>")
        elif fault in {OK, SLOW, CUT_AFTER, DOWN_AFTER}:
            self._take(method, body, fault)
        elif method == "hook":
            self._reply(400, fault)
        else:
            self._reply(200, {"ok": False, "error": fault})

    def _take(self, method: str, body: Json, fault: str) -> None:
        slack = self.server.slack
        if method == "hook":
            slack.take(body)
        answer = "ok" if method == "hook" else slack.answer(method, body)
        if fault == CUT_AFTER:
            self.close_connection = True
            return
        if fault == SLOW:
            sleep(slack.slowness)
        if fault == DOWN_AFTER:
            self._reply(500, {})
        else:
            self._reply(200, answer)

    def _reply(self, status: int, value: object, retry_after: str | None = None) -> None:
        body = value.encode() if isinstance(value, str) else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if retry_after is not None:
            self.send_header("Retry-After", retry_after)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the test's output clean."""


@contextmanager
def running(slack: Slack, port: int = 0) -> Iterator[Slack]:
    """Serve on loopback until the block ends; ``slack.root`` is the address."""
    server = SlackServer(slack, port)
    slack.root = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield slack
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def unlucky(seed: int) -> Fault:
    """Return faults at random, in every way: 4 % of the answers are cut after the message is taken."""
    chance = random.Random(seed)
    kinds = {CUT_AFTER: 4, CUT_BEFORE: 2, LIMITED: 2, DOWN: 2, DOWN_AFTER: 2, SLOW: 4, OK: 84}

    def fault(_method: str) -> str:
        return chance.choices(list(kinds), weights=list(kinds.values()))[0]

    return fault


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("log", type=Path)
    parser.add_argument("--faults", type=int)
    options = parser.parse_args()
    told = Slack(log=options.log)
    if options.faults is not None:
        told.fault = unlucky(options.faults)
    SlackServer(told, options.port).serve_forever()
