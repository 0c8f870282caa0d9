"""Blocks -> blocks without byline and role lines, and what those and the credit line say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.news.article.credits import credit, is_credit, source_above, without_wire
from monitor.news.dates import parse_date
from monitor.news.model import Block, BlockKind, Removal, Removed

HEAD = 4  # blocks at the top in which byline and role stand
END = 2  # blocks at the end, where the byline stands in Vietnam, Japan and on wires
LONGEST = 60  # characters of such a line
MOST_WORDS = 8  # of a line that says 'by'
LONGEST_INFO = 160  # characters of a line above the text that may tell its date or source
LONGEST_MONTH = 30  # letters of a line that is a date: names of day, month, zone and 'published'

# What says 'by' before a colon alone
_SAID = (
    "автор|текст|كتبت?|بقلم|संवाददाता|โดย|oleh|penulis|yazan|haber|autora?|autore|auteur|door|tekst|text|foto og tekst|av|af|"
    "szöveg|szerző|teksti|της|του|מאת|автори?|redacción|redação|scris de|napisał[ai]?|reporter"
)
_BY = re.compile(
    r"^(?:by|written by|reported by|von|par|por|tác giả|bài|作者|文|(?:本报|本報|本网|特约)?(?:記者|记者)|기자|글)\s*[:：/]?\s+\S|"
    r"^(?:作者|记者|記者|文|撰文)\s*[:：/|｜]\s*\S|"
    rf"^(?:{_SAID})\s*[:：]\s*\S",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(?:(?:by|written by|reported by|von|par|por|tác giả|bài)\b\s*[:：/|]?|"
    rf"(?:作者|撰文|文|(?:本报|本報|本网|特约)?(?:記者|记者)|글)\s*[:：/|｜ ]|(?:{_SAID})\s*[:：])\s*",
    re.IGNORECASE,
)
REPORTER = ("기자", "記者", "记者")  # stands after the name
_ROLE = re.compile(
    r"^(?:senior |junior |staff |chief |deputy |guest |freelance |intern |associate |contributing )*"
    r"(?:writer|reporter|editor|correspondent|journalist|contributor|columnist|intern|author|"
    r"redakteur(?:in)?|journaliste|redactor(?:a)?|phóng viên|biên tập viên|cộng tác viên|编辑|编译|"
    r"实习生|責任編輯|责任编辑)(?: writer| editor)?$",
    re.IGNORECASE,
)
# What says 'by' only before a person's name: short words of the language as well
_BY_NAME = re.compile(
    r"^(?:di|de|door|av|af|od|przez|oleh|της|του|מאת|بقلم)\s+(?=\S+\s)", re.IGNORECASE
)
_PARTICLES = frozenset("van von der den de da di del della dos la le el al bin ben och y e".split())
_NAME_WORD = re.compile(r"^[^\W\d_][\w.'’-]*$")

# In a line above the text: date, and who wrote it.
_DATED = re.compile(
    r"\d{4}\s?[-/.年년]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2}:\d{2}|\b20\d\d\b"
)
_AUTHOR = re.compile(r"(?:作者|记者|記者|撰文|文)\s*[:：|｜]\s*([^\s|｜,，:：;；/（(]{2,20})")


@dataclass(frozen=True, slots=True)
class Heading:
    """What the lines around an article's text said, and the blocks that are left."""

    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...]
    byline: str | None
    via: str | None


def part(blocks: Sequence[Block], title: str, byline: str | None = None) -> Heading:
    """Take byline, role and date lines out of top and end; read the credited outlet.

    A line that says just the ``byline`` that the page states goes wherever it stands.
    """
    names: list[str] = []
    gone = {i for i, block in enumerate(blocks) if byline and _says(block.text, byline)}
    for i in (*range(min(HEAD, len(blocks))), *range(max(HEAD, len(blocks) - END), len(blocks))):
        block, at_end = blocks[i], i >= len(blocks) - END
        if len(block.text) > LONGEST or block.text == title:
            continue
        if i < HEAD and _is_date(block):
            gone.add(i)
            continue
        following = blocks[i + 1].text if i + 1 < len(blocks) else ""
        name = _name_in(block, following, at_end=at_end)
        if name is not None:
            gone.add(i)
            names.append(name)
    removed = tuple(Removed(blocks[i].text, Removal.BYLINE) for i in sorted(gone))
    kept = tuple(block for i, block in enumerate(blocks) if i not in gone)
    said, wire = without_wire(", ".join(filter(None, names)))
    return Heading(kept, removed, said or None, credit(kept) or wire)


def _name_in(block: Block, following: str, *, at_end: bool) -> str | None:
    """Return the name that a byline line says, "" for a role line, None for any other."""
    text = block.text
    if block.kind not in {BlockKind.PARAGRAPH, BlockKind.HEADING}:
        return None
    if _ROLE.match(text):
        return ""
    if is_credit(text):
        return None
    if _says_by(text) and len(text.split()) <= MOST_WORDS:
        return without_prefix(text)
    if (by := _BY_NAME.match(text)) and _is_full_name(text[by.end() :]):
        return text[by.end() :]
    alone = at_end and block.kind is BlockKind.PARAGRAPH and _is_full_name(text)
    return text if alone or (_is_name(text) and _ROLE.match(following)) else None


def _is_date(block: Block) -> bool:
    """Tell a line that says when it was published from a sentence that has a date."""
    text = block.text
    if block.kind is not BlockKind.PARAGRAPH or text[-1] in ".!?。！？…" or not _DATED.search(text):
        return False
    return sum(map(str.isalpha, text)) <= LONGEST_MONTH and parse_date(text) is not None


def without_prefix(text: str) -> str:
    """Return a name without what bylines say around it: by, von, 作者, 기자."""
    name = _PREFIX.sub("", text)
    return name[:-2].rstrip() if name.endswith(REPORTER) and name[-3:-2].isspace() else name


def _says_by(line: str) -> bool:
    return _BY.match(line) is not None or (line.endswith(REPORTER) and len(line) > 2)


def _says(text: str, byline: str) -> bool:
    return len(text) <= LONGEST and without_prefix(text).casefold() == byline.casefold()


@dataclass(frozen=True, slots=True)
class Lines:
    """What the lines between headline and text say."""

    byline: str | None = None
    published: datetime | None = None
    outlet: str | None = None


def read_lines(lines: Sequence[str], zone: str | None, *, dated: bool = False) -> Lines:
    """Read byline, date and credited outlet from the lines above an article, the nearest first.

    An article that is ``dated`` already needs no date from them.
    """
    short = [line for line in reversed(lines) if len(line) <= LONGEST_INFO]
    names = (without_prefix(line) for line in short if len(line) <= LONGEST and _says_by(line))
    may_date = () if dated else (line for line in short if _DATED.search(line))
    dates = (parse_date(line, zone_hint=zone) for line in may_date)
    named = (found[1] for line in short if (found := _AUTHOR.search(line)))
    outlets = filter(None, map(source_above, short))
    return Lines(
        next(names, None) or next(named, None),
        next((date for date in dates if date), None),
        next(outlets, None),
    )


def _is_full_name(text: str) -> bool:
    """Tell a line that is a person's name and no more: two to five words with capitals."""
    words = text.split()
    return 2 <= len(words) <= 5 and all(
        word in _PARTICLES or (_NAME_WORD.match(word) and word[0].isupper() and not word.isupper())
        for word in words
    )


def _is_name(text: str) -> bool:
    words = text.split()
    return 1 <= len(words) <= 6 and all(
        _NAME_WORD.match(word) and (word[0].isupper() or not word[0].isascii()) for word in words
    )
