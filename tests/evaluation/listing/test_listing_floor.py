"""What is read of pages that list articles, by selectors and found by itself; it may not fall below."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import UnreadableError
from monitor.news.feed.listing import read_listing
from monitor.news.model import Entry, Page, Selectors

FOLDER = Path(__file__).parent
FETCHED = datetime(2026, 11, 25, 8, tzinfo=UTC)

FOUND = {"recall": 0.98, "precision": 0.98, "titles": 0.98, "dates": 0.97}
SELECTED = {"recall": 1.0, "precision": 1.0, "titles": 0.99, "dates": 0.98}


@pytest.mark.parametrize(("by", "floors"), [("itself", FOUND), ("select", SELECTED)])
def test_what_a_page_lists_is_read(by: str, floors: Mapping[str, float]) -> None:
    counts: Counter[str] = Counter()
    for row in _rows():
        counts += _counted(row, Selectors(**row["select"]) if by == "select" else None)
    shares = {
        "recall": counts["right"] / counts["listed"],
        "precision": counts["right"] / counts["read"],
        "titles": counts["titles"] / counts["right"],
        "dates": counts["dates"] / counts["right"],
    }
    assert counts["pages"] >= 20
    assert all(shares[name] >= floor for name, floor in floors.items()), shares


def _rows() -> Iterator[Mapping[str, Any]]:
    text = FOLDER.joinpath("expected.jsonl").read_text("utf-8")
    yield from (json.loads(line) for line in text.split("\n") if line)


def _counted(row: Mapping[str, Any], select: Selectors | None) -> Counter[str]:
    body = FOLDER.joinpath("pages", f"{row['page']}.html").read_bytes()
    try:
        entries = read_listing(Page(row["url"], body, None, FETCHED), select).entries
    except UnreadableError:
        entries = ()
    told = {address: (title, minute) for address, title, minute in row["articles"]}
    right = [(entry, *told[entry.url]) for entry in entries if entry.url in told]
    return Counter(
        pages=1,
        listed=len(told),
        read=len(entries),
        right=len(right),
        titles=sum(entry.title == title for entry, title, _ in right),
        dates=sum(_minute(entry) == minute for entry, _, minute in right),
    )


def _minute(entry: Entry) -> str | None:
    return entry.published.strftime("%Y-%m-%dT%H:%M") if entry.published else None
