"""The path of a problem -> the line of the file where its owner finds it."""

import re
import tomllib
from itertools import count

_PATH = re.compile(r"(\w+)(\[\d+\])?(?: \(.*\))?(\..*)?", re.DOTALL)
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}'  # text of several lines
    r'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
    r"|\#[^\n]*|\n|[\[\]{},=]|[^\s\[\]{},=\"'\#]+|[\"']",
    re.DOTALL,
)
_DEEPEST = 50  # lists and tables in one another; what lies deeper has the line of what holds it


class Lines:
    """Where the keys and the entries of a TOML file stand; of other text it knows little."""

    def __init__(self, text: str) -> None:
        scanner = _Scanner(text)
        scanner.file()
        self._lines, self._texts = scanner.lines, scanner.texts

    def of(self, path: str, entry: str = "") -> int | None:
        """Return the number of the line, from 1, that a path such as ``topic[2] (x).query`` means.

        Of a key that is missing it is the line of the table that misses it; None where that, too,
        is not there. ``entry`` is a text in the list of that path: the last such one is meant.
        """
        found = _PATH.fullmatch(path)
        if found is None:
            return None
        place = "".join(part or "" for part in found.groups())
        entered = self._entry(place, entry) if entry else None
        if entered is not None:
            return entered
        while place not in self._lines:
            cut = max(place.rfind("."), place.rfind("["))
            if cut < 0:
                return None
            place = place[:cut]
        return self._lines[place]

    def _entry(self, path: str, entry: str) -> int | None:
        last = None
        for number in count(1):
            place = f"{path}[{number}]"
            if place not in self._lines:
                return last
            if _read(self._texts.get(place, "")) == entry:
                last = self._lines[place]
        return None


def _read(literal: str) -> str | None:
    try:
        return str(tomllib.loads(f"text = {literal}")["text"])
    except tomllib.TOMLDecodeError:
        return None


def _joined(table: str, key: str) -> str:
    return f"{table}.{key}" if table else key


class _Scanner:
    """One pass over the text: tables and lists are numbered from 1, as in ``topic[1].query``."""

    def __init__(self, text: str) -> None:
        self.lines: dict[str, int] = {}
        self.texts: dict[str, str] = {}  # path -> its text as it is written
        self._tables: dict[str, int] = {}  # how many there are of each [[name]]
        self._signs: list[tuple[str, int]] = []
        line = 1
        for match in _TOKEN.finditer(text.replace("\r\n", "\n")):
            sign = match[0]
            if not sign.startswith("#"):
                self._signs.append((sign, line))
            line += sign.count("\n")
        self._end = ("", line)
        self._at = 0

    def file(self) -> None:
        table = ""
        while (sign := self._next()[0]) != "":
            if sign == "[":
                table = self._header()
            elif sign != "\n":
                self._at -= 1
                self._pair(table, 0)

    def _peek(self) -> tuple[str, int]:
        return self._signs[self._at] if self._at < len(self._signs) else self._end

    def _next(self) -> tuple[str, int]:
        found = self._peek()
        self._at += 1
        return found

    def _name(self, ends: str) -> tuple[str, int]:
        """Return a dotted name without its quotes, up to the sign that ends it, and its line."""
        name, line = "", self._peek()[1]
        while (sign := self._next()[0]) not in {ends, "\n", ""}:
            name += sign.strip("\"'")
        return name, line

    def _header(self) -> str:
        listed = self._peek()[0] == "["
        self._at += listed
        name, line = self._name("]")
        self._at += listed
        path = ""
        *above, last = name.split(".")
        for part in above:
            path = _joined(path, part)
            path += f"[{self._tables[path]}]" if path in self._tables else ""
        path = _joined(path, last)
        self._put(path, line)
        if listed:
            self._tables[path] = self._tables.get(path, 0) + 1
            path += f"[{self._tables[path]}]"
            self._put(path, line)
        return path

    def _pair(self, table: str, depth: int) -> None:
        key, line = self._name("=")
        path = table
        for part in key.split("."):
            path = _joined(path, part)
            self._put(path, line)
        self._value(path, depth)

    def _put(self, path: str, line: int) -> None:
        self.lines.setdefault(path, line)

    def _value(self, path: str, depth: int) -> None:
        sign = self._next()[0]
        if sign == "[" and depth < _DEEPEST:
            self._list(path, depth + 1)
        elif sign == "{" and depth < _DEEPEST:
            self._inline(path, depth + 1)
        elif sign.startswith(('"', "'")):
            self.texts[path] = sign

    def _list(self, path: str, depth: int) -> None:
        number = 0
        while (found := self._next())[0] not in {"]", ""}:
            if found[0] not in {",", "\n"}:
                number += 1
                self._put(f"{path}[{number}]", found[1])
                self._at -= 1
                self._value(f"{path}[{number}]", depth)

    def _inline(self, path: str, depth: int) -> None:
        while (sign := self._next()[0]) not in {"}", "\n", ""}:
            if sign != ",":
                self._at -= 1
                self._pair(path, depth)
