"""Hits of a sentence -> where a place of research that it mentions stands."""

from collections.abc import Sequence
from dataclasses import replace

from monitor.news.topic.grammar import grammar
from monitor.news.topic.lexicon import Sort
from monitor.news.topic.matching import Hit
from monitor.news.topic.mention import Mention, gap, listed, nearest
from monitor.news.topic.text import Text


def located(text: Text, mention: Mention, hits: Sequence[Hit]) -> Mention:
    """Return the mention with its places inside the country, or the one elsewhere that is nearer."""
    place = mention.hit
    inside, abroad = [], []
    for hit in hits:
        if hit.sense.sort is Sort.INSIDE:
            weight = _standing(text, hit, mention)
            if weight:
                inside.append((weight, hit))
        elif hit.sense.sort is Sort.ELSEWHERE and not _set_apart(text, hit, hits):
            abroad.append(hit)
    best = max(
        inside, key=lambda each: each[0] - min(gap(text, place, each[1]), 200) / 250, default=None
    )
    away, near = nearest(text, place, abroad)
    if best is None:
        return replace(mention, elsewhere=near)
    distance = gap(text, place, best[1])
    if near is not None and _rank(text, place, near, away) < _rank(text, place, best[1], distance):
        return replace(mention, elsewhere=near)
    cities = [hit for _, hit in inside]
    chain = _cities(text, cities, best[1])
    return replace(mention, where=chain, firm=best[0], elsewhere=near)


def _rank(text: Text, place: Hit, where: Hit, distance: float) -> float:
    """Return a distance that knows 'lab in X' to be nearer than 'X … lab'."""
    if where.start >= place.end:
        between = text.folded.text[place.end : where.start]
        return distance * (0.5 if grammar().at.search(between) and len(between) < 30 else 1.0)
    between = text.folded.text[where.end : place.start]
    return distance * (1.5 if grammar().clause.search(between) else 1.0)


def _standing(text: Text, hit: Hit, mention: Mention) -> float:
    """Return how surely the place says where something is: not a dateline, not a government."""
    folded = text.folded.text
    before = folded[max(0, hit.start - 24) : hit.start]
    after = folded[hit.end : hit.end + 12]
    start = text.starts[mention.sentence.block + 1]
    if hit.start - start <= 14 and hit.sense.kind != "country" and mention.sentence.block >= 0:
        written = text.folded.shape[hit.start : hit.end]
        if written.isupper() and written.isascii():
            return 0.25
        if grammar().dateline.match(after):
            return 0.25
    if grammar().occasion.search(folded[max(0, hit.start - 40) : hit.start]):
        return 0.4
    if grammar().based.match(after) or grammar().at.search(before) or grammar().here.match(after):
        return 1.0
    if gap(text, hit, mention.hit) <= 12:
        return 0.95
    if folded[hit.start] > "\u2e7f":
        return 0.7
    return 0.55 if hit.sense.kind == "country" else 0.65


def _set_apart(text: Text, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Tell 'the first outside Germany' and 'after Potsdam': not where the place is."""
    for cue in hits:
        if cue.sense.sort is Sort.CUE and cue.sense.name == "outside":
            if cue.end <= hit.start and gap(text, cue, hit) <= 45:
                return True
            if (
                cue.start >= hit.end
                and gap(text, cue, hit) <= 6
                and text.folded.text[hit.start] > "\u2e7f"
            ):
                return True
    return False


def _cities(text: Text, inside: Sequence[Hit], best: Hit) -> tuple[Hit, ...]:
    at = inside.index(best)
    first, last = at, at
    while first and listed(text, inside[first - 1], inside[first]):
        first -= 1
    while last + 1 < len(inside) and listed(text, inside[last], inside[last + 1]):
        last += 1
    chain = inside[first : last + 1]
    if all(hit.sense.kind == "country" for hit in chain):
        # 'in China … in Shanghai': the city says more, where the sentence has one of its own.
        near = [hit for hit in inside if hit.sense.kind == "city" and gap(text, hit, best) <= 40]
        chain = [*near[:1], *chain]
    return tuple(dict.fromkeys(chain))
