"""Hits of a sentence -> who runs which place of research, where, of what field."""

from collections.abc import Sequence

from monitor.news.topic.grammar import grammar
from monitor.news.topic.groups import Group
from monitor.news.topic.lexicon import Sort
from monitor.news.topic.location import located
from monitor.news.topic.matching import Hit
from monitor.news.topic.mention import FIELDS, Mention, gap, nearest
from monitor.news.topic.ownership import owned
from monitor.news.topic.text import Sentence, Text

_KNOWN = 0.9  # how surely a named laboratory stands where it is known to stand
_BY_PERSON = 48  # letters from 'former' to where somebody was
FIELD_REACH = 100  # letters from a place that may be one of research to its field
_DOING = 60  # letters from a place of research to what is done with it
_CLOSE = 16  # letters between an owner and its research
_GRADE = {Sort.GENERAL: 0.75, Sort.ACTIVITY: 0.7}


def mentions(text: Text, sentence: Sentence, group: Group) -> list[Mention]:
    """Return every place of research of the sentence with what the sentence says of it."""
    fields = [hit for hit in group.hits if hit.sense.sort in FIELDS]
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
    grade = _GRADE.get(sense.sort, 1.0)
    mention = Mention(sentence, hit, grade, field=field)
    mention = located(text, mention, group)
    if sense.sort is Sort.LAB:
        if not mention.where:
            mention = mention._replace(elsewhere=None)
        mention = mention._replace(firm=max(mention.firm, _KNOWN))
        told = any(gap(text, hit, each) <= 60 for each in group.of(Sort.EVENT))
        mention = mention._replace(grade=1.0 if told or sentence.block < 0 else 0.7)
        mention = mention._replace(owners=(hit,), how="named")
    else:
        mention = owned(text, mention, group)
        loose = mention.how == "subject" and grade < 1.0
        loose = loose or (sense.sort is Sort.ACTIVITY and _praised(text, mention))
        if loose and not _done(text, mention, group):
            mention = mention._replace(how="after")
    return mention._replace(past=_recalled(text, mention, group))


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
        if mention.grade >= 1.0 or not strong:
            kept.append(mention)
    return kept
