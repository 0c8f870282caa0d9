"""Candidates -> the article's own: the element that holds most running text, trimmed.

Paragraphs vote for the elements that hold them, the nearer the more (Readability's idea); what
stands in the winner, or looks the same right beside it, is the article. Furniture, blocks of
links and the tail after the last strong paragraph go.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.news.article.blocks import BODY, Candidate
from monitor.news.model import BlockKind

STRONG = 60  # letters of a paragraph that votes; a Chinese sign counts for two and a half
LINKED = 0.5  # share of links from which a block is a list of links
HEAVY_SIGN = 2.5
REACH = 4  # levels over a paragraph that get its vote
DECAY = 0.6  # of a vote, for each level up
HOLDS = 0.3  # share of all running text from which a suspect element is the article's own
MOST_REMOVED = 60
CLIMBS = 4  # levels over the winner that may hold more of the article
ADDS = 0.25  # share of the winner's text that a level must add
MUDDY = 0.15  # of other text, against the running text that it adds
LIGHT = 0.2  # share of links in running text

_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_END = re.compile(r"[.!?。！？…:：;”\"’'»）)\]]\s*$")


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of the article, and what near it was left out."""

    kept: tuple[Candidate, ...]
    left_out: tuple[Candidate, ...]


def choose(candidates: Sequence[Candidate], words: Mapping[int, str]) -> Body:
    """Return the blocks that are the article; all that is no furniture where nothing stands out."""
    furniture = _furniture(candidates)
    best = _best(candidates, words, furniture)
    if best is None:
        return Body(tuple(one for one in candidates if _is_text(one, furniture)), ())
    best = _widened(best, candidates, furniture)
    inside = [index for index, one in enumerate(candidates) if best in one.path]
    first, last = inside[0], inside[-1]
    chosen = {index for index in inside if _is_text(candidates[index], furniture)}
    chosen -= _tail(candidates, sorted(chosen))
    kept = tuple(candidates[index] for index in sorted(chosen))
    near = range(max(0, first - 5), min(len(candidates), last + 6))
    left = tuple(candidates[index] for index in near if index not in chosen)
    return Body(kept, left[:MOST_REMOVED])


def weight(text: str) -> float:
    """Return the length of a text in Latin letters: signs of other scripts say more each."""
    return len(text) + (HEAVY_SIGN - 1) * len(_WIDE.findall(text))


def _furniture(candidates: Sequence[Candidate]) -> frozenset[int]:
    """Return the suspects that are furniture: one that holds much of the page's text is not."""
    held: dict[int, float] = {}
    total = 0.0
    for one in candidates:
        size = weight(one.text)
        if size < STRONG or one.link_share > LINKED:
            size = 0.0
        total += size
        for suspect in one.suspects:
            held[suspect] = held.get(suspect, 0.0) + size
    return frozenset(suspect for suspect, size in held.items() if size <= HOLDS * total)


def _best(
    candidates: Sequence[Candidate], words: Mapping[int, str], furniture: frozenset[int]
) -> int | None:
    votes: dict[int, float] = {}
    for one in candidates:
        size = weight(one.text)
        if _in(furniture, one) or size < STRONG or one.link_share > LINKED:
            continue
        if one.kind is BlockKind.HEADING:
            continue
        vote = min(size, 1200.0) * (1.0 if _END.search(one.text) else 0.4)
        vote *= 0.4 if one.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW} else 1.0
        # the block's own element is no container
        holders = one.path[:-1] if one.tag in {"p", "li", "blockquote", "pre"} else one.path
        for level, element in enumerate(reversed(holders[-REACH:])):
            gain = vote * DECAY**level * _bonus(words.get(element, ""))
            votes[element] = votes.get(element, 0.0) + gain
    if not votes:
        return None
    return max(votes, key=lambda element: (votes[element], -element))


def _widened(best: int, candidates: Sequence[Candidate], furniture: frozenset[int]) -> int:
    """Climb from the winner while what that adds is running text too: bodies come in pieces."""
    place = next(one.path for one in candidates if best in one.path)
    above = place[: place.index(best)][-CLIMBS:]
    texts = [one for one in candidates if _is_text(one, furniture)]
    for parent in reversed(above):
        own = strong = rest = 0.0
        for one in texts:
            if parent not in one.path:
                continue
            size = weight(one.text)
            if best in one.path:
                own += size
            elif size >= STRONG and _END.search(one.text) and one.link_share < LIGHT:
                strong += size
            else:
                rest += size
        if strong >= ADDS * own and rest <= MUDDY * strong:
            best = parent
    return best


def _bonus(words: str) -> float:
    return 1.25 if words and BODY.search(words) else 1.0


def _in(furniture: frozenset[int], one: Candidate) -> bool:
    return any(suspect in furniture for suspect in one.suspects)


def _is_text(one: Candidate, furniture: frozenset[int]) -> bool:
    if _in(furniture, one):
        return False
    if one.kind is BlockKind.HEADING:
        return one.link_share <= LINKED
    short = weight(one.text) < STRONG
    return one.link_share <= (0.3 if short else LINKED)


def _tail(candidates: Sequence[Candidate], chosen: Sequence[int]) -> set[int]:
    """Return what follows the last strong paragraph: tags, credits, teasers of other articles."""
    strong = [
        index
        for index in chosen
        if weight(candidates[index].text) >= STRONG and _END.search(candidates[index].text)
    ]
    if not strong:
        return set()
    return {
        index
        for index in chosen
        if index > strong[-1]
        and (candidates[index].kind is BlockKind.HEADING or not _END.search(candidates[index].text))
    }
