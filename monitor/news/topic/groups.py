"""Hits of a text -> those of each sentence, put together when a sentence is first asked for."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from monitor.news.topic.lexicon import Sort
from monitor.news.topic.matching import Hit
from monitor.news.topic.mention import ORGANISATIONS
from monitor.news.topic.text import Sentence, Text

_MOST_HITS = 60  # of one sentence
_STOP = re.compile("[;:；：]")
_PARTED = 120  # signs within which a verb has its other half
_SPREAD = 45  # signs within which the name of a place of research has its other half
_NAMES = frozenset({Sort.FOREIGN, Sort.LAB})
_COMPANY = frozenset({Sort.RESEARCH, Sort.GENERAL, Sort.FIELD, Sort.CUE})
_SPAN = itemgetter(0, 1)
_STREET = re.compile("[东西南北中]{0,2}(?:路|大街|大道)| (?:east |west |north |south )?road\\b")
# Around a name in Han that is also a word: signs before it, and what follows an organisation's.
_BEGINS = " \n，。、：；“”《（(,.:;·「『！？!?国称"
_GOES_ON = frozenset("中国 集团 汽车 公司 在华 在中 宣布 首席".split())
_HAN = re.compile("[\u4e00-\u9fff]")  # in which a name may be a part of any longer word


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one sentence in their order, and by what they stand for."""

    hits: Sequence[Hit] = ()
    by_sort: Mapping[Sort, Sequence[Hit]] = field(default_factory=dict)
    organisations: Sequence[Hit] = ()

    def of(self, sort: Sort) -> Sequence[Hit]:
        """Return the hits of one sort."""
        return self.by_sort.get(sort, ())

    def cues(self, name: str) -> Iterator[Hit]:
        """Yield the small words of one list."""
        return (hit for hit in self.of(Sort.CUE) if hit.sense.name == name)


def group_of(hits: Sequence[Hit]) -> Group:
    """Return hits of one sentence as a group."""
    by_sort = defaultdict(list)
    for hit in hits:
        by_sort[hit.sense.sort].append(hit)
    return Group(hits, by_sort, [hit for hit in hits if hit.sense.sort in ORGANISATIONS])


_NOTHING = Group()


class Groups:
    """The groups of a text by the number of their sentence; what nobody asks for is not put together."""

    def __init__(self, text: Text, sentences: Sequence[Sentence], hits: Iterable[Hit]) -> None:
        """Take the first sentences of a text, and the hits in them in whatever order."""
        self.text = text
        self.sentences = sentences
        self.hits = sorted(hits, key=_SPAN)
        self._starts = [hit.start for hit in self.hits]
        self._begins = [sentence.start for sentence in self.sentences]
        self._named = {
            hit.sense.name
            for hit in self.hits
            if hit.sense.sort in _NAMES and not hit.sense.ambiguous
        }
        self._read: dict[int, Group] = {}

    def of(self, number: int) -> Group:
        """Return the group of a sentence; an empty one where there is no such sentence."""
        group = self._read.get(number)
        if group is None:
            known = 0 <= number < len(self.sentences)
            group = self._group(self.sentences[number]) if known else _NOTHING
            self._read[number] = group
        return group

    def title(self) -> Group:
        """Return the group of the title; an empty one where there is no title."""
        titled = self.sentences and self.sentences[0].block < 0
        return self.of(0) if titled else _NOTHING

    def holding(self, hits: Iterable[Hit]) -> Iterator[Sentence]:
        """Yield the sentences in whose groups these hits are, in order."""
        last = -1
        for hit in hits:
            number = bisect_right(self._begins, hit.start) - 1
            if number > last and hit in self.of(number).hits:
                yield self.sentences[number]
                last = number

    def _group(self, sentence: Sentence) -> Group:
        first = bisect_left(self._starts, sentence.start)
        last = bisect_left(self._starts, sentence.end, first)
        group = self.hits[first : min(last, first + _MOST_HITS)]
        return group_of(
            [
                hit
                for hit in _whole(self.text, sentence, group)
                if (not hit.sense.ambiguous or self._in_company(hit, group))
                and not _is_street(self.text, hit)
            ]
        )

    def _in_company(self, hit: Hit, group: Sequence[Hit]) -> bool:
        """Tell whether a form that is also an ordinary word is the organisation here."""
        if hit.sense.name in self._named or hit.sense.sort is Sort.NATIVE:
            return True
        if not any(each.sense.sort in _COMPANY for each in group):
            return False
        folded = self.text.folded.text
        if not _HAN.match(folded, hit.start):
            return True
        before = folded[hit.start - 1 : hit.start]
        if any(each.end == hit.start for each in group if each.sense.sort is Sort.EVENT):
            return True  # '质疑甲骨文'
        return not before or before in _BEGINS or folded[hit.end : hit.end + 2] in _GOES_ON


def _is_street(text: Text, hit: Hit) -> bool:
    """Tell '邯郸路' and 'Nanjing Road': a street in some other city."""
    return hit.sense.sort is Sort.INSIDE and _STREET.match(text.folded.text, hit.end) is not None


def _whole(text: Text, sentence: Sentence, group: Sequence[Hit]) -> Sequence[Hit]:
    """Return the hits of a sentence, verbs in two halves only where both are there.

    Where they are, as in 'baut … aus', the first half is no verb of its own.
    """
    if not any(hit.sense.rest for hit in group):
        return group
    halves = {
        (hit, hit.end + rest.start())
        for hit in group
        if hit.sense.rest and (rest := _rest(text, sentence, hit))
    }
    verbs = {hit for hit, _ in halves}
    taken = {start for hit, rest in halves for start in (hit.start, rest)}
    return [
        hit
        for hit in group
        if hit in verbs
        or not (hit.sense.rest or (hit.sense.sort is Sort.EVENT and hit.start in taken))
    ]


def _rest(text: Text, sentence: Sentence, hit: Hit) -> re.Match[str] | None:
    reach = hit.end + (_PARTED if hit.sense.sort is Sort.EVENT else _SPREAD)
    following = _STOP.split(text.folded.text[hit.end : min(reach, sentence.end)], maxsplit=1)[0]
    return re.search(rf"(?<!\w){re.escape(hit.sense.rest)}(?!\w)", following)
