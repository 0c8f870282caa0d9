"""Blocks cut into comparable pieces: blocks -> units whose keys are equal where readers see copies.

A key is the letters and digits of a piece (NFKC, case folded), so that quotes, dashes, blanks and
Unicode forms cost nothing. Blocks are cut at sentence ends and wherever the key of another piece
begins or ends inside them: that finds the glue points that no punctuation shows.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias

import ahocorasick_rs

from monitor.news.model import Block, BlockKind
from monitor.news.repeats.letters import READ_ON, is_cut_short, letters, weigh
from monitor.news.sentences import sentence_spans

# A letter of a script that no outlet writes: survives the reduction to letters, marks the joints.
_JOINT = "\ua840"
_HEAD = 12  # letters of a key that are looked for inside other blocks
_SHORTEST_HEAD = 5
_SURE = 40  # letters of a key that is a copy even where nothing shows its borders
_MANY_TWINS = 4  # keys that share a head; more are a list of equal beginnings
# Hits of heads per unit above which a text is one pattern repeated: cutting it finds nothing.
_MANY_HITS = 30
_STRUCTURE = frozenset((BlockKind.TABLE_ROW, BlockKind.CODE))
_SHORT = frozenset((BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.CAPTION))
_SPARED_BELOW = 40  # letters of a heading, a list item or a caption, …
_QUESTION_SPARED_BELOW = 80  # … or of a question that stands alone
_QUESTION_MARKS = ("?", "？", "؟")

_INVITATIONS = tuple(sorted(READ_ON, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a block: where it stands, what it says, how much that weighs."""

    block: int
    start: int
    end: int
    key: str
    weight: float
    first: bool  # begins its block
    last: bool  # ends its block, but for an invitation to read on
    opens: bool  # at the beginning of a sentence
    closes: bool  # at the end of one
    ends_sentence: bool  # a stop, not only a cut, closes it
    plain: int  # how little its text was bent: of two copies the plainer is kept
    spared: bool  # of a kind that repeats by nature: alone it is never a copy


_Hit: TypeAlias = tuple[int, int, bool]  # first letter, last, whether long enough to be sure


@dataclass(slots=True)
class _Draft:
    """A distinct block text on its way to units: spans and keys side by side."""

    text: str
    spans: list[tuple[int, int]]
    keys: list[str]
    edges: frozenset[int]  # where sentences begin or end
    cut_short: bool  # ends in an ellipsis: its last words are no unit of any other text


def cut(blocks: Sequence[Block]) -> list[Unit]:
    """Return the units of all blocks in order; together they cover all text but blanks."""
    drafts = _drafts(dict.fromkeys(block.text for block in blocks))
    distinct = list(drafts.values())
    found = _cut_at_copies(distinct)
    if found or len(distinct) < len(blocks):
        for draft in distinct:
            _cut_invitation(draft)
        _cut_at_copies(distinct)  # what was left over may be a copy, too
    units: list[Unit] = []
    for index, block in enumerate(blocks):
        draft = drafts[block.text]
        spared = _is_spared(block, sum(map(weigh, draft.keys)))
        last = _last(draft.keys)
        plain = 2 * (
            last == len(draft.keys) - 1 and not draft.cut_short and not _is_shouted(block.text)
        )
        clean = [_is_clean(draft, start) for start, _ in draft.spans] + [True]
        units.extend(
            Unit(
                index,
                start,
                end,
                key,
                0 if key[0] == _JOINT else weigh(key),
                at == 0,
                at == last,
                clean[at],
                clean[at + 1],
                end in draft.edges,
                plain + (at == 0 and at == last),
                spared,
            )
            for at, ((start, end), key) in enumerate(zip(draft.spans, draft.keys, strict=True))
        )
    return units


def _is_spared(block: Block, weight: float) -> bool:
    """Tell a block that repeats by nature: a row, a short heading, the question of an interview."""
    if block.kind in _SHORT and weight < _SPARED_BELOW:
        return True
    is_question = block.text.endswith(_QUESTION_MARKS) and weight < _QUESTION_SPARED_BELOW
    return block.kind in _STRUCTURE or is_question


def _is_shouted(text: str) -> bool:
    return text.isupper() and 2 * sum(sign.isupper() for sign in text) > len(text)


def _last(keys: list[str]) -> int:
    """Return the last unit of a block but for an invitation to read on."""
    last = len(keys) - 1
    while last > 0 and keys[last] in READ_ON:
        last -= 1
    return last


def _is_clean(draft: _Draft, start: int) -> bool:
    """Tell whether a sentence, or what looks like one, begins at ``start``."""
    if start in draft.edges:
        return True
    first = next((sign for sign in draft.text[start : start + 8] if sign.isalnum()), "a")
    return not first.islower()


def _drafts(texts: Iterable[str]) -> dict[str, _Draft]:
    spans = {text: sentence_spans(text, lines=False) for text in texts}
    pieces = [text[start:end] for text, found in spans.items() for start, end in found]
    keys = iter(_keys(pieces))
    drafts = {}
    for text, found in spans.items():
        own = [next(keys) for _ in found]
        if len(own) > 1 and any(key[0] == _JOINT for key in own):
            found, own = _join_punctuation(found, own)
        edges = frozenset(edge for span in found for edge in span)
        drafts[text] = _Draft(text, found, own, edges, is_cut_short(text))
    return drafts


def _join_punctuation(
    spans: list[tuple[int, int]], keys: list[str]
) -> tuple[list[tuple[int, int]], list[str]]:
    """Give pieces without letters to the piece before, at the beginning to the one after."""
    joined: list[tuple[int, int]] = []
    own: list[str] = []
    for span, key in zip(spans, keys, strict=True):
        if own and (key[0] == _JOINT or own[-1][0] == _JOINT):
            joined[-1] = (joined[-1][0], span[1])
            own[-1] = key if own[-1][0] == _JOINT else own[-1]
        else:
            joined.append(span)
            own.append(key)
    return joined, own


def _keys(pieces: list[str]) -> list[str]:
    """Reduce all pieces in one go; a piece without letters is its own key behind a joint."""
    joined = "\n".join(pieces)
    if _JOINT in joined:
        pieces = [piece.replace(_JOINT, " ") for piece in pieces]
    found = letters(_JOINT.join(pieces)).split(_JOINT)
    return [key or _JOINT + piece for key, piece in zip(found, pieces, strict=True)]


def _cut_at_copies(drafts: list[_Draft]) -> bool:
    """Cut drafts where the key of a unit begins or ends inside another one; tell if any was."""
    heads: dict[str, list[str]] = {}
    for key in dict.fromkeys(key for draft in drafts if not draft.cut_short for key in draft.keys):
        if len(key) >= _SHORTEST_HEAD and weigh(key) >= _HEAD:
            heads.setdefault(key[:_HEAD], []).append(key)
    if len(heads) < 2:
        return False
    units = sum(len(draft.keys) for draft in drafts)
    flats = ["".join(draft.keys) for draft in drafts]
    starts = list(accumulate((len(flat) + 1 for flat in flats), initial=0))
    whole = _JOINT.join(flats)
    names = list(heads)
    finder = ahocorasick_rs.AhoCorasick(
        names, implementation=ahocorasick_rs.Implementation.ContiguousNFA
    )
    hits = finder.find_matches_as_indexes(whole, overlapping=True)
    if len(hits) > _MANY_HITS * units:
        return False
    cuts: dict[int, list[_Hit]] = {}
    points: dict[str, set[int]] = {}
    edges = _edges(drafts)
    known = set(edges)
    for name, start, _ in hits:
        for key in heads[names[name]][:_MANY_TWINS]:
            if not whole.startswith(key, start):
                continue
            end = start + len(key)
            if start not in known or end not in known:
                at = bisect_right(starts, start) - 1
                cuts.setdefault(at, []).append(
                    (start - starts[at], end - starts[at], len(key) >= _SURE)
                )
            elif edges[low := bisect_right(edges, start)] < end:  # elsewhere it is cut
                inside = edges[low : bisect_left(edges, end)]
                points.setdefault(key, set()).update(edge - start for edge in inside)
    return _cut(drafts, cuts, points)


def _cut(drafts: list[_Draft], cuts: dict[int, list[_Hit]], points: dict[str, set[int]]) -> bool:
    """Cut out what was found, where it begins and ends like a sentence; tell if any does.

    ``points`` says for keys after how many letters they are cut, wherever they stand.
    """
    for at, hits in cuts.items():
        for key, point in _clean_points(drafts[at], hits):
            points.setdefault(key, set()).add(point)
    for draft in drafts if points else ():
        if not points.keys().isdisjoint(draft.keys):
            _cut_draft(draft, points)
    return bool(points)


def _cut_invitation(draft: _Draft) -> None:
    """Cut a 'Read more' off the last words of a block."""
    last = draft.keys[-1] if draft.keys else ""
    if last.endswith(_INVITATIONS):
        for phrase in _INVITATIONS:
            if last.endswith(phrase) and len(last) > len(phrase):
                _cut_draft(draft, {last: {len(last) - len(phrase)}})
                return


def _edges(drafts: list[_Draft]) -> list[int]:
    """Return the unit borders of all drafts as offsets in their joined keys, rising."""
    edges: list[int] = []
    at = 0
    for draft in drafts:
        edges.append(at)
        edges.extend(accumulate((len(key) for key in draft.keys), initial=at))
        at = edges[-1] + 1
    edges.append(at)
    return edges


def _cut_draft(draft: _Draft, points: Mapping[str, set[int]]) -> None:
    """Cut the units whose keys are in ``points`` after as many letters."""
    spans: list[tuple[int, int]] = []
    keys: list[str] = []
    for (start, end), key in zip(draft.spans, draft.keys, strict=True):
        counts = sorted(points.get(key, ()))
        low = 0
        offsets = _offsets(draft.text[start:end], counts) if counts else []
        begin = start
        for count, offset in zip(counts, offsets, strict=True):
            _append(draft.text, begin, start + offset, key[low:count], spans, keys)
            begin, low = start + offset, count
        _append(draft.text, begin, end, key[low:], spans, keys)
    draft.spans, draft.keys = spans, keys


def _clean_points(draft: _Draft, hits: list[_Hit]) -> list[tuple[str, int]]:
    """Return the keys to be cut and after how many letters, where text parts at both ends."""
    points = sorted({point for start, end, _ in hits for point in (start, end)})
    places: dict[int, tuple[str, int]] = {}  # points inside of units
    dirty: set[int] = set()
    at = 0
    for (start, end), key in zip(draft.spans, draft.keys, strict=True):
        inside = points[bisect_right(points, at) : bisect_left(points, at + len(key))]
        if inside:
            text = draft.text[start:end]
            offsets = _offsets(text, [point - at for point in inside])
            places.update((point, (key, point - at)) for point in inside)
            dirty.update(
                point
                for point, offset in zip(inside, offsets, strict=True)
                if not _parts(text, offset)
            )
        at += len(key)
    return [
        places[point]
        for start, end, sure in hits
        if sure or (start not in dirty and end not in dirty)
        for point in (start, end)
        if point in places
    ]


_BINDING = frozenset(" \u00a0-\u2010\u2011'’")


def _parts(text: str, offset: int) -> bool:
    """Tell whether something else may begin at ``offset``: after punctuation, or not small."""
    if not text[offset : offset + 1].islower():
        first = next((sign for sign in text[offset : offset + 8] if sign.isalnum()), "A")
        if not first.islower():
            return True
    before = text[offset - 1 : offset]
    return (not before.isalnum() and before not in _BINDING) or (
        before.isspace() and not text[offset - 2 : offset - 1].isalnum()
    )


def _append(
    text: str, start: int, end: int, key: str, spans: list[tuple[int, int]], keys: list[str]
) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    spans.append((start, end))
    keys.append(key)


_OPENING = frozenset("\"'“‘„‚«‹([{¿¡「『《〈（【#*-–—•·")


def _offsets(text: str, counts: list[int]) -> list[int]:
    """Return where in ``text`` as many letters as each of ``counts`` (ascending) have passed."""
    if not unicodedata.is_normalized("NFC", text):
        return [_search(text, count) for count in counts]
    found: list[int] = []
    passed = 0
    wanted = iter(counts)
    count = next(wanted)
    for offset, sign in enumerate(text):
        while passed >= count and sign.isalnum():
            found.append(_before_opening(text, offset))
            count = next(wanted, 1 << 60)
        passed += (1 if sign.isalnum() else 0) if sign.isascii() else len(letters(sign))
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
    return offset
