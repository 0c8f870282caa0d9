"""A bundled newsroom on loopback, for whoever wants to see the program at work with no network."""

import json
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from threading import Thread
from typing import Any

from jinja2 import Environment

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>{{ feed.name }}</title><link>{{ root }}/</link>
<language>{{ feed.language }}</language>
{% for item in feed.items %}<item><title>{{ item.title }}</title><link>{{ root }}/{{ item.page }}</link>
<guid>{{ root }}/{{ item.page }}</guid><pubDate>{{ item.rfc822 }}</pubDate></item>
{% endfor %}</channel></rss>
"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{{ feed.language }}"><title>{{ feed.name }}</title>
<id>{{ root }}/</id><updated>{{ feed.items[0].rfc3339 }}</updated>
{% for item in feed.items %}<entry><title>{{ item.title }}</title><id>{{ root }}/{{ item.page }}</id>
<link href="{{ root }}/{{ item.page }}"/><published>{{ item.rfc3339 }}</published></entry>
{% endfor %}</feed>
"""
TEMPLATES = {"rss": RSS, "atom": ATOM}


@dataclass(frozen=True, slots=True)
class Item:
    """One article of the newsroom."""

    page: str
    title: str
    rfc822: str
    rfc3339: str


@dataclass(frozen=True, slots=True)
class BundledFeed:
    """One feed of the newsroom."""

    name: str
    path: str
    language: str
    format: str
    items: tuple[Item, ...]


def bundled_feeds(now: datetime) -> tuple[BundledFeed, ...]:
    """Return the newsroom's feeds, dated as if they had just been published."""
    return tuple(
        BundledFeed(
            name=feed["name"],
            path=feed["path"],
            language=feed["language"],
            format=feed["format"],
            items=tuple(_item(item, now) for item in feed["item"]),
        )
        for feed in _newsroom()["feed"]
    )


@contextmanager
def serving(now: datetime) -> Iterator[str]:
    """Serve the newsroom on a free loopback port; gives its address, ends with the block."""
    feeds = {f"/{feed.path}": feed for feed in bundled_feeds(now)}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            root = f"http://{self.headers.get('Host', '')}"
            if self.path in feeds:
                feed = feeds[self.path]
                self._answer(_render(feed, root), f"application/{feed.format}+xml")
            elif (page := _page(self.path)) is not None:
                self._answer(page, "text/html; charset=utf-8")
            else:
                self.send_error(404)

        def _answer(self, body: bytes, content_type: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing: the demonstration's own output is what counts."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def write_config(folder: Path, root: str, now: datetime) -> Path:
    """Write the demonstration's config.toml; the same keys as an owner's."""
    lines = [
        f"database = {json.dumps(str(folder / 'demo.db'))}",
        "[fetch]",
        'contact = "demo"',
        'pause = "20ms"',
        "[[topic]]",
        'name = "foreign-ai-labs-in-china"',
        "[[channel]]",
        'name = "console"',
        'kind = "console"',
    ]
    for feed in bundled_feeds(now):
        lines += [
            "[[source]]",
            f"name = {json.dumps(feed.name, ensure_ascii=False)}",
            f'url = "{root}/{feed.path}"',
            f'language = "{feed.language}"',
            "allow_private = true",
        ]
    file = folder / "config.toml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@cache
def _newsroom() -> dict[str, list[dict[str, Any]]]:
    text = resources.files("monitor.demo").joinpath("newsroom", "newsroom.toml").read_text("utf-8")
    return tomllib.loads(text)


def _item(item: dict[str, Any], now: datetime) -> Item:
    published = now - timedelta(hours=item["hours"])
    return Item(
        page=item["page"],
        title=item["title"],
        rfc822=published.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        rfc3339=published.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _render(feed: BundledFeed, root: str) -> bytes:
    template = Environment(autoescape=True).from_string(TEMPLATES[feed.format])
    return template.render(feed=feed, root=root).encode()


def _page(path: str) -> bytes | None:
    """Return a bundled page; only what newsroom.toml names can be asked for."""
    pages = {f"/{item['page']}" for feed in _newsroom()["feed"] for item in feed["item"]}
    if path not in pages:
        return None
    return resources.files("monitor.demo").joinpath("newsroom", *path.split("/")[1:]).read_bytes()
