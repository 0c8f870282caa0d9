"""Hits of a sentence -> who runs which place of research, where, of what field."""

from collections.abc import Sequence

from monitor.news.topic.fields import fields_in
from monitor.news.topic.grammar import grammar
from monitor.news.topic.groups import Group
from monitor.news.topic.lexicon import Sort
from monitor.news.topic.location import located
from monitor.news.topic.matching import Hit
from monitor.news.topic.mention import Mention, gap, nearest
from monitor.news.topic.ownership import owned
from monitor.news.topic.text import Sentence, Text

_KNOWN = 0.9  # how surely a named laboratory stands where it is known to stand
_BY_PERSON = 48  # letters from 'former' to where somebody was
FIELD_REACH = 100  # letters from a place that may be one of research to its field
_DOING = 60  # letters from a place of research to what is done with it
_BEFORE = 40  # signs that may say that there is none
_CLOSE = 16  # letters between an owner and its research
_NONE = 0.25  # what is left of a place of research that there is not
_GRADE = {Sort.GENERAL: 0.75, Sort.ACTIVITY: 0.7}


def mentions(text: Text, sentence: Sentence, group: Group) -> list[Mention]:
    """Return every place of research of the sentence with what the sentence says of it."""
    fields = fields_in(text, group)
    places = [*group.of(Sort.RESEARCH), *group.of(Sort.LAB), *group.of(Sort.ACTIVITY)]
    if fields:
        places += [
            hit for hit in group.of(Sort.GENERAL) if nearest(text, hit, fields)[0] <= FIELD_REACH
        ]
    found = [
        _mention(text, sentence, hit, group, fields)
        for hit in sorted(places, key=lambda each: each[:2])
    ]
    return _merged(found)


def _mention(
    text: Text, sentence: Sentence, hit: Hit, group: Group, fields: Sequence[Hit]
) -> Mention:
    sense = hit.sense
    field = hit if sense.field else min(fields, key=lambda f: gap(text, hit, f), default=None)
    grade = 1.0 if _of_field(hit, fields) else _GRADE.get(sense.sort, 1.0)
    grade *= _NONE if _is_none(text, hit) else 1.0
    mention = Mention(sentence, hit, grade, field=field)
    mention = located(text, mention, group)
    if sense.sort is Sort.LAB:
        if not mention.where or _of_another(text, mention, group):
            mention = mention._replace(where=(), firm=0.0, elsewhere=None)
        mention = mention._replace(firm=max(mention.firm, _KNOWN))
        told = any(
            gap(text, hit, each) <= 60 and not _of_head(hit, each) for each in group.of(Sort.EVENT)
        )
        mention = mention._replace(grade=1.0 if told or sentence.block < 0 else 0.7)
        mention = mention._replace(owners=(hit,), how="named")
    else:
        mention = owned(text, mention, group)
        loose = mention.how == "subject" and grade < 1.0
        loose = loose or (sense.sort is Sort.ACTIVITY and _praised(text, mention))
        if loose and not _done(text, mention, group):
            mention = mention._replace(how="after")
    return mention._replace(past=_recalled(text, mention, group))


def _of_head(lab: Hit, event: Hit) -> bool:
    """Tell '微软亚洲研究院院长周礼栋表示': the rank of somebody who speaks, and no news of the place."""
    return event.sense.faint and event.sense.name == "leadership" and event.start == lab.end


def _of_another(text: Text, mention: Mention, group: Group) -> bool:
    """Tell whether the place is that of another named laboratory, which stands nearer to it."""
    place = mention.where[0]
    away = gap(text, mention.hit, place)
    return place.sense.name != mention.hit.sense.kind and any(
        each.sense.kind == place.sense.name and gap(text, each, place) < away
        for each in group.of(Sort.LAB)
    )


def _of_field(hit: Hit, fields: Sequence[Hit]) -> bool:
    """Tell 'machine learning unit' and '深度学习组': what may be none is one by its own name."""
    return hit.sense.sort is Sort.GENERAL and any(0 <= hit.start - each.end <= 1 for each in fields)


def _is_none(text: Text, hit: Hit) -> bool:
    """Tell 'it has no research group there'."""
    before = text.folded.text[max(0, hit.start - _BEFORE) : hit.start]
    return grammar().none.search(before) is not None


def _praised(text: Text, mention: Mention) -> bool:
    """Tell 'Intel is impressed by AI research': words stand between, and none makes it Intel's."""
    owner = next(iter(mention.owners), None)
    if owner is None or mention.how != "possessor" or owner.end >= mention.hit.start:
        return False
    between = text.folded.text[owner.end : mention.hit.start]
    return len(between) > _CLOSE and grammar().possessive.match(between) is None


def _done(text: Text, mention: Mention, group: Group) -> bool:
    """Tell whether the subject does something: 'Intel praises AI research in China' it does not run."""
    place = mention.hit
    folded = text.folded.text
    return any(
        gap(text, place, each) <= _DOING
        and not (each.start >= place.end and grammar().clause.search(folded, place.end, each.start))
        for each in group.of(Sort.EVENT)
    )


def _recalled(text: Text, mention: Mention, group: Group) -> bool:
    """Tell a person's past from news: 'former Google researcher', '曾在微软亚洲研究院实习'."""
    owners = [hit for hit in mention.owners if hit.sense.sort in {Sort.FOREIGN, Sort.LAB}]
    folded = text.folded.text
    for owner in owners[:3]:
        if any(
            each.end <= owner.start
            and gap(text, each, owner) <= (0 if len(each.sense.form) == 1 else _BY_PERSON)
            and not grammar().clause.search(folded, each.end, owner.start)
            for each in group.cues("person")
        ):
            return True
        if grammar().worked.match(folded[owner.end : owner.end + 24]):
            return True
    return False


def _merged(found: list[Mention]) -> list[Mention]:
    """Drop what a neighbour says better: 'R&D' beside 'center', 'team' beside 'lab'."""
    kept: list[Mention] = []
    for mention in found:
        strong = [each for each in found if each.grade > mention.grade]
        if mention.grade >= 1.0 or mention.how == "named" or not strong:
            kept.append(mention)
    return kept
