"""The test feeds of other readers -> cases: a feed as bytes, and what its own project expects.

Only layouts are known here, none of the data: feedparser (an ``Expect`` comment in each file),
gofeed (a JSON file beside each feed), fastfeedparser (the same), miniflux (feeds inside Go tests),
and JSON lines of this house (``tests/evaluation/feeds``).
"""

import ast
import base64
import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

FEED = -1  # the entry number of what is said of the feed itself


@dataclass(frozen=True, slots=True)
class Check:
    """One field and what it must hold; ``entry`` counts from 0."""

    field: str  # title link id published updated summary content text author count
    expected: object
    entry: int = FEED


@dataclass(frozen=True, slots=True)
class Case:
    """One feed as it came from a server, and everything that must be right in it."""

    name: str
    body: bytes
    checks: tuple[Check, ...]
    url: str = ""
    content_type: str | None = None
    sanitiser: bool = False  # asks for HTML made harmless, which is not a reader's work here


def cases(folder: Path) -> Iterator[Case]:
    """Yield the cases of a folder, by the layout it has; cases without a check are left out."""
    found: list[Iterator[Case]] = [_house(file) for file in sorted(folder.rglob("*.jsonl"))]
    found += [_go_tests(file) for file in sorted(folder.rglob("*_test.go"))]
    for file in sorted(folder.rglob("*")):
        if file.suffix == ".xml" or (file.suffix == ".json" and _is_feed(file)):
            found.append(_paired(file) if _expected_of(file) else _commented(file, folder))
    for group in found:
        yield from (case for case in group if case.checks)


# ---------------------------------------------------------------- this house


HOME = "https://g.test/feeds/all.xml"


def _house(file: Path) -> Iterator[Case]:
    for line in filter(None, file.read_text("utf-8").split("\n")):
        row = json.loads(line)
        if not isinstance(row.get("expect"), list):  # no case, or one that is no feed
            continue
        body = (
            row["text"].encode(row.get("encoding", "utf-8"))
            if "text" in row
            else _bytes(row["body_base64"])
        )
        checks = tuple(Check(field, value, entry) for entry, field, value in row["expect"])
        yield Case(row["id"], body, checks, row.get("url", HOME), row.get("content_type"))


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)


# ---------------------------------------------------------------- feedparser

_EXPECT = re.compile(r"Expect:[ \t]*(.+)")
_HEADER = re.compile(r"^Header:[ \t]*([\w-]+):[ \t]*(.+?)\s*$", re.MULTILINE)
_FEED_FIELDS = {"title": "title", "title_detail.value": "title", "link": "link"}
_ENTRY_FIELDS = {
    "title": "title", "title_detail.value": "title", "link": "link", "id": "id", "guid": "id",
    "published_parsed": "published", "updated_parsed": "updated", "summary": "summary",
    "description": "summary", "summary_detail.value": "summary", "content.0.value": "content",
    "author": "author",
}  # fmt: skip


def _commented(file: Path, folder: Path) -> Iterator[Case]:
    body = file.read_bytes()
    head = _readable(body)
    told = _EXPECT.search(head)
    if told is None:
        return
    headers = {name.lower(): value for name, value in _HEADER.findall(head)}
    place = file.relative_to(folder)
    served = "http" in place.parts or place.name.startswith("http_")  # the rest is read from disk
    asked = f"http://127.0.0.1:8097/tests/{place.as_posix()}" if served else ""
    yield Case(
        name=str(place),
        body=body,
        checks=tuple(_python_checks(told[1].strip())),
        url=urljoin(asked, headers.get("content-location", "")),
        content_type=headers.get("content-type"),
        sanitiser="sanitize" in place.parts,
    )


def _readable(body: bytes) -> str:
    for mark, encoding in (
        (b"\x00\x00\xfe\xff", "utf-32-be"), (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\xfe\xff", "utf-16"), (b"\xff\xfe", "utf-16"), (b"\x00<", "utf-16-be"),
        (b"<\x00", "utf-16-le"), (b"\x00\x00\x00<", "utf-32-be"), (b"<\x00\x00\x00", "utf-32-le"),
        (b"Lo\xa7\x94", "cp037"),
    ):  # fmt: skip
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    return body.decode("utf-8", "replace")


def _python_checks(expression: str) -> Iterator[Check]:
    """Read 'a == b and c == d'; a comparison of anything else than our fields is left out."""
    try:
        tree = ast.parse(expression, mode="eval").body
    except SyntaxError:
        return
    parts = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
    for part in parts:
        if not isinstance(part, ast.Compare) or not all(isinstance(op, ast.Eq) for op in part.ops):
            continue
        try:
            expected = ast.literal_eval(_folded(part.comparators[-1]))
        except ValueError:
            continue
        for side in (part.left, *part.comparators[:-1]):
            if check := _python_check(side, expected):
                yield check


def _folded(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = ast.literal_eval(_folded(node.left)), ast.literal_eval(_folded(node.right))
        return ast.Constant(left + right)
    return node


def _python_check(node: ast.expr, expected: object) -> Check | None:
    if isinstance(node, ast.Call) and ast.unparse(node) == "len(entries)":
        return Check("count", expected)
    path = _path(node)
    if path[:1] == ["feed"]:
        field = _FEED_FIELDS.get(".".join(path[1:]))
        return Check(field, expected) if field else None
    if path[:1] == ["entries"] and len(path) > 2 and path[1].isdigit():
        field = _ENTRY_FIELDS.get(".".join(path[2:]))
        return Check(field, expected, int(path[1])) if field else None
    return None


def _path(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        return [*_path(node.value), node.attr]
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return [*_path(node.value), str(node.slice.value)]
    return []


# ---------------------------------------------------------------- gofeed, fastfeedparser


def _expected_of(file: Path) -> Path | None:
    candidates = [file.with_name(file.stem + "_expected.json"), file.with_suffix(".expected.json")]
    if file.suffix == ".xml":
        candidates.append(file.with_suffix(".json"))
    return next((one for one in candidates if one.is_file()), None)


def _is_feed(file: Path) -> bool:
    return _expected_of(file) is not None and not file.stem.endswith(("_expected", ".expected"))


def _paired(file: Path) -> Iterator[Case]:
    expected_file = _expected_of(file)
    assert expected_file is not None
    try:
        told = json.loads(expected_file.read_text("utf-8"))
    except ValueError:
        return
    if isinstance(told, dict):
        name = f"{file.parent.name}/{file.name}"
        yield Case(name, file.read_bytes(), tuple(_json_checks(told)))


def _json_checks(told: Mapping[str, Any]) -> Iterator[Check]:
    head = told.get("feed", told)
    rows = told.get("items", told.get("entries")) or []
    for field, value in (("title", head.get("title")), ("link", _link(head))):
        if value:
            yield Check(field, value)
    if rows:
        yield Check("count", len(rows))
    for number, row in enumerate(rows):
        fields = {field: find(row) for field, find in _JSON_FIELDS.items()}
        if "feed" in told and fields["content"]:  # fastfeedparser makes the summary out of it
            fields["text"], fields["summary"], fields["content"] = fields["content"], None, None
        yield from (Check(field, value, number) for field, value in fields.items() if value)


def _link(row: Mapping[str, Any]) -> object:
    if row.get("link") or row.get("url") or row.get("home_page_url"):
        return row.get("link") or row.get("url") or row.get("home_page_url")
    links = row.get("links")
    if isinstance(links, list) and links and isinstance(links[0], dict):
        kept = [one for one in links if one.get("rel", "alternate") == "alternate"]
        return kept[0].get("href") if kept else None
    return None


def _content(row: Mapping[str, Any]) -> object:
    value = row.get("content") or row.get("content_html") or row.get("content_text")
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get("value") if isinstance(value, dict) else value


def _identity(row: Mapping[str, Any]) -> object:
    value = row.get("guid") or row.get("id")
    return value.get("value") if isinstance(value, dict) else value


def _author(row: Mapping[str, Any]) -> object:
    value = row.get("author") or row.get("authors")
    if isinstance(value, list):
        names = [one.get("name") or one.get("email") for one in value if isinstance(one, dict)]
        return ", ".join(name for name in names if name)
    return value.get("name") or value.get("email") if isinstance(value, dict) else value


def _date(*keys: str) -> Callable[[Mapping[str, Any]], object]:
    return lambda row: next((row[key] for key in keys if row.get(key)), None)


_JSON_FIELDS: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    "title": lambda row: row.get("title"),
    "link": _link,
    "id": _identity,
    "published": _date("publishedParsed", "pubDateParsed", "date_published", "published"),
    "updated": _date("updatedParsed", "date_modified", "updated"),
    "summary": lambda row: row.get("description") or row.get("summary"),
    "content": _content,
    "author": _author,
}

# ---------------------------------------------------------------- miniflux

_FUNCTION = re.compile(r"^func (Test\w+)\(t \*testing\.T\) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_STRING = r"(`[^`]*`|\"(?:[^\"\\\n]|\\.)*\")"
_DATA = re.compile(rf"\b(?:data|feedXML|rss|xml)\s*:?=\s*{_STRING}")
_PARSE = re.compile(rf"\bParse\({_STRING}")
_ASSIGNED = re.compile(rf"\b(\w+)\s*:=\s*{_STRING}\s*$", re.MULTILINE)
_RESULT = re.compile(r"result\s*:=\s*feed\.([\w.\[\]]+)")
_COMPARED = re.compile(rf"if (?:feed\.([\w.\[\]]+)|result) != (?:{_STRING}|(\w+)) \{{")
_COMPARED_TURNED = re.compile(r"if (expected\w*) != (?:feed\.([\w.\[\]]+)|result) \{")
_COUNTED = re.compile(r"if len\(feed\.Entries\) != (\d+) \{")
_DATED = re.compile(
    r"feed\.Entries\[(\d)\]\.Date\.Equal\((?:time\.Date\(([^)]*)\)|(\w+))\)"
)  # fmt: skip
_MOMENT = re.compile(r"(\w+)\s*:=\s*time\.Date\(([^)]*)\)")
_GO_FIELDS = {"Title": "title", "URL": "link", "Author": "author", "Content": "text"}
_MONTHS = (
    "January February March April May June July August September October November December".split()
)


def _go_tests(file: Path) -> Iterator[Case]:
    for function in _FUNCTION.finditer(file.read_text("utf-8")):
        name, code = function.groups()
        data, parsed = _DATA.search(code), _PARSE.search(code)
        if data and parsed and code.count("Parse(") == 1:
            checks = tuple(_go_checks(code[parsed.end() :], code))
            body = _go_string(data[1]).encode()
            yield Case(f"{file.parent.name}/{name}", body, checks, _go_string(parsed[1]).strip())


def _go_string(literal: str) -> str:
    if literal.startswith("`"):
        return literal[1:-1]
    return str(json.loads(literal, strict=False))


def _go_checks(after: str, code: str) -> Iterator[Check]:
    named = {name: _go_string(value) for name, value in _ASSIGNED.findall(code)}
    moments = dict(_MOMENT.findall(code))
    result = _RESULT.search(after)
    place_of_result = result[1] if result else ""
    for place, literal, name in _COMPARED.findall(after):
        value = _go_string(literal) if literal else named.get(name)
        if value is not None and (check := _go_check(place or place_of_result, value)):
            yield check
    for name, place in _COMPARED_TURNED.findall(after):
        value = named.get(name)
        if value is not None and (check := _go_check(place or place_of_result, value)):
            yield check
    yield from (Check("count", int(number)) for number in _COUNTED.findall(after))
    for entry, spelled, name in _DATED.findall(after):
        if moment := _go_moment(spelled or moments.get(name, "")):
            yield Check("published", moment, int(entry))


def _go_check(place: str, value: str) -> Check | None:
    if place in {"Title", "SiteURL"}:
        return Check("title" if place == "Title" else "link", value)
    found = re.fullmatch(r"Entries\[(\d)\]\.(\w+)", place)
    field = _GO_FIELDS.get(found[2]) if found else None
    return Check(field, html.unescape(value), int(found[1])) if found and field else None


def _go_moment(spelled: str) -> str | None:
    """Read time.Date's arguments where they are in UTC."""
    parts = [part.strip() for part in spelled.split(",")]
    if len(parts) != 8 or parts[7] != "time.UTC":
        return None
    month = _MONTHS.index(parts[1].removeprefix("time.")) + 1
    day, hour, minute, second = (int(part) for part in parts[2:6])
    return f"{int(parts[0]):04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}Z"
