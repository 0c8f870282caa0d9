"""A file or a line of JSON -> a document that the pure part can read."""

import base64
import binascii
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from monitor.cli.lines import BadLineError, object_of
from monitor.errors import UnreadableError
from monitor.news import pipeline
from monitor.news.article import read_article, read_blocks, read_text
from monitor.news.dates import parse_date
from monitor.news.decoding import decode
from monitor.news.model import Article, Page
from monitor.store.columns import storable

LONGEST_DOCUMENT = 20 * 1024 * 1024  # bytes; a page of news has a hundredth of it


@dataclass(frozen=True, slots=True)
class Document:
    """What someone handed in: one of ``page``, ``text`` or ``blocks``, and what they know of it."""

    page: Page | None = None
    text: str | None = None
    blocks: tuple[str, ...] | None = None
    url: str = ""
    title: str = ""
    published: datetime | None = None
    language: str | None = None


def article_of(document: Document) -> Article:
    """Read a document into an article, every sentence once; raises ``UnreadableError``."""
    if document.page is not None:
        article = read_article(document.page)
    elif document.blocks is not None:
        article = read_blocks(document.blocks, document.url, document.title)
    else:
        article = read_text(document.text or "", document.url, document.title)
    return replace(
        pipeline.clean(article, document.language),
        title=document.title or article.title,
        published=document.published or article.published,
    )


def document_from_file(name: str) -> Document:
    """Read a file or standard input (-): HTML when it looks like it, else plain text."""
    try:
        body = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise UnreadableError(f"{name}: {error.strerror}") from error
    if len(body) > LONGEST_DOCUMENT:
        raise UnreadableError(f"{name}: {len(body)} bytes, at most {LONGEST_DOCUMENT} are read")
    if looks_like_html(body):
        return Document(page=Page(url="", body=body))
    return Document(text=decode(body, None, "text").text)


def looks_like_html(body: bytes) -> bool:
    """Tell HTML from plain text by what a page begins with."""
    head = body[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return head.startswith(b"<") or b"<html" in head or b"<body" in head or b"<p>" in head


def parse_line(line: bytes) -> tuple[object, Document]:
    """Read one line of ``explain --jsonl``; raises ``BadLineError`` with what is wrong."""
    row = object_of(line)
    identity = row.get("id")
    try:
        return identity, _document(row)
    except BadLineError as error:
        raise BadLineError(str(error), identity) from error


def _document(row: dict[str, object]) -> Document:
    known = Document(
        url=_text(row, "url"),
        title=_text(row, "title"),
        published=_date(row),
        language=_text(row, "language") or None,
    )
    given = [key for key in ("html", "html_base64", "text", "blocks") if row.get(key) is not None]
    if len(given) != 1:
        found = "none" if not given else ", ".join(given)
        raise BadLineError(f"one of html, html_base64, text or blocks is needed, found {found}")
    match given[0]:
        case "html":
            body = _text(row, "html").encode("utf-8", "replace")
            return replace(known, page=Page(known.url, body, "text/html; charset=utf-8"))
        case "html_base64":
            content_type = _text(row, "content_type") or None
            return replace(known, page=Page(known.url, _bytes(row), content_type))
        case "text":
            return replace(known, text=_text(row, "text"))
        case _:
            return replace(known, blocks=_blocks(row["blocks"]))


def _text(row: dict[str, object], key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLineError(f"{key}: a string is expected")
    return storable(value)


def _bytes(row: dict[str, object]) -> bytes:
    try:
        return base64.b64decode(_text(row, "html_base64"), validate=False)
    except (binascii.Error, ValueError) as error:
        raise BadLineError(f"html_base64: {error}") from error


def _blocks(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(block, str) for block in value):
        raise BadLineError("blocks: a list of strings is expected")
    return tuple(storable(block) for block in value)


def _date(row: dict[str, object]) -> datetime | None:
    text = _text(row, "published")
    return parse_date(text) if text else None
