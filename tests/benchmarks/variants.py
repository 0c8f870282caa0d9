"""One page -> the same page in other markup or script, so that a scorer learns no publisher's habits.

Labelled pages are mostly English and of our years. What Chinese, Japanese or old pages do otherwise
is made from them: no class names, ``<div>`` or ``<br><br>`` for paragraphs, no semantic tags, bold
lines for headings, and text without blanks in signs that weigh more.
"""

import random
import re
import zlib
from collections.abc import Callable

Rewrite = Callable[[str], str]

SCRIPTS = {"latin": 0.5, "han": 0.36, "thai": 0.14}  # and how many variants are in each

_NAMES = re.compile(r'\s(?:class|id|itemprop|role)="[^"]*"')
_PARAGRAPH = re.compile(r"<(/?)p\b([^>]*)>")
_PARAGRAPH_BEGUN = re.compile(r"<p(?:\s[^>]*)?>(?!<)|<br><br>(?!<)")
_HEADING = re.compile(r"<(/?)h[2-6]\b([^>]*)>")
_SEMANTIC = re.compile(r"<(/?)(?:article|main|section|aside|header|figure|figcaption|details)\b")
_LIST = re.compile(r"<(/?)(?:ul|ol|li)\b")
_LIST_TAG = re.compile(r"</?(?:ul|ol|li)\b[^>]*>")
_WORD = re.compile(r"[^\W\d_]+")
_TEXT = re.compile(r"(?<=>)[^<]+(?=<)")
_HAN = 0x4E00
_HANS = 3000
_THAI = "กขคงจชดตทนบปพมยร"


def rewritten(markup: str, script: str, rng: random.Random) -> tuple[str, Rewrite]:
    """Return well-formed markup in another manner, and what the page's texts became by it."""
    for rewrite, share in (
        (lambda html: _without_names(html, rng), 0.6),
        (_paragraphs_as_blocks, 0.3),
        (_paragraphs_as_breaks, 0.3),
        (_without_semantics, 0.5),
        (_bold_headings, 0.35),
        (_headings_as_blocks, 0.2),
        (_lists_as_blocks, 0.15),
        (_lists_as_breaks, 0.1),
    ):
        if rng.random() < share:
            markup = rewrite(markup)
    if script == "latin":
        return markup, lambda text: text
    if script == "han" and rng.random() < 0.4:
        markup = _PARAGRAPH_BEGUN.sub(lambda found: f"{found[0]}\u3000\u3000", markup)
    written = in_han if script == "han" else in_thai
    return _TEXT.sub(lambda found: written(found[0]), markup), written


def in_han(text: str) -> str:
    """Write a text in Han signs: one or two a word, always the same, without blanks."""
    signs = _in_signs(text, _signs)
    for latin, wide in ((". ", "。"), (", ", "，"), ("? ", "？"), ("! ", "！"), (": ", "：")):
        signs = signs.replace(latin, wide)
    if signs.endswith("."):
        signs = f"{signs[:-1]}。"
    return signs.replace(" ", "")


def in_thai(text: str) -> str:
    """Write a text in Thai letters: blanks stand between sentences alone, and nothing else does."""
    signs = _in_signs(text, _thai_letters).replace(". ", "\x00").replace(",", "")
    return signs.replace(" ", "").replace("\x00", " ").removesuffix(".")


def _in_signs(text: str, written: Rewrite) -> str:
    text = text.replace("&amp;", "").replace("&nbsp;", " ")
    return _WORD.sub(lambda found: written(found[0]), text)


def _signs(word: str) -> str:
    number = zlib.crc32(word.lower().encode())
    first = chr(_HAN + number % _HANS)
    return first if len(word) < 5 else first + chr(_HAN + number // _HANS % _HANS)


def _thai_letters(word: str) -> str:
    number = zlib.crc32(word.lower().encode())
    return "".join(_THAI[number >> 4 * (at % 8) & 15] for at in range(len(word)))


def _without_names(markup: str, rng: random.Random) -> str:
    gone: dict[str, bool] = {}
    share = rng.choice((0.5, 1.0, 1.0))

    def _kept(found: re.Match[str]) -> str:
        if found[0] not in gone:
            gone[found[0]] = rng.random() < share
        return "" if gone[found[0]] else found[0]

    return _NAMES.sub(_kept, markup)


def _paragraphs_as_blocks(markup: str) -> str:
    return _PARAGRAPH.sub(r"<\1div\2>", markup)


def _paragraphs_as_breaks(markup: str) -> str:
    return _PARAGRAPH.sub(lambda found: "<br><br>" if found[1] else "", markup)


def _without_semantics(markup: str) -> str:
    return _SEMANTIC.sub(r"<\1div", markup)


def _bold_headings(markup: str) -> str:
    return _HEADING.sub(
        lambda found: "</strong></p>" if found[1] else f"<p{found[2]}><strong>", markup
    )


def _headings_as_blocks(markup: str) -> str:
    return _HEADING.sub(r"<\1div\2>", markup)


def _lists_as_blocks(markup: str) -> str:
    return _LIST.sub(r"<\1div", markup)


def _lists_as_breaks(markup: str) -> str:
    return _LIST_TAG.sub(lambda found: "<br>" if found[0] == "</li>" else "", markup)
