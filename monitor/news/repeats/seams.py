"""Where one text begins or ends inside another: drafts -> drafts cut there, too.

That finds the glue points that no punctuation shows. The heads of all keys are looked for at once
(Aho-Corasick); where one is found, what follows tells whether the whole key stands there, whether
the text there ends with how the key begins, or whether the key says its beginning twice.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TypeAlias

import ahocorasick_rs

from monitor.news.repeats.drafts import CLOSERS, JOINT, Draft, offsets_after
from monitor.news.repeats.invitations import READ_ON, READ_ON_ALONE
from monitor.news.repeats.letters import weigh

_HEAD = 12  # letters of a key that are looked for inside other blocks
_SHORTEST_HEAD = 5  # … in Chinese, Japanese or Korean
_SURE = 40  # letters that are a copy even where nothing shows their borders
_MANY_TWINS = 4  # keys that share a head; more are a list of equal beginnings
# Hits of heads per unit above which a text is one pattern repeated: cutting it finds nothing.
_MANY_HITS = 30
_INVITATIONS = tuple(sorted(READ_ON, key=len, reverse=True))
_BINDING = frozenset(" \u00a0-\u2010\u2011'’")

_Hit: TypeAlias = tuple[int, int, bool]  # first letter, last, whether long enough to be sure
_Points: TypeAlias = dict[str, set[int]]


class _Whole:
    """All keys joined to one text, and where drafts and units begin and end in it."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        flats = ["".join(draft.keys) for draft in drafts]
        self.text = JOINT.join(flats)
        self.starts = list(accumulate((len(flat) + 1 for flat in flats), initial=0))
        self.edges: list[int] = []  # rising
        for start, draft in zip(self.starts, drafts, strict=False):
            self.edges.append(start)
            self.edges.extend(accumulate(map(len, draft.keys), initial=start))
        self.edges.append(self.starts[-1])
        self.known = frozenset(self.edges)

    def edges_between(self, start: int, end: int) -> list[int]:
        return self.edges[bisect_right(self.edges, start) : bisect_left(self.edges, end)]

    def equal_length(self, key: str, start: int) -> int:
        """Return how many letters of ``key`` stand at ``start``."""
        low, high = 0, len(key)
        while low < high:
            middle = (low + high + 1) // 2
            if self.text.startswith(key[:middle], start):
                low = middle
            else:
                high = middle - 1
        return low


def cut_at_seams(drafts: Sequence[Draft]) -> bool:
    """Cut drafts where the text of another unit begins or ends inside them; tell if any was."""
    heads = _heads(drafts)
    if not heads:
        return False
    whole = _Whole(drafts)
    hits: dict[int, list[_Hit]] = {}
    points: _Points = {}
    for key, start in _hits(whole, heads, sum(len(draft.keys) for draft in drafts)):
        end = start + len(key)
        if not whole.text.startswith(key, start):
            end = _end_of_part(whole, key, start)
            if not end:
                continue
            points.setdefault(key, set()).add(end - start)
        if start not in whole.known or end not in whole.known:
            at = bisect_right(whole.starts, start) - 1
            first = start - whole.starts[at]
            hits.setdefault(at, []).append((first, first + end - start, end - start >= _SURE))
        elif inside := whole.edges_between(start, end):  # elsewhere it is cut
            points.setdefault(key, set()).update(edge - start for edge in inside)
    for at, found in hits.items():
        for key, point in _clean_points(drafts[at], found):
            points.setdefault(key, set()).add(point)
    for draft in drafts if points else ():
        draft.cut(points)
    return bool(points)


def cut_invitation(draft: Draft) -> None:
    """Cut a 'Read more' off the last words of a block."""
    last = draft.keys[-1] if draft.keys else ""
    # an invitation may end with a shorter one: 阅读全文, 全文
    if last not in READ_ON_ALONE and last.endswith(_INVITATIONS):
        for phrase in _INVITATIONS:
            count = len(last) - len(phrase)
            if count > 0 and last.endswith(phrase):
                text = draft.text[slice(*draft.spans[-1])]
                if _parts(text, offsets_after(text, [count])[0]):
                    draft.cut({last: {count}})
                return


def _heads(drafts: Sequence[Draft]) -> dict[str, list[str]]:
    """Return the keys by how they begin."""
    heads: dict[str, list[str]] = {}
    for key in dict.fromkeys(key for draft in drafts if not draft.cut_short for key in draft.keys):
        if len(key) >= _HEAD or (len(key) >= _SHORTEST_HEAD and weigh(key) >= _HEAD):
            heads.setdefault(key[:_HEAD], []).append(key)
    return heads


def _hits(whole: _Whole, heads: dict[str, list[str]], units: int) -> Iterator[tuple[str, int]]:
    """Yield each key and where its head stands, unless the text is one pattern repeated."""
    names = list(heads)
    finder = ahocorasick_rs.AhoCorasick(
        names, implementation=ahocorasick_rs.Implementation.ContiguousNFA
    )
    found = finder.find_matches_as_indexes(whole.text, overlapping=True)
    if len(found) <= _MANY_HITS * units:
        for name, start, _ in found:
            for key in heads[names[name]][:_MANY_TWINS]:
                yield key, start


def _end_of_part(whole: _Whole, key: str, start: int) -> int:
    """Return where text at ``start`` that begins like ``key`` ends as a copy of it; 0 if it isn't.

    Either a unit ends there, or the text at ``start`` is how the same key goes on: it is told twice.
    """
    end = start + whole.equal_length(key, start)
    if weigh(whole.text[start:end]) < _SURE:
        return 0
    edge = whole.edges[bisect_right(whole.edges, end) - 1]
    if edge > start and start not in whole.known and weigh(whole.text[start:edge]) >= _SURE:
        return edge
    begin = whole.edges[bisect_right(whole.edges, start) - 1]
    if begin < start <= end - (start - begin) and whole.text.startswith(key, begin):
        return 2 * start - begin
    return 0


def _clean_points(draft: Draft, hits: list[_Hit]) -> list[tuple[str, int]]:
    """Return the keys to be cut and after how many letters, where text parts at both ends."""
    points = sorted({point for start, end, _ in hits for point in (start, end)})
    begins = {start for start, _, sure in hits if sure}
    joints = {start for start, _, _ in hits} & {end for _, end, _ in hits}
    places: dict[int, tuple[str, int]] = {}  # points inside of units
    dirty: set[int] = set()
    at = 0
    for (start, end), key in zip(draft.spans, draft.keys, strict=True):
        inside = points[bisect_right(points, at) : bisect_left(points, at + len(key))]
        text = draft.text[start:end]
        offsets = offsets_after(text, [point - at for point in inside])
        places.update(
            (point, (key, point - at))
            for point, offset in zip(inside, offsets, strict=True)
            if point in joints
            or (point in begins and not _is_inside_figure(text, offset))
            or not _is_inside_word(text, offset)
        )
        dirty.update(
            point for point, offset in zip(inside, offsets, strict=True) if not _parts(text, offset)
        )
        at += len(key)
    return [
        places[point]
        for start, end, sure in hits
        if sure or (start not in dirty and end not in dirty)
        for point in (start, end)
        if point in places
    ]


def _is_inside_figure(text: str, offset: int) -> bool:
    return text[offset - 1 : offset].isdigit() and text[offset : offset + 1].isdigit()


def _is_inside_word(text: str, offset: int) -> bool:
    """Tell a place in a figure, a word or a name such as 'core.editor': no copy ends there."""
    before, after = text[offset - 1 : offset], text[offset : offset + 1]
    is_in_word = after.islower() and (before.isalpha() or before == ".")
    return is_in_word or _is_inside_figure(text, offset)


def _parts(text: str, offset: int) -> bool:
    """Tell whether something else may begin at ``offset``: after punctuation, or not small."""
    if text[offset : offset + 1] in CLOSERS:
        return True
    if not text[offset : offset + 1].islower():
        first = next((sign for sign in text[offset : offset + 8] if sign.isalnum()), "A")
        if not first.islower():
            return True
    before = text[offset - 1 : offset]
    return (not before.isalnum() and before not in _BINDING) or (
        before.isspace() and not text[offset - 2 : offset - 1].isalnum()
    )
