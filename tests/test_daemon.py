"""The daemon as a process: it starts, works, and stops cleanly when it is told to."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from monitor.cli.status import report as status
from monitor.store import Promise
from monitor.store.orders import orders
from monitor.store.records import records
from monitor.store.sqlite import SQLiteStore

LIMIT = 30


@contextmanager
def daemon(office: Any, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor", "run", "--config", str(office.config), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=office.folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "NO_COLOR": "1"},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(LIMIT)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stderr.close()


def wait_for(process: subprocess.Popen[str], words: str) -> str:
    """Return the first line of the log that holds the words."""
    assert process.stderr is not None
    seen = []
    for line in process.stderr:
        seen.append(line)
        if words in line:
            return line
    raise AssertionError(f"{words!r} never came:\n{''.join(seen)}")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(newsroom: Any, office: Any, number: signal.Signals) -> None:
    newsroom.publish_feed("/feed", [])
    with daemon(office) as process:
        wait_for(process, "watching")
        process.send_signal(number)
        assert process.wait(10) == 0


@contextmanager
def slow_webhook() -> Iterator[tuple[str, threading.Event, threading.Event, list[bytes]]]:
    """Serve a webhook that sets one event when it is asked, and answers after another is set."""
    asked, answer, posts = threading.Event(), threading.Event(), list[bytes]()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posts.append(self.rfile.read(int(self.headers["Content-Length"])))
            asked.set()
            answer.wait(LIMIT)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/hook", asked, answer, posts
        server.shutdown()


def test_a_send_under_way_ends_well_when_it_is_told_to_stop_and_none_begins(
    newsroom: Any, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.publish_feed("/feed", [])
    channel = '[[channel]]\nname = "team"\nkind = "slack"\nwebhook_url = "env:HOOK"\n'
    office.config.write_text(office.config.read_text("utf-8") + channel, "utf-8")
    store = SQLiteStore(office.database)
    payload = '{"headline": "News"}'
    told = [Promise(key, "team", "webhook", "test", payload) for key in ("first", "second")]
    store.promise(told, datetime.now(UTC))
    store.close()
    with slow_webhook() as (address, asked, answer, posts):
        monkeypatch.setenv("HOOK", address)
        with daemon(office) as process:
            assert asked.wait(LIMIT)
            process.send_signal(signal.SIGTERM)
            wait_for(process, "finishing")
            answer.set()
            assert process.wait(10) == 0
    with orders(office.database) as asked_of:
        ours = [row for row in asked_of.listed("all", 9) if row.kind == "test"]
    states = [(row.state, row.possible_repeat) for row in ours]
    assert states == [("pending", False), ("sent", False)]
    assert len(posts) == 1


def test_it_reads_what_is_published_and_says_so(newsroom: Any, office: Any) -> None:
    now = format_datetime(datetime.now(UTC))
    newsroom.publish_feed("/feed", [("/quiet", "City council paints its bridges", now)])
    newsroom.publish(
        "/quiet",
        "<article><h1>City council paints its bridges</h1><p>The council will repaint eleven "
        "bridges before the summer, an engineer told the newspaper on Monday.</p></article>",
    )
    with daemon(office) as process:
        wait_for(process, "read")
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    with records(office.database) as asked:
        assert asked.totals().articles == 1


def test_a_source_that_fails_is_one_line_and_the_daemon_lives_on(
    newsroom: Any, office: Any
) -> None:
    newsroom.publish("/feed", "<html><body>Service notice</body></html>")
    with daemon(office) as process:
        line = wait_for(process, "poll failed")
        assert "Gazette" in line
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


@contextmanager
def slow_page() -> Iterator[tuple[str, threading.Event, threading.Event, threading.Event]]:
    """Serve a feed whose one page is held back: tells when it is asked, and the feed once more."""
    asked, answer, again = threading.Event(), threading.Event(), threading.Event()
    now = format_datetime(datetime.now(UTC))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"]
            if self.path == "/page":
                asked.set()
                answer.wait(LIMIT)
            elif self.path == "/feed" and asked.is_set():
                again.set()
            link = f"<item><link>http://{host}/page</link><pubDate>{now}</pubDate></item>"
            body = f"<rss><channel>{link}</channel></rss>".encode()
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/feed", asked, answer, again
        server.shutdown()


def test_a_source_whose_pages_take_longer_than_its_interval_is_polled_right_after(
    office: Any,
) -> None:
    with slow_page() as (address, asked, answer, again):
        text = office.config.read_text("utf-8")
        start = text.index('url = "') + len('url = "')
        told = text[:start] + address + '"\nevery = "1s' + text[text.index('"', start) :]
        office.config.write_text(told, "utf-8")
        with daemon(office) as process:
            assert asked.wait(LIMIT)
            assert not again.wait(2.5)  # due since a second, and at work
            answer.set()
            assert again.wait(LIMIT)
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0


def test_a_second_daemon_on_one_database_is_refused(newsroom: Any, office: Any) -> None:
    newsroom.publish_feed("/feed", [])
    with daemon(office) as first:
        wait_for(first, "watching")
        with daemon(office) as second:
            assert second.wait(LIMIT) == 5
            assert second.stderr is not None
            assert f"process {first.pid}" in second.stderr.read()


def test_a_reload_takes_a_good_configuration_and_refuses_a_bad_one(
    newsroom: Any, office: Any
) -> None:
    newsroom.publish_feed("/feed", [])
    good = office.config.read_text("utf-8")
    with daemon(office) as process:
        wait_for(process, "watching")
        office.config.write_text(good.replace("[[topic]]", "[[topics]]"), "utf-8")
        process.send_signal(signal.SIGHUP)
        assert "did you mean 'topic'" in wait_for(process, "refused")
        office.config.write_text(good.replace("monitor.db", "other.db"), "utf-8")
        process.send_signal(signal.SIGHUP)
        assert "needs a restart" in wait_for(process, "refused")
        office.config.write_text(good.replace('name = "Gazette"', 'name = "Herald"'), "utf-8")
        process.send_signal(signal.SIGHUP)
        wait_for(process, "watching")
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    with records(office.database) as asked:
        watched = {row.name for row in asked.sources() if row.watched}
    assert watched == {"Herald"}


def test_a_reload_while_the_last_one_is_under_way_does_not_end_it(
    newsroom: Any, office: Any
) -> None:
    newsroom.publish_feed("/feed", [])
    with daemon(office) as process:
        wait_for(process, "watching")
        again = threading.Event()

        def look() -> None:
            wait_for(process, "watching")
            again.set()

        process.send_signal(signal.SIGHUP)
        reader = threading.Thread(target=look, daemon=True)
        reader.start()
        while process.poll() is None and not again.wait(0.005):
            process.send_signal(signal.SIGHUP)  # one of them comes while nobody serves
        reader.join()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_a_bad_configuration_starts_nothing(office: Any) -> None:
    text = office.config.read_text("utf-8").replace("kind = ", "knid = ")
    office.config.write_text(text, encoding="utf-8")
    with daemon(office) as process:
        assert process.wait(LIMIT) == 2
        assert process.stderr is not None
        message = process.stderr.read()
    assert "knid" in message
    assert "kind" in message
    assert not office.database.exists()


def test_once_without_a_network_names_the_source_and_exits_with_one(office: Any) -> None:
    text = office.config.read_text("utf-8")
    port = text.split("127.0.0.1:")[1].split("/")[0]
    office.config.write_text(text.replace(f"127.0.0.1:{port}", "127.0.0.1:1"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "monitor", "once", "--json", "--config", str(office.config)],
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    (report,) = json.loads(done.stdout)
    assert (done.returncode, report["source"]) == (1, "Gazette")
    assert "refused" in report["error"]
    with records(office.database) as asked:
        told = status(asked.totals(), asked.sources(), datetime.now(UTC))
    assert told[0].startswith("1 source, 0 ill")
    assert "no source can be reached" in told[1]
