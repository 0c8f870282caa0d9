"""Links a pile of articles in memory, by the very rules that the store applies."""

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial

from monitor.news.model import Article, Development, Link, Telling, Verdict
from monitor.news.story.agreement import JOINS, agreement, likeness
from monitor.news.story.developments import developments
from monitor.news.story.fingerprints import unpacked
from monitor.news.story.grouping import Edge, Pair, groups, pair
from monitor.news.story.index import Index
from monitor.news.story.linking import LARGEST, Component, Placed, link_of, place
from monitor.news.story.summary import summary
from monitor.news.story.telling import Keys, Shelved, Vector, asked, keys, story_key, tell, weighed
from monitor.news.story.terms import Counts


class StoryBook:
    """Links articles in the order given; ``settled`` tells what they come to all in all."""

    def __init__(self) -> None:
        self._shelves: defaultdict[str, _Shelf] = defaultdict(_Shelf)

    def place(self, article: Article, verdict: Verdict, now: datetime) -> Link:
        """Return where a flagged article belongs, and remember it; a second time changes nothing."""
        shelf = self._shelves[verdict.topic]
        telling = tell(article, verdict, now)
        if telling.id in shelf.stories:
            return Link(shelf.stories[telling.id], joined=True, reason="the same article")
        placed = place(shelf, telling)
        others = shelf.move(placed, telling.id)
        added: tuple[Development, ...] = ()
        if others:
            story = summary(placed.key, others)
            added = developments(article, verdict, story, copy=placed.is_copy)
        earlier = None if placed.earlier is None else shelf.stories[placed.earlier]
        return link_of(placed, added, earlier, joined=bool(others))

    def settled(self) -> dict[tuple[str, str], str]:
        """Return (topic, article) -> story for all articles, whatever order they came in.

        What was decided on the way is decided again with the word counts of the whole pile.
        """
        return {
            (topic, article): key
            for topic, shelf in self._shelves.items()
            for article, key in shelf.settled(topic).items()
        }


class _Shelf:
    """The articles of one topic."""

    def __init__(self) -> None:
        self.stories: dict[str, str] = {}  # article -> story
        self._articles: defaultdict[str, set[str]] = defaultdict(set)  # story -> articles
        self._opened: dict[str, int] = {}  # story -> its place in the order of opening
        self._edges: defaultdict[str, dict[str, Edge]] = defaultdict(dict)
        self._index = Index()
        self._holding: Counter[int] = Counter()
        self._counted = 0

    def counts(self, _telling: Telling) -> Counts:
        return Counts(self._counted, self._holding)

    def neighbours(self, telling: Telling, lookup: Keys) -> Sequence[Shelved]:
        return self._index.neighbours(telling, lookup)

    def add(
        self, telling: Telling, vector: Vector, lookup: Keys, edges: Mapping[str, Edge]
    ) -> None:
        self._index.add(telling, vector, lookup)
        for other, edge in edges.items():
            self._edges[telling.id][other] = self._edges[other][telling.id] = edge
        if not telling.subjects:
            self._counted += 1
            self._holding.update(unpacked(telling.terms))

    def component(self, _topic: str, identity: str) -> Component:
        reached, border = {identity: None}, deque([identity])
        while border and len(reached) <= LARGEST:
            near = self._edges[border.popleft()]
            more = [other for other, edge in near.items() if edge.score >= JOINS]
            border.extend(other for other in more if other not in reached)
            reached |= dict.fromkeys(more)
        nearest = list(reached)[:LARGEST]
        stories = {name: self.stories.get(name) for name in nearest}
        edges = {
            pair(name, other): edge
            for name in stories
            for other, edge in self._edges[name].items()
            if other in stories
        }
        return Component(edges, stories, whole=len(reached) <= LARGEST)

    def opened(self, topic: str, articles: Collection[str]) -> Sequence[tuple[str, str]]:
        found = [(story_key(topic, name), name) for name in articles]
        known = [one for one in found if one[0] in self._opened]
        return sorted(known, key=lambda one: self._opened[one[0]])

    def move(self, placed: Placed, newcomer: str) -> list[Telling]:
        """Write down who moved; return what else the newcomer's story holds."""
        for name, key in placed.moves.items():
            if name in self.stories:
                self._articles[self.stories[name]].discard(name)
            self.stories[name] = key
            self._articles[key].add(name)
            self._opened.setdefault(key, len(self._opened))
        others = self._articles[placed.key] - {newcomer}
        return [self._index.shelved[name].telling for name in others]

    def settled(self, topic: str) -> dict[str, str]:
        """Return article -> story, decided anew with all that is known now."""
        index, counts = Index(), Counts(self._counted, self._holding, itself=1)
        tellings = sorted(
            (shelved.telling for shelved in self._index.shelved.values()),
            key=lambda telling: (telling.told_at, telling.id),
        )
        for telling in tellings:
            vector = weighed(telling, Counts() if telling.subjects else counts)
            index.add(telling, vector, keys(telling, vector))
        edges: dict[Pair, Edge] = {}
        for telling in tellings:
            mine = Counts() if telling.subjects else counts
            vector = weighed(telling, mine)  # again: all of them would fill the memory
            lookup = asked(telling, vector, mine)
            for other in index.neighbours(telling, lookup):
                names = pair(telling.id, other.telling.id)
                if names not in edges:
                    found = agreement(telling, other.telling, partial(likeness, vector, other))
                    edges[names] = Edge(found.score, found.copy)
        return {
            name: story_key(topic, min(part))
            for part in groups(index.shelved, edges)
            for name in part
        }
