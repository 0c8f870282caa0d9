"""Block texts on their way to units: texts -> spans and keys, cut at sentence ends and where told.

A key is the letters and digits of a piece (NFKC, case folded), so that quotes, dashes, blanks and
Unicode forms cost nothing. Cutting a key after so many letters cuts its text at the same place.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeAlias

from monitor.news.repeats.invitations import is_cut_short
from monitor.news.repeats.letters import letters
from monitor.news.sentences import sentence_spans

# A letter of a script that no outlet writes: survives the reduction to letters, marks the joints.
JOINT = "\ua840"
CLOSERS = {
    '"': '"', "“": "”", "„": "“”", "‘": "’", "‚": "‘’", "«": "»", "‹": "›",
    "「": "」", "『": "』", "《": "》",
}  # fmt: skip
"""How quotations that begin with these marks end."""
_OPENING = frozenset(CLOSERS).union("'([{¿¡〈（【#*-–—•·")
_FARTHEST = 1 << 60

Points: TypeAlias = Mapping[str, AbstractSet[int]]
"""Keys, and after how many letters each is cut, wherever it stands."""

_Span: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class Draft:
    """A distinct block text: spans that cover all of it but blanks, and their keys, side by side."""

    text: str
    spans: list[_Span]
    keys: list[str]
    edges: frozenset[int]  # where sentences begin or end
    cut_short: bool  # ends in an ellipsis: its last words are no unit of any other text

    def cut(self, points: Points) -> None:
        """Cut the pieces whose keys are in ``points``."""
        if points.keys().isdisjoint(self.keys):
            return
        spans: list[_Span] = []
        keys: list[str] = []
        for (start, end), key in zip(self.spans, self.keys, strict=True):
            cuts = _between_signs(self.text[start:end], sorted(points.get(key, ())))
            counts = [count for count, _ in cuts]
            begins = [start, *(start + offset for _, offset in cuts)]
            lows = [0, *counts]
            spans += [
                _stripped(self.text, *span) for span in zip(begins, [*begins[1:], end], strict=True)
            ]
            keys += [key[low:high] for low, high in zip(lows, [*counts, len(key)], strict=True)]
        self.spans, self.keys = spans, keys


def drafts_of(texts: Iterable[str]) -> dict[str, Draft]:
    """Return a draft for each text, cut at sentence ends."""
    spans = {text: sentence_spans(text, lines=False) for text in texts}
    pieces = [text[start:end] for text, found in spans.items() for start, end in found]
    keys = iter(_keys(pieces))
    drafts = {}
    for text, found in spans.items():
        own = [next(keys) for _ in found]
        if len(own) > 1 and any(key[0] == JOINT for key in own):
            found, own = _join_punctuation(found, own)
        edges = frozenset(edge for span in found for edge in span)
        drafts[text] = Draft(text, found, own, edges, is_cut_short(text))
    return drafts


def _keys(pieces: list[str]) -> list[str]:
    """Reduce all pieces in one go; a piece without letters is its own key behind a joint."""
    if not pieces:
        return []
    joined = "\n".join(pieces)
    if JOINT in joined:
        pieces = [piece.replace(JOINT, " ") for piece in pieces]
    found = letters(JOINT.join(pieces)).split(JOINT)
    return [key or JOINT + piece for key, piece in zip(found, pieces, strict=True)]


def _join_punctuation(spans: list[_Span], keys: list[str]) -> tuple[list[_Span], list[str]]:
    """Give pieces without letters to the piece before, at the beginning to the one after."""
    joined: list[_Span] = []
    own: list[str] = []
    for span, key in zip(spans, keys, strict=True):
        if own and (key[0] == JOINT or own[-1][0] == JOINT):
            joined[-1] = (joined[-1][0], span[1])
            own[-1] = key if own[-1][0] == JOINT else own[-1]
        else:
            joined.append(span)
            own.append(key)
    return joined, own


def _stripped(text: str, start: int, end: int) -> _Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _between_signs(text: str, counts: Sequence[int]) -> list[tuple[int, int]]:
    """Return the counts, with their offsets, that leave something on both sides: none inside '¼'."""
    cuts: list[tuple[int, int]] = []
    last = 0
    for count, offset in zip(counts, offsets_after(text, counts), strict=True):
        if text[last:offset].strip() and text[offset:].strip():
            cuts.append((count, offset))
            last = offset
    return cuts


def offsets_after(text: str, counts: Sequence[int]) -> list[int]:
    """Return where in ``text`` as many letters as each of ``counts`` (ascending) have passed."""
    if not counts:
        return []
    if not unicodedata.is_normalized("NFC", text):
        return [_search(text, count) for count in counts]
    found: list[int] = []
    passed = 0
    wanted = iter(counts)
    count = next(wanted)
    for offset, sign in enumerate(text):
        while passed >= count and sign.isalnum():
            found.append(_before_opening(text, offset))
            count = next(wanted, _FARTHEST)
        passed += sign.isalnum() if sign.isascii() else len(letters(sign))
    return found + [len(text)] * (len(counts) - len(found))


def _search(text: str, count: int) -> int:
    """Bisect for the offset after which the next letter is the one past ``count``."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        if len(letters(text[: middle + 1])) > count:
            high = middle
        else:
            low = middle + 1
    return _before_opening(text, low)


def _before_opening(text: str, offset: int) -> int:
    """Give opening quotes and brackets to what follows, when a blank or text stands before."""
    while offset and text[offset - 1] in _OPENING:
        offset -= 1
    mark = offset - 1  # « a blank inside »
    while mark > 0 and text[mark].isspace():
        mark -= 1
    is_spaced = 0 <= mark < offset - 1 and text[mark] in CLOSERS
    return mark if is_spaced and text[mark - 1 : mark].strip() == "" else offset
