"""Mentions of single sentences -> mentions completed by what stands around them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.news.topic.lexicon import Sort
from monitor.news.topic.location import beyond
from monitor.news.topic.matching import Hit
from monitor.news.topic.mention import ORGANISATIONS, Mention
from monitor.news.topic.text import Sentence, Text

_REACH = 2  # sentences over which 'the lab' keeps its owner and place


@dataclass(frozen=True, slots=True)
class Weighed:
    """A mention completed: ``strength`` is 0…1 that it is what the topic is about."""

    mention: Mention
    strength: float
    field: float

    @property
    def native(self) -> bool:
        """Return whether the country's own organisation runs it."""
        return self.mention.native

    @property
    def away(self) -> bool:
        """Return whether it stands outside the country."""
        return not self.mention.where and self.mention.elsewhere is not None


def weigh(
    text: Text,
    found: Sequence[Mention],
    sentences: Sequence[Sentence],
    hits: Mapping[int, Sequence[Hit]],
) -> list[Weighed]:
    """Return the mentions with owner, place and field taken over from their surroundings."""
    fields = {
        number
        for number, group in hits.items()
        if any(hit.sense.sort in {Sort.FIELD, Sort.DRIVING} or hit.sense.field for hit in group)
    }
    title = hits.get(0, ()) if sentences and sentences[0].block < 0 else ()
    gone = any(hit.sense.sort is Sort.ELSEWHERE for hit in title) and not any(
        hit.sense.sort is Sort.INSIDE for hit in title
    )
    done: list[Mention] = []
    weighed: list[Weighed] = []
    for mention in found:
        full = _placed(text, _owned(mention, done, hits, title), done, hits, title)
        done.append(full)
        field = _field(full, fields, bool(title))
        strength = full.grade * full.owner_weight * full.firm * field
        if full.native or (full.elsewhere is not None and not full.where):
            strength = 0.0
        if full.past:
            strength *= 0.35
        if gone and full.how == "named" and not full.where:
            strength *= 0.25  # the headline has it elsewhere: its seat is background
        weighed.append(Weighed(full, strength, field))
    return weighed


def _owned(
    mention: Mention,
    done: Sequence[Mention],
    hits: Mapping[int, Sequence[Hit]],
    title: Sequence[Hit],
) -> Mention:
    if mention.owners or mention.native:
        return mention
    for earlier in reversed(done):
        if mention.sentence.number - earlier.sentence.number > _REACH:
            break
        if earlier.owners and earlier.sentence.number > 0:
            return replace(mention, owners=earlier.owners, how="inherited", native=earlier.native)
    for number in range(mention.sentence.number - 1, mention.sentence.number - 1 - _REACH, -1):
        known = [hit for hit in hits.get(number, ()) if hit.sense.sort in ORGANISATIONS]
        if known and number > 0:
            return _inherit(mention, known[0])
    known = [hit for hit in title if hit.sense.sort in {*ORGANISATIONS, Sort.LAB}]
    return _inherit(mention, known[0]) if known else mention


def _inherit(mention: Mention, owner: Hit) -> Mention:
    native = owner.sense.sort is Sort.NATIVE
    return replace(mention, owners=(owner,), how="inherited", native=native)


def _placed(
    text: Text,
    mention: Mention,
    done: Sequence[Mention],
    hits: Mapping[int, Sequence[Hit]],
    title: Sequence[Hit],
) -> Mention:
    if mention.where or mention.elsewhere is not None:
        return mention
    if mention.firm:  # a named laboratory stands where it stands
        return mention
    for earlier in reversed(done):
        if mention.sentence.number - earlier.sentence.number > _REACH:
            break
        if earlier.where:
            return replace(mention, where=earlier.where, firm=0.65 * min(1.0, earlier.firm + 0.1))
        if earlier.elsewhere is not None:
            return replace(mention, elsewhere=earlier.elsewhere)
    for number in (
        mention.sentence.number - 1,
        mention.sentence.number + 1,
        mention.sentence.number - 2,
    ):
        if number > 0:
            near = _places(text, hits.get(number, ()))
            if near:
                return _stands(mention, near, 0.6)
    near = _places(text, title)
    return _stands(mention, near, 0.65) if near else mention


def _places(text: Text, hits: Sequence[Hit]) -> list[Hit]:
    return [
        hit
        for hit in hits
        if hit.sense.sort in {Sort.INSIDE, Sort.ELSEWHERE} and not beyond(text, hit, hits)
    ]


def _stands(mention: Mention, near: Sequence[Hit], firm: float) -> Mention:
    inside = [hit for hit in near if hit.sense.sort is Sort.INSIDE]
    if not inside:
        return replace(mention, elsewhere=near[0])
    cities = [hit for hit in inside if hit.sense.kind == "city"] or inside
    return replace(mention, where=(cities[0],), firm=firm)


def _field(mention: Mention, fields: set[int], titled: bool) -> float:
    number = mention.sentence.number
    sense = mention.hit.sense
    if sense.field or mention.field is not None:
        driving = mention.field is not None and mention.field.sense.sort is Sort.DRIVING
        return 0.9 if driving else 1.0
    if number - 1 in fields or number + 1 in fields:
        return 0.8 if len(fields) > 1 else 0.65
    if titled and 0 in fields:
        return 0.85
    if any(abs(number - each) <= 3 for each in fields):
        return 0.6
    return 0.45 if fields else 0.12
