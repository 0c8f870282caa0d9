"""The path of a problem -> the line of the file where its owner finds it."""

import re
from collections.abc import Sequence

_PATH = re.compile(r"(\w+)(?:\[(\d+)\])?(?: \(.*\))?(?:\.(.*))?", re.DOTALL)
_HEADER = re.compile(r"\s*\[{1,2}\s*([\w.\"'-]+)\s*\]{1,2}")


def line_of(text: str, path: str) -> int | None:
    """Return the number of the line, from 1, that a path such as ``topic[2] (x).query`` means.

    Of a key that is missing it is the line of the table that misses it; None where that, too, is
    not there. The file is searched by lines: it need not be readable as TOML.
    """
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    head, number, rest = found.groups()
    lines = text.splitlines()
    region = _table(lines, head, int(number or 1))
    if region is None:
        return _key(lines, (0, _first_header(lines)), head)
    start, end = region
    place: int | None = start + 1
    prefix = head
    for part in (rest or "").split("."):
        key, _, index = part.removesuffix("]").partition("[")
        prefix = f"{prefix}.{key}"
        nested = _table(lines, prefix, int(index or 1), start, end)
        if nested is not None:
            start, end = nested
            place = start + 1
        else:
            place = _key(lines, (start, end), key) or place
    return place


def _table(
    lines: Sequence[str], name: str, number: int, begin: int = 0, end: int | None = None
) -> tuple[int, int] | None:
    """Return from where to where the nth table of a name goes, the tables within it included."""
    last = len(lines) if end is None else end
    starts = [at for at in range(begin, last) if _named(lines[at]) == name]
    if len(starts) < number:
        return None
    start = starts[number - 1]
    for at in range(start + 1, last):
        other = _named(lines[at])
        if other is not None and not other.startswith(f"{name}."):
            return start, at
    return start, last


def _named(line: str) -> str | None:
    found = _HEADER.match(line)
    return None if found is None else re.sub(r"[\"']", "", found[1])


def _first_header(lines: Sequence[str]) -> int:
    return next((at for at, line in enumerate(lines) if _named(line) is not None), len(lines))


def _key(lines: Sequence[str], region: tuple[int, int], key: str) -> int | None:
    """Return the line that gives a key its value, in a line of its own or within a table in line."""
    given = re.compile(rf"(?:^|[\s{{,.])[\"']?{re.escape(key)}[\"']?\s*[=.]")
    for at in range(*region):
        if given.search(lines[at].split("#")[0]):
            return at + 1
    return None
