"""The path of a problem -> the line of the file where its owner finds it."""

import re
from bisect import bisect_left
from collections import defaultdict

_PATH = re.compile(r"(\w+)(?:\[(\d+)\])?(?: \(.*\))?(?:\.(.*))?", re.DOTALL)
_HEADER = re.compile(r"\s*\[{1,2}\s*([\w.\"'-]+)\s*\]{1,2}")


class Lines:
    """The lines of a file, searched as lines: it need not be readable as TOML."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        found = ((at, _named(line)) for at, line in enumerate(self._lines))
        self._headers = [(at, name) for at, name in found if name is not None]
        self._starts: defaultdict[str, list[int]] = defaultdict(list)
        for at, name in self._headers:
            self._starts[name].append(at)

    def of(self, path: str) -> int | None:
        """Return the number of the line, from 1, that a path such as ``topic[2] (x).query`` means.

        Of a key that is missing it is the line of the table that misses it; None where that, too,
        is not there.
        """
        found = _PATH.fullmatch(path)
        if found is None:
            return None
        head, number, rest = found.groups()
        whole = (0, len(self._lines))
        region = self._table(head, int(number or 1), whole)
        if region is None:
            return self._key(head, (0, self._headers[0][0] if self._headers else len(self._lines)))
        place = region[0] + 1
        prefix = head
        for part in (rest or "").split("."):
            key, _, index = part.removesuffix("]").partition("[")
            prefix = f"{prefix}.{key}"
            nested = self._table(prefix, int(index or 1), region)
            if nested is not None:
                region, place = nested, nested[0] + 1
            else:
                place = self._key(key, region) or place
        return place

    def _table(self, name: str, number: int, within: tuple[int, int]) -> tuple[int, int] | None:
        """Return from where to where the nth table of a name goes, the tables within it included."""
        starts, last = self._starts.get(name, []), within[1]
        nth = bisect_left(starts, within[0]) + number - 1
        if nth >= len(starts) or starts[nth] >= last:
            return None
        start = starts[nth]
        for index in range(bisect_left(self._headers, (start + 1, "")), len(self._headers)):
            at, other = self._headers[index]
            if not other.startswith(f"{name}."):
                return start, min(at, last)
        return start, last

    def _key(self, key: str, region: tuple[int, int]) -> int | None:
        """Return the line that gives a key its value, of its own or within a table in line."""
        given = re.compile(rf"(?:^|[\s{{,.])[\"']?{re.escape(key)}[\"']?\s*[=.]")
        for at in range(*region):
            if given.search(self._lines[at].split("#")[0]):
                return at + 1
        return None


def _named(line: str) -> str | None:
    found = _HEADER.match(line)
    return None if found is None else re.sub(r"[\"']", "", found[1])
