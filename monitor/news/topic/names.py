"""What stands beside a home or a kind -> the name of an organisation that no list knows."""

import re
from collections.abc import Iterator

from monitor.news.topic.grammar import grammar
from monitor.news.topic.text import Text

_CAPITALISED = r"(?:[A-Z][\w&'.-]*)(?: (?:[A-Z][\w&'.-]*|de|of|&)){0,3}"
_CAPITAL = re.compile(rf" ({_CAPITALISED})")
_EXPLAINED = re.compile(rf"({_CAPITALISED}), (?:[a-zà-ÿ-]+ ){{0,3}}$")
_FROM = re.compile(rf" ({_CAPITALISED}) (?:from|of|aus|de|da|di|uit|från) $")
_PLACE = re.compile(r"[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w-]+)?")
_KANA = re.compile(r"([\u30a1-\u30fa\u30fc・]{3,20})")
_HANGUL = re.compile(r" ([\uac00-\ud7a3A-Za-z]{2,12}?)(?=[이가은는의] |,)")
_LONGEST = 60  # signs


def name_after(text: Text, end: int, *, part: bool = False) -> tuple[str, int]:
    """Return the name that begins at an offset of the folded text, and its end; else ''.

    ``part`` lets a comma of Han part it from what stands before.
    """
    shape = text.folded.shape
    limit = min(len(shape), end + _LONGEST)
    match = _CAPITAL.match(shape, end, limit)
    if match and _is_name(match.group(1)):
        return match.group(1).rstrip(".,'").removesuffix("'s"), match.end()
    if shape[end : end + 1] == "、" and part:  # 'ドイツの医療機器メーカー、ブレインラボ'
        end += 1
    for pattern in (_KANA, _HANGUL, grammar().han_name):
        match = pattern.match(shape, end, limit)
        if match and _is_name(match.group(1)):
            return match.group(1), match.end()
    return "", end


def name_before(text: Text, start: int) -> str:
    """Return the name that what begins here explains: 'Zentrix Robotics, a Danish group'."""
    return _behind(_EXPLAINED, text, start)


def name_from(text: Text, start: int, kind: int) -> str:
    """Return the name between a kind that ends there and its home: 'Unternehmen Brainlab aus München'."""
    match = _FROM.match(text.folded.shape, kind, start)
    return match.group(1) if match and match.end() == start and _is_name(match.group(1)) else ""


def universities(text: Text) -> Iterator[tuple[int, int]]:
    """Yield where a university's name stands that has a place behind it, as 'Université de Rouen'."""
    for match in grammar().university_at.finditer(text.folded.text):
        place = _PLACE.match(text.folded.shape, match.end())
        if place:
            yield match.start(), place.end()


def name_leading(title: str) -> str:
    """Return the name that a headline begins with."""
    match = re.match(rf"({_CAPITALISED}) (?=[a-z])", title)
    return match.group(1) if match and _is_name(match.group(1)) else ""


def _behind(pattern: re.Pattern[str], text: Text, start: int) -> str:
    match = pattern.search(text.folded.shape, max(0, start - _LONGEST - 20), start)
    return match.group(1).rstrip(".,'") if match and _is_name(match.group(1)) else ""


def _is_name(found: str) -> bool:
    return grammar().no_name.match(found.lower()) is None
