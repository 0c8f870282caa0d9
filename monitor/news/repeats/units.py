"""Blocks cut into comparable pieces: blocks -> units whose keys are equal where readers see copies."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from monitor.news.model import Block, BlockKind
from monitor.news.repeats.drafts import CLOSERS, JOINT, Draft, drafts_of
from monitor.news.repeats.invitations import READ_ON_ALONE
from monitor.news.repeats.letters import weigh
from monitor.news.repeats.seams import cut_at_seams, cut_invitation

_STRUCTURE = frozenset((BlockKind.TABLE_ROW, BlockKind.CODE))
_SHORT = frozenset((BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.CAPTION))
_SPARED_BELOW = 40  # letters of a heading, a list item or a caption, …
_LONGEST_LINE = 100
_QUESTION_SPARED_BELOW = 60  # … or of a question that stands alone
_BARS_OF_A_ROW = 2
_LONGEST_ROW = 400  # letters of what bars make a row of a table
_STOPS = frozenset(".!?…。！？।؟۔")
_CLOSING = frozenset("".join(CLOSERS.values()))
_ENDS = _STOPS | frozenset(":：;；")
_BREAKS = _ENDS | frozenset("—–|")  # also what a place or a time stands before
_ASKING = ("?", "？", "؟", ":", "：")  # the answer comes after, or the list


class Unit(NamedTuple):
    """A piece of a block: where it stands, what it says, how much that weighs.

    Thousands are made for an article; a tuple is made five times as fast as a frozen dataclass.
    """

    block: int
    start: int
    end: int
    key: str
    weight: float
    first: bool  # begins its block
    last: bool  # ends its block, but for an invitation to read on
    opens: bool  # at the beginning of a sentence
    closes: bool  # at the end of one
    from_break: bool  # a stop, a colon or a dash parts it from what is before
    to_break: bool  # … and from what comes after
    begins_sentence: bool  # a stop or a quotation mark, not a comma, parts it from what is before
    ends_sentence: bool  # … and from what comes after
    asks: bool  # ends in a question mark or a colon
    lower: bool  # begins in lower case
    plain: int  # how little its text was bent: of two copies the plainer is kept
    spared: bool  # of a kind that repeats by nature: alone it is never a copy
    item: int  # the number of the list that it is an item of, or 0
    line: bool  # of a short block that ends in no stop: a heading, an item of a list


def cut(blocks: Sequence[Block]) -> list[Unit]:
    """Return the units of all blocks in order; together they cover all text but blanks.

    Where nothing is said twice and no text is cut short, there are none.
    """
    drafts = drafts_of(dict.fromkeys(block.text for block in blocks))
    distinct = list(drafts.values())
    for draft in distinct:
        cut_invitation(draft)
    if not cut_at_seams(distinct) and len(distinct) == len(blocks) and not _is_odd(distinct):
        return []
    units: list[Unit] = []
    known: dict[tuple[Block, int], list[Unit]] = {}
    for index, (block, item) in enumerate(zip(blocks, _lists(blocks), strict=True)):
        if (block, item) in known:
            units += [Unit(index, *unit[1:]) for unit in known[block, item]]
        else:
            known[block, item] = _units(index, block, drafts[block.text], item)
            units += known[block, item]
    return units


def _lists(blocks: Sequence[Block]) -> list[int]:
    """Number the lists of two items and more: for each block the number of its list, or 0."""
    numbers: list[int] = []
    for number, (kind, run) in enumerate(groupby(blocks, key=lambda block: block.kind), 1):
        length = len(list(run))
        is_list = kind is BlockKind.LIST_ITEM and length > 1
        numbers += [number if is_list else 0] * length
    return numbers


def _is_odd(drafts: Sequence[Draft]) -> bool:
    """Tell whether a sentence stands twice or a text is cut short."""
    keys = [key for draft in drafts for key in draft.keys]
    return len(set(keys)) < len(keys) or any(draft.cut_short for draft in drafts)


def _units(index: int, block: Block, draft: Draft, item: int) -> list[Unit]:
    weights = [0 if key[0] == JOINT else weigh(key) for key in draft.keys]
    last = _last(draft.keys)
    spared = _is_spared(block, sum(weights))
    line = sum(weights) < _LONGEST_LINE and not set(block.text[-3:]) & _ENDS
    bent = last < len(draft.keys) - 1 or draft.cut_short or _is_shouted(block.text)
    stopped = [_is_stopped(draft, start) for start, _ in draft.spans]
    clean = [at or _is_clean(draft, span[0]) for at, span in zip(stopped, draft.spans, strict=True)]
    clean.append(True)
    return [
        Unit(
            block=index,
            start=start,
            end=end,
            key=key,
            weight=weights[at],
            first=at == 0,
            last=at == last,
            opens=clean[at],
            closes=clean[at + 1],
            from_break=stopped[at] or _sign_before(draft.text, start) in _BREAKS,
            to_break=_is_stop(draft, end) or draft.text[end - 1] in _BREAKS,
            begins_sentence=stopped[at] or _is_quotation(draft.text[start:end]),
            ends_sentence=_is_stop(draft, end) or _is_closed(draft.text, end),
            asks=draft.text[end - 1] in _ASKING,
            lower=_first_letter(draft.text, start).islower(),
            plain=2 * (not bent) + (at == 0 and at == last),
            spared=spared,
            item=item,
            line=line,
        )
        for at, ((start, end), key) in enumerate(zip(draft.spans, draft.keys, strict=True))
    ]


def _is_spared(block: Block, weight: float) -> bool:
    """Tell a block that repeats by nature: a row, a short heading, the question of an interview."""
    if block.kind in _SHORT and weight < _SPARED_BELOW:
        return True
    is_question = block.text.endswith(_ASKING) and weight < _QUESTION_SPARED_BELOW
    has_bars = block.text.count("|") >= _BARS_OF_A_ROW and weight < _LONGEST_ROW
    return block.kind in _STRUCTURE or has_bars or is_question


def _is_shouted(text: str) -> bool:
    return text.isupper() and 2 * sum(sign.isupper() for sign in text) > len(text)


def _last(keys: list[str]) -> int:
    """Return the last unit of a block but for an invitation to read on."""
    last = len(keys) - 1
    while last > 0 and keys[last] in READ_ON_ALONE:
        last -= 1
    return last


def _is_stopped(draft: Draft, start: int) -> bool:
    """Tell whether a sentence begins at ``start``."""
    return start in draft.edges or _sign_before(draft.text, start) in _STOPS


def _is_quotation(text: str) -> bool:
    """Tell whether a text begins with a mark that is not closed before its end."""
    closers = CLOSERS.get(text[0])
    return closers is not None and set(text[1:-2]).isdisjoint(closers)


def _sign_before(text: str, start: int) -> str:
    """Return the last sign before ``start`` that is no blank."""
    start -= 1
    while text[start].isspace():
        start -= 1
    return text[start]


def _is_stop(draft: Draft, end: int) -> bool:
    """Tell whether a sentence ends at ``end``."""
    return end in draft.edges or draft.text[end - 1] in _STOPS


def _is_closed(text: str, end: int) -> bool:
    """Tell whether a quotation ends at ``end``."""
    return not _CLOSING.isdisjoint(text[max(0, end - 2) : end])


def _first_letter(text: str, start: int) -> str:
    return next((sign for sign in text[start : start + 8] if sign.isalnum()), "a")


def _is_clean(draft: Draft, start: int) -> bool:
    """Tell whether punctuation or glue shows that something may begin at ``start``."""
    first = _first_letter(draft.text, start)
    if first.islower():
        return False
    is_glued = not draft.text[start - 1].isspace() and first.isupper()
    return is_glued or not _sign_before(draft.text, start).isalnum()
