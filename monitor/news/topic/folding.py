"""text -> the form in which all texts are compared, with the way back to the original offsets."""

import re
import tomllib
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import itemgetter
from typing import Literal

from monitor.news.language import beyond_ascii

_ASIDE = (
    ("\u2019", "'"),
    ("\u2018", "'"),
    ("\u00a0", " "),
    ("\u202f", " "),
    ("\u3000", " "),
    ("\u2010", "-"),
    ("\u2011", "-"),
    ("\u2013", "-"),
    ("\uff0d", "-"),
    ("\uff08", "("),
    ("\uff09", ")"),
    ("\uff06", "&"),
    ("\u30fb", "·"),
)
# Letters and digits of another width; half-width kana take the slow way, since two make one.
_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_NARROW_KANA = re.compile("[\uff66-\uff9f]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# A letter with its marks, signs that nobody sees, and singles that composition itself changes.
_CLUSTER = re.compile(
    "[^\\W\\d_][\u0300-\u036f\u1dc0-\u1dff\u20d0-\u20f0\u3099\u309a\u00ad\u200b-\u200d\u2060\ufeff]{1,16}"
    "|[\u1100-\u115f][\u1160-\u11ff]{1,2}|[\uac00-\ud7a3][\u11a8-\u11ff]"
    "|[\uff66-\uff9d][\uff9e\uff9f]?|[\u00ad\u200b-\u200d\u2060\ufeff]{1,16}"
    "|[\u0340\u0341\u0374\u037e\u0387\u1f71-\u1ffd\u2000\u2001\u2126\u212a\u212b\uf900-\ufaff]"
)
# Letters that look like Latin ones and stand among them, and Latin ones of another style.
_ALIEN = re.compile("[\u0370-\u0481\u04c0-\u04cf\u051a-\u051d]")
_STYLED = re.compile("[\u017f\U0001d400-\U0001d7ff]")
_WORD = re.compile("[A-Za-z\u0370-\u0481\u04c0-\u04cf\u051a-\u051d]+")
_MIXED = re.compile(
    "[A-Za-z][\u0370-\u0481\u04c0-\u04cf\u051a-\u051d]|[\u0370-\u0481\u04c0-\u04cf\u051a-\u051d][A-Za-z]"
)
_LATIN = str.maketrans(
    "АВЕКМНОРСТХЅІЈԚԜаеорсухѕіјԛԝӀӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρα",
    "ABEKMHOPCTXSIJQWaeopcyxsijqwIlABEZHIKMNOPTYXovpa",
)
_HALF_OF_A_PAIR = re.compile("[\ud800-\udfff]")
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text folded: ``text`` to search in, ``shape`` with its case kept, both of one length."""

    text: str
    shape: str
    # Where runs of unchanged length begin: offset here, offset in the original.
    back: tuple[tuple[int, int], ...] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of ``text`` stands in the original."""
        if self.back is None:
            return start, end
        return self._origin(start), self._origin(end)

    def here(self, origin: int) -> int:
        """Return where an offset of the original stands in ``text``."""
        if self.back is None:
            return origin
        run = bisect_right(self.back, origin, key=itemgetter(1)) - 1
        here, there = self.back[run]
        limit = self.back[run + 1][0] if run + 1 < len(self.back) else len(self.text)
        return min(here + origin - there, limit)

    def _origin(self, at: int) -> int:
        back = self.back or ((0, 0),)
        run = bisect_right(back, at, key=itemgetter(0)) - 1
        here, there = back[run]
        limit = back[run + 1][1] if run + 1 < len(back) else there + at - here
        return min(there + at - here, limit)


def fold(text: str) -> Folded:
    """Return the text in one case, width, composition and, for Han, in simplified characters."""
    if text.isascii():
        return Folded(text.lower(), text)
    back: tuple[tuple[int, int], ...] | None = None
    beyond = beyond_ascii(text)
    if _HALF_OF_A_PAIR.search(beyond):
        text = _HALF_OF_A_PAIR.sub("?", text)
        beyond = beyond_ascii(text)
    if _odd(text, beyond):
        text, back = _composed(text)
        beyond = beyond_ascii(text)
    shape = text
    for found, plain in _ASIDE:
        if found in beyond:
            shape = shape.replace(found, plain)
    if _WIDE.search(beyond):
        shape = _WIDE.sub(lambda sign: chr(ord(sign.group()) - 0xFEE0), shape)
    if _STYLED.search(beyond):
        shape = _STYLED.sub(lambda sign: unicodedata.normalize("NFKC", sign.group())[0], shape)
    if _ALIEN.search(beyond) and _MIXED.search(shape):
        shape = _WORD.sub(_latin, shape)
    if _HAN.search(beyond):
        search, table = _simplified()
        if search.search(shape):
            shape = shape.translate(table)
    lower = shape.lower()
    if len(lower) != len(shape):
        lower = "".join(_lower(sign) for sign in shape)
    return Folded(lower, shape, back)


def _latin(word: re.Match[str]) -> str:
    """Return 'Microsoft' for one whose M or o is of another alphabet."""
    found = word.group()
    return found.translate(_LATIN) if _MIXED.search(found) else found


def _lower(sign: str) -> str:
    lower = sign.lower()
    return lower if len(lower) == 1 else sign


def _odd(text: str, beyond: str) -> bool:
    return bool(
        not unicodedata.is_normalized("NFC", text)
        or _NARROW_KANA.search(beyond)
        or _INVISIBLE.search(beyond)
    )


def _composed(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Compose each cluster of a letter and its marks by itself, so that offsets stay known."""
    out: list[str] = []
    back = [(0, 0)]
    length, at = 0, 0
    for cluster in _CLUSTER.finditer(text):
        plain = text[at : cluster.start()]
        piece = _INVISIBLE.sub("", cluster.group())
        form: Literal["NFKC", "NFC"] = "NFKC" if _NARROW_KANA.search(piece) else "NFC"
        piece = unicodedata.normalize(form, piece)
        out += (plain, piece)
        at = cluster.end()
        length += len(plain) + len(piece)
        back.append((length, at))
    out.append(text[at:])
    return "".join(out), tuple(back)


@cache
def _simplified() -> tuple[re.Pattern[str], dict[int, int]]:
    data = resources.files("monitor.news.topic").joinpath("data", "han.toml")
    table = tomllib.loads(data.read_text("utf-8"))
    pairs = dict(zip(map(ord, table["traditional"]), map(ord, table["simplified"]), strict=True))
    return re.compile(f"[{table['traditional']}]"), pairs
