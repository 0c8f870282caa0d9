"""How many feeds of a folder are read as their expectations say: ``monitor`` beside feedparser.

    python -m tests.benchmarks.feeds FOLDER [FOLDER ...] [--failures]

Drives the command itself (``monitor sources read --jsonl``). A case counts only when all its
checks are right: text is compared without tags and entities, links exactly, dates as instants;
``published`` may fall back to ``updated`` and ``summary`` to ``content``. feedparser's own sanitiser cases are shown apart: they
ask for harmless HTML, which the article room makes.
"""

import argparse
import base64
import html
import io
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from monitor.errors import UnreadableError
from monitor.news.feed import read_feed
from monitor.news.model import Page
from tests.benchmarks.feed_suites import FEED, Case, Check, cases

Answer = Mapping[str, Any]

_TAG = re.compile(r"<[A-Za-z/!][^<>]*>")
_MAIL = re.compile(r"[\s(<]*[^\s()<>@]+@[^\s()<>]+[)>]*\s*")


def main() -> None:
    """Read every case twice, print the shares, by suite and by field."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--failures", action="store_true", help="list what monitor got wrong")
    asked = parser.parse_args()
    totals: dict[str, Counter[str]] = {"monitor": Counter(), "feedparser": Counter()}
    fields: dict[str, Counter[str]] = {"monitor": Counter(), "feedparser": Counter()}
    for folder in asked.folders:
        found = list(cases(folder))
        readers = {"monitor": by_monitor(found), "feedparser": map(by_feedparser, found)}
        for reader, answers in readers.items():
            for case, answer in zip(found, answers, strict=True):
                suite = f"{folder}{' (sanitiser)' if case.sanitiser else ''}"
                wrong = list(faults(case, answer))
                totals[reader].update({suite: not wrong, f"{suite} of": 1})
                if not case.sanitiser:
                    totals[reader].update({"all": not wrong, "all of": 1})
                    missed = {(check.field, check.entry) for check, _ in wrong}
                    for check in case.checks:
                        name = f"feed.{check.field}" if check.entry == FEED else check.field
                        right = (check.field, check.entry) not in missed
                        fields[reader].update({name: right, f"{name} of": 1})
                    if reader == "monitor" and asked.failures:
                        for check, value in wrong:
                            print(f"{case.name}: {check.entry} {check.field}\n  wanted {check.expected!r:.300}\n  found  {value!r:.300}")  # fmt: skip
        show_speed(folder, found)
    show("suite", totals)
    show("field", fields)


def show_speed(folder: Path, found: Sequence[Case]) -> None:
    """Print how long both take in this process, one case after the other."""
    spent = []
    for read in (_read, by_feedparser):
        begun = time.perf_counter()
        for case in found:
            read(case)
        spent.append((time.perf_counter() - begun) / max(1, len(found)) * 1000)
    print(f"{folder}: {spent[0]:.2f} ms a feed, feedparser {spent[1]:.2f}")


def _read(case: Case) -> None:
    with suppress(UnreadableError):
        read_feed(Page(case.url, case.body, case.content_type))


def by_monitor(found: Sequence[Case]) -> Iterator[Answer]:
    """Yield what the command says of each case, in order."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for number, case in enumerate(found):
            body = base64.b64encode(case.body).decode()
            row = {"id": number, "url": case.url, "content_type": case.content_type}
            file.write(json.dumps({**row, "body_base64": body}) + "\n")
        file.flush()
        command = [sys.executable, "-m", "monitor", "sources", "read", "--jsonl", file.name]
        run = subprocess.run(command, capture_output=True, check=False)
    if run.stderr:
        sys.exit(run.stderr.decode())
    yield from (json.loads(line) for line in run.stdout.splitlines())


def by_feedparser(case: Case) -> Answer:
    """Return what feedparser says, in the shape of the command's answer."""
    import feedparser

    headers = {"content-location": case.url}
    if case.content_type:
        headers["content-type"] = case.content_type
    try:
        read: Any = feedparser.parse(io.BytesIO(case.body), response_headers=headers)
    except (ValueError, TypeError, LookupError) as error:
        return {"error": repr(error)}
    entries = [
        {
            "id": entry.get("id"),
            "url": entry.get("link"),
            "title": entry.get("title"),
            "summary": entry.get("summary"),
            "content": next((one.value for one in entry.get("content", ())), None),
            "author": entry.get("author"),
            "published": _iso(entry.get("published_parsed")),
            "updated": _iso(entry.get("updated_parsed")),
        }
        for entry in read.entries
    ]
    return {
        "feed": {"title": read.feed.get("title"), "link": read.feed.get("link")},
        "entries": entries,
    }


def _iso(parts: Any) -> str | None:
    return _of_parts(parts).isoformat() if parts else None


def _of_parts(parts: Sequence[int]) -> datetime:
    year, month, day, hour, minute, second = parts[:6]
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def faults(case: Case, answer: Answer) -> Iterator[tuple[Check, object]]:
    """Yield the checks that an answer fails, with what it holds instead."""
    if "feed" not in answer:
        yield from ((check, answer.get("error")) for check in case.checks)
        return
    entries = answer["entries"]
    for check in case.checks:
        if check.field == "count":
            value: object = len(entries)
        elif check.entry == FEED:
            value = answer["feed"].get(check.field)
        elif check.entry < len(entries):
            value = _value(entries[check.entry], check)
        else:
            value = "no such entry"
        if not _agrees(check.field, check.expected, value):
            yield check, value


def _value(entry: Mapping[str, Any], check: Check) -> object:
    if check.field == "link":
        return entry["url"]
    if check.field == "text":  # a reader with one text field: the fuller of the two
        return entry["content"] or entry["summary"]
    if check.field == "summary":
        return entry["summary"] or entry["content"]
    if check.field == "published":
        return entry["published"] or entry["updated"]
    return entry.get(check.field)


def _agrees(field: str, expected: object, found: object) -> bool:
    if field == "count":
        return expected == found
    if field in {"published", "updated"}:
        return _moment(expected) == _moment(found)
    if field in {"link", "id"}:
        return str(expected or "") == str(found or "")
    if field == "author":
        return _plain(expected) == _plain(found) or _name(expected) == _name(found)
    return _plain(expected) == _plain(found)


def _plain(value: object) -> str:
    text = str(value or "")
    for _ in range(2):
        text = html.unescape(_TAG.sub("", text))
    return " ".join(text.split())


def _name(value: object) -> str:
    """Return a name without the address beside it; an address alone stays."""
    text = _plain(value)
    return _MAIL.sub(" ", text).strip() or text


def _moment(value: object) -> datetime | None:
    if isinstance(value, tuple):
        return _of_parts(value)
    if not isinstance(value, str) or not value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        try:
            found = parsedate_to_datetime(value)
        except ValueError:
            return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found.astimezone(UTC).replace(microsecond=0)


def show(heading: str, counts: Mapping[str, Counter[str]]) -> None:
    """Print one table: a row each, a column for each reader."""
    names = [name for name in counts["monitor"] if not name.endswith(" of")]
    print(f"\n{heading:60} {'  '.join(f'{reader:>18}' for reader in counts)}")
    for name in sorted(names):
        shares = (
            f"{count[name]:>6}/{count[f'{name} of']:<4} {count[name] / count[f'{name} of']:6.1%}"
            for count in counts.values()
        )
        print(f"{name:60} {'  '.join(shares)}")


if __name__ == "__main__":
    main()
