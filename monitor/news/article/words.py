"""What class names and short lines say of a part of a page, as bits of word groups."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from monitor.news.language import beyond_ascii

LONGEST_LINE = 90  # characters of a line whose beginning is looked up
SHORTEST_SAYING = 6  # characters of a text in which sayings are looked for
MOST_SAYINGS = 100_000  # characters of all such texts of a page
TRIGRAMS = 1 << 16  # hashes of three signs: few of a page's fall together
LONGEST_MARKUP = 200  # characters of class and id
ALONE = 3  # letters up to which a word of markup counts only where it stands alone

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[a-z0-9]+")
_BULLETS = "-–—•▶►›»>#*[【(（《「■□◆◇●○★☆·▪| 📱📲📩📧👉➡🔔🔴⚡📢🎥📸✅️"


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of words; bit n of an answer stands for ``names[n]``."""

    names: tuple[str, ...]
    whole: Mapping[str, int]  # words that count where they stand alone
    head: int  # signs of a text by which beginnings are looked up; none is shorter
    beginnings: Mapping[str, tuple[tuple[str, int], ...]]

    def bits(self, text: str) -> int:
        """Return the groups of which a word begins the text."""
        found = 0
        for beginning, bit in self.beginnings.get(text[: self.head], ()):
            if text.startswith(beginning):
                found |= bit
        return found


@lru_cache(maxsize=20_000)
def markup_bits(told: str) -> int:
    """Return the groups that class, id and the like speak of."""
    told = told[:LONGEST_MARKUP]
    plain = told.lower()
    if plain != told:
        plain = _CAMEL.sub(" ", told).lower()
    words = _WORD.findall(plain)
    found = 0
    for index, (bits, longer) in enumerate(map(_word_bits, words)):
        found |= bits
        if longer:
            joined = "".join(words[index : index + 3])
            for beginning, bit in longer:
                if joined.startswith(beginning):
                    found |= bit
    return found


@lru_cache(maxsize=20_000)  # few words make up all names: twice as fast
def _word_bits(word: str) -> tuple[int, tuple[tuple[str, int], ...]]:
    """Return the groups of a word, and what it begins that others after it may complete."""
    groups = markup_groups()
    if len(word) <= ALONE:
        return groups.whole.get(word, 0), ()
    alike = groups.beginnings.get(word[: groups.head], ())
    longer = tuple(one for one in alike if len(one[0]) > len(word) and one[0].startswith(word))
    return groups.bits(word) if alike else 0, longer


def line_bits(text: str, links: int = 0) -> int:
    """Return the groups that a short line begins like, or a list of links; 0 for other text."""
    if len(text) > LONGEST_LINE and 2 * links < len(text):
        return 0
    return line_groups().bits(text[:LONGEST_LINE].lower().lstrip(_BULLETS))


def saying_bits(texts: Sequence[str]) -> NDArray[np.int64]:
    """Return the groups of which a word stands anywhere in each text: what asks to subscribe, say.

    It looks for a word in all texts at once.
    """
    told = [text.lower() if len(text) >= SHORTEST_SAYING else "" for text in texts]
    joined = "\n".join((*told, ""))[:MOST_SAYINGS]
    ends = np.cumsum([len(text) + 1 for text in told])
    found = np.zeros(len(texts), dtype=np.int64)
    for word, bit in _possible(joined):
        at = joined.find(word)
        while at >= 0:
            index = int(np.searchsorted(ends, at, side="right"))
            found[index] |= bit
            at = joined.find(word, int(ends[index]))
    return found


@dataclass(frozen=True, slots=True)
class _Sayings:
    """Words that say what a text is, with their bits, by what a text must have that has one."""

    beyond: Mapping[str, Sequence[tuple[str, int]]]  # by their first sign beyond ASCII
    plain: Sequence[tuple[str, int]]
    trigrams: NDArray[np.uint32]  # of each plain one, a row


def _possible(text: str) -> Iterator[tuple[str, int]]:
    """Yield the words that may stand in a text: to look for these alone takes an eighth of the time."""
    sayings = _sayings()
    for sign in sayings.beyond.keys() & set(beyond_ascii(text)):
        yield from sayings.beyond[sign]
    there = np.zeros(TRIGRAMS, dtype=np.bool_)
    there[_trigrams(text)] = True
    there[0] = True  # of words of less than three signs: they are always looked for
    for index in np.flatnonzero(there[sayings.trigrams].all(axis=1)).tolist():
        yield sayings.plain[index]


def _trigrams(text: str) -> NDArray[np.uint32]:
    """Return a hash below ``TRIGRAMS`` of each three signs in a row."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    hashes = (codes[:-2] * 31**2 + codes[1:-1] * 31 + codes[2:]) & (TRIGRAMS - 1)
    return np.asarray(hashes, dtype=np.uint32)


@cache
def _sayings() -> _Sayings:
    told = [
        (word, 1 << bit) for bit, words in enumerate(saying_groups().values()) for word in words
    ]
    beyond: dict[str, list[tuple[str, int]]] = {}
    for word, bit in told:
        for sign in beyond_ascii(word)[:1]:
            beyond.setdefault(sign, []).append((word, bit))
    plain = [one for one in told if one[0].isascii()]
    longest = max(len(word) for word, _ in plain)
    return _Sayings(beyond, plain, np.array([np.resize(_trigrams(w), longest) for w, _ in plain]))


@cache
def saying_groups() -> Mapping[str, Sequence[str]]:
    """Return the groups of words that say wherever they stand what a short text is."""
    return {
        name: [word for word in text.replace("\n", "").replace("$", "\n").split("|") if word]
        for name, text in _table("sayings").items()
    }


@cache
def markup_groups() -> Groups:
    """Return the groups of the words in markup."""
    told = {name: text.split() for name, text in _table("markup").items()}
    whole = {name: [w for w in words if len(w) <= ALONE] for name, words in told.items()}
    longer = {name: [w for w in words if len(w) > ALONE] for name, words in told.items()}
    return _groups(whole, longer, ALONE + 1)


@cache
def line_groups() -> Groups:
    """Return the groups of the beginnings of lines."""
    told = {name: text.replace("\n", "").split("|") for name, text in _table("lines").items()}
    return _groups({}, told, 2)


def _table(name: str) -> dict[str, str]:
    data = resources.files("monitor.news.article").joinpath("data", "words.toml")
    table: dict[str, str] = tomllib.loads(data.read_text("utf-8"))[name]
    return table


def _groups(
    whole: Mapping[str, Iterable[str]], longer: Mapping[str, Iterable[str]], head: int
) -> Groups:
    alone: dict[str, int] = {}
    heads: dict[str, list[tuple[str, int]]] = {}
    for index, name in enumerate(longer):
        for word in whole.get(name, ()):
            alone[word] = alone.get(word, 0) | 1 << index
        for word in longer[name]:
            if word.strip():
                heads.setdefault(word[:head], []).append((word, 1 << index))
    beginnings = {start: tuple(words) for start, words in heads.items()}
    return Groups(tuple(longer), alone, head, beginnings)
