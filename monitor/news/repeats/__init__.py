"""Every sentence once: blocks of one article -> the same without copies, in reading order.

::

    blocks ─ parted ─ cut ─ drop_teasers ─ drop_doubles ─ unwrap ─ merge_passes ─ drop_digests ─ drop_copies ─ assemble
           └── again, while something more is bared ──┘

Stateless and pure. Text that repeats for a reason (refrains, questions, tables, legal lines) stays,
and an article without copies comes back as the very blocks that were given.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain

from monitor.news.model import Article, Block, Removal, Removed
from monitor.news.repeats.assembly import Assembled, assemble
from monitor.news.repeats.copies import drop_copies
from monitor.news.repeats.digests import drop_digests
from monitor.news.repeats.doubles import drop_doubles
from monitor.news.repeats.passes import merge_passes
from monitor.news.repeats.teasers import drop_teasers, parted
from monitor.news.repeats.units import Unit, cut
from monitor.news.repeats.wrappers import unwrap

_MOST_PASSES = 8
_MOST_ROUNDS = 8  # what leaves can bare another copy, seldom more than once


@dataclass(frozen=True, slots=True)
class Woven:
    """Blocks with every sentence once, and what was taken out of them."""

    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...]


def remove_repeats(article: Article) -> Article:
    """Return the article with every sentence once, in reading order; ``removed`` is extended.

    A clean article comes back itself.
    """
    woven = weave(article.blocks)
    if not woven.removed:
        return article
    return replace(article, blocks=woven.blocks, removed=article.removed + woven.removed)


def weave(blocks: Sequence[Block]) -> Woven:
    """Return the blocks with every sentence once, in reading order; never raises.

    ``kept_in`` of what was removed is an index into the blocks returned.
    """
    given = tuple(blocks)
    removed: tuple[Removed, ...] = ()
    for _ in range(_MOST_ROUNDS):
        parts = [parted(block) for block in given]
        starts = list(accumulate(map(len, parts), initial=0))
        woven = _woven(tuple(chain.from_iterable(parts)))
        if woven is None:
            break
        before = (
            replace(gone, kept_in=woven.moved[starts[gone.kept_in]])
            for gone in removed
            if gone.kept_in is not None
        )
        given, removed = woven.blocks, (*before, *woven.removed)
        if woven.settled:
            break
    return Woven(given, removed)


def _woven(given: tuple[Block, ...]) -> Assembled | None:
    """Return the blocks without what they say twice, or nothing where there is nothing to do."""
    units = cut(given)
    if not units:
        return None
    order = list(range(len(units)))
    twins = drop_teasers([block.text for block in given], units, order)
    reasons = dict.fromkeys(twins, Removal.TEASER)
    order = [index for index in order if index not in twins]
    if _has_equal(units, order):
        order = _once(units, order, twins)
    return assemble(given, units, order, twins, reasons) if twins else None


def _has_equal(units: Sequence[Unit], order: list[int]) -> bool:
    return len({units[index].key for index in order}) < len(order)


def _once(units: Sequence[Unit], order: list[int], twins: dict[int, int]) -> list[int]:
    twins.update(doubles := drop_doubles(units, order))
    order, unwrapped = unwrap(units, [index for index in order if index not in doubles])
    twins.update(unwrapped)
    for _ in range(_MOST_PASSES):
        merge = merge_passes(units, order) if _has_equal(units, order) else None
        if merge is None:
            break
        order = merge.order
        twins.update(merge.twins)
    for _ in range(_MOST_PASSES):
        if not _has_equal(units, order):
            break
        gone = drop_digests(units, order) or drop_copies(units, order)
        if not gone:
            break
        twins.update(gone)
        order = [index for index in order if index not in gone]
    return order
