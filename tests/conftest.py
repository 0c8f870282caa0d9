"""Servers on loopback that behave as a test says, and the program opened on one."""

import asyncio
import ssl
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no failure: what is slow is measured by tests/benchmarks.
settings.register_profile("monitor", deadline=None)
settings.load_profile("monitor")

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Listen = Callable[..., Awaitable[int]]


@dataclass(slots=True)
class Response:
    """What one path answers."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Newsroom:
    """Pages by path; ``asked`` keeps every path in the order of the requests."""

    root: str
    pages: dict[str, Response] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    stubborn: set[str] = field(default_factory=set)  # answer 304 whenever they are asked if new

    def publish(self, path: str, text: str, content_type: str = "text/html; charset=utf-8") -> str:
        """Serve a text; returns its address."""
        self.pages[path] = Response(text.encode(), content_type)
        return self.root + path

    def publish_feed(self, path: str, items: list[tuple[str, str, str]]) -> str:
        """Serve an RSS feed of (path, title, RFC 822 date)."""
        entries = "".join(
            f"<item><title>{title}</title><link>{self.root}{page}</link>"
            f"<guid>{self.root}{page}</guid><pubDate>{date}</pubDate></item>"
            for page, title, date in items
        )
        return self.publish(
            path,
            f'<rss version="2.0"><channel><title>Gazette</title>{entries}</channel></rss>',
            "application/rss+xml",
        )


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    """Serve pages on a free loopback port."""
    room: Newsroom

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            room.asked.append(self.path)
            if self.path in room.stubborn and self.headers["If-None-Match"]:
                self.send_response(304)
                self.end_headers()
                return
            page = room.pages.get(self.path) or Response(b"not here", "text/plain", 404)
            self.send_response(page.status)
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(page.body)))
            for name, value in page.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    room = Newsroom(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield room
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass(frozen=True, slots=True)
class Office:
    """A folder with a configuration that watches the newsroom."""

    folder: Path
    config: Path
    database: Path


@pytest.fixture
def office(newsroom: Newsroom, tmp_path: Path) -> Office:
    """Write a configuration with one source, /feed, the shipped topic and the console."""
    database = tmp_path / "monitor.db"
    config = tmp_path / "config.toml"
    config.write_text(
        f"""
        database = "{database}"
        [fetch]
        contact = "desk@gazette.test"
        pause = "1ms"
        [[source]]
        name = "Gazette"
        url = "{newsroom.root}/feed"
        allow_private = true
        [[topic]]
        name = "foreign-ai-labs-in-china"
        [[channel]]
        name = "console"
        kind = "console"
        """,
        encoding="utf-8",
    )
    return Office(tmp_path, config, database)


@pytest.fixture
async def listen() -> AsyncIterator[Listen]:
    """Hand each connection to a talk; returns the port.

    No connection outlives its talk, and none the test: a talk that is under way then is cut off.
    """
    servers: list[asyncio.Server] = []
    talks: set[asyncio.Task[None]] = set()

    async def start(talk: Talk, tls: ssl.SSLContext | None = None) -> int:
        async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            talks.add(task)
            try:
                with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                    await talk(reader, writer)
            finally:
                writer.transport.abort()
                talks.discard(task)

        server = await asyncio.start_server(hold, "127.0.0.1", 0, ssl=tls)
        servers.append(server)
        port = server.sockets[0].getsockname()[1]
        assert isinstance(port, int)
        return port

    yield start
    for server in servers:
        server.close()
    for task in tuple(talks):
        task.cancel()
    await asyncio.gather(*talks, return_exceptions=True)
