"""A clean article, and what the families of cases need to know of its text.

Nothing here is shared with the code under test: letters, sentences and sizes are told anew.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TypeAlias

_STOP = re.compile(
    r"(?<=[.!?])[\"”’»)\]]*\s+(?=[\"“„«(¿¡–—-]*\s?[^\W_a-z])|(?<=[。！？।])(?![」』”）。！？])\s*"
)
_END = '.!?。！？।؟"”»)」'
# A sign says as much as two and a half Latin letters.
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


_LONG = 30  # letters that an article says twice by chance, at most


@dataclass(frozen=True, slots=True)
class Source:
    """A clean article: one text for each block."""

    language: str
    blocks: tuple[str, ...]


Planted: TypeAlias = tuple[str, Sequence[str], Sequence[str]] | None
"""The variant, what is given, what is wanted; nothing where the article is too short."""

Plant: TypeAlias = Callable[[Source, Random], Planted]


def letters(text: str) -> str:
    """Return what exactness is judged on."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(sign for sign in folded if sign.isalnum())


def sentences(text: str) -> list[str]:
    """Return the sentences of a block, by stops alone."""
    found, start = [], 0
    for stop in _STOP.finditer(text):
        if stop.end() > start:
            found.append(text[start : stop.end()].strip())
            start = stop.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def size(text: str) -> int:
    """Return the letters of a text as a Latin script would count them."""
    counted = letters(text)
    return len(counted) + round(1.5 * len(_DENSE.findall(counted)))


def blank_of(language: str) -> str:
    """Return what stands between two sentences."""
    return "" if language in ("zh", "ja") else " "


def is_paragraph(text: str, language: str) -> bool:
    """Tell a paragraph from a heading: it ends in a stop, but for Thai, which has none."""
    return text[-1] in _END or (language == "th" and len(text) > 60)


def paragraphs_of(source: Source, least: int) -> list[int]:
    """Return which blocks are paragraphs of at least such a size."""
    return [
        at
        for at, block in enumerate(source.blocks)
        if size(block) >= least and is_paragraph(block, source.language)
    ]


def is_clean(source: Source) -> bool:
    """Tell whether nothing of some length stands in an article twice by nature."""
    whole = "\n".join(letters(block) for block in source.blocks)
    for block in source.blocks:
        if re.search(r"(…|\.\.\.)[\s\])”\"]*$", block) or not letters(block):
            return False
        for sentence in {block, *sentences(block)}:
            if size(sentence) >= _LONG and whole.count(letters(sentence)) > 1:
                return False
    step = _LONG if _DENSE.search(whole) else 2 * _LONG
    windows = [whole[at : at + step] for at in range(len(whole) - step)]
    return len(set(windows)) == len(windows)


@cache
def _phrases() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))


def phrases(language: str, kind: str) -> list[str]:
    """Return the phrases of a kind, in English where the language has none."""
    return _phrases().get(language, _phrases()["en"])[kind]
