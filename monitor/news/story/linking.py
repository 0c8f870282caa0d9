"""One article to its place among those linked before, whatever keeps them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from monitor.news.model import Development, Link, Telling
from monitor.news.story.agreement import FLOOR, JOINS, Agreement, agreement, likeness
from monitor.news.story.grouping import NOTHING_SAID, Edge, Hand, Pair, groups
from monitor.news.story.kinship import of_one_party
from monitor.news.story.telling import Keys, Shelved, Vector, asked, keys, story_key, weighed
from monitor.news.story.terms import Counts

LARGEST = 500  # articles looked at again when one comes; more hang together in broad topics only


@dataclass(frozen=True, slots=True)
class Component:
    """Articles that hang together, directly or through others, and where each one stands now."""

    edges: Mapping[Pair, Edge]
    stories: Mapping[str, str | None]  # article -> story; None for the one that has just come
    hand: Hand = NOTHING_SAID
    whole: bool = True  # False: the nearest of more than LARGEST


class Shelf(Protocol):
    """What keeps linked articles; ``book.StoryBook`` in memory, the store on disk."""

    def counts(self, telling: Telling) -> Counts:
        """Return in how many articles of the topic each term of this one stands."""
        ...

    def neighbours(self, telling: Telling, lookup: Keys) -> Sequence[Shelved]:
        """Return the articles of the topic that share most with this one, at most NEAREST."""
        ...

    def add(
        self, telling: Telling, vector: Vector, lookup: Keys, edges: Mapping[str, Edge]
    ) -> None:
        """Keep an article with what it has in common with others."""
        ...

    def component(self, topic: str, identity: str) -> Component:
        """Return what hangs together with an article, the nearest LARGEST of it."""
        ...

    def opened(self, topic: str, articles: Collection[str]) -> Sequence[tuple[str, str]]:
        """Return (story, article that opened it) for these articles, in the order of opening."""
        ...


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an article came to stand, and which others moved on its arrival."""

    key: str
    moves: Mapping[str, str]  # article -> story, of all that have another story than before
    best: Agreement | None  # with the article of its story that it has most in common with
    earlier: str | None  # article about the same site that is another story

    @property
    def is_copy(self) -> bool:
        """Whether its text stands in its story already."""
        return self.best is not None and self.best.copy


def place(shelf: Shelf, telling: Telling) -> Placed:
    """Link an article that is not on the shelf yet, and put it there."""
    counts = Counts() if telling.subjects else shelf.counts(telling)
    vector = weighed(telling, counts)
    found = {
        other.telling.id: (
            other.telling,
            agreement(telling, other.telling, partial(likeness, vector, other)),
        )
        for other in shelf.neighbours(telling, asked(telling, vector, counts))
    }
    edges = {
        name: Edge(weighed.score, weighed.copy)
        for name, (_, weighed) in found.items()
        if weighed.score >= FLOOR or weighed.score < 0
    }
    shelf.add(telling, vector, keys(telling, vector), edges)
    component = shelf.component(telling.topic, telling.id)
    stories = _named(shelf, telling.topic, component, telling.id)
    key = stories[telling.id]
    moves = {name: new for name, new in stories.items() if component.stories[name] != new}
    together = [weighed for name, (_, weighed) in found.items() if stories.get(name) == key]
    best = max(together, key=lambda one: (one.score, one.reason), default=None)
    return Placed(key, moves, best, _earlier(telling, found, stories, key))


def link_of(
    placed: Placed, added: tuple[Development, ...], earlier: str | None, *, joined: bool
) -> Link:
    """Return the place in words; ``earlier`` is the story of ``placed.earlier``."""
    if not joined:
        reason = "no recent story tells this"
        if earlier is not None:
            reason += f"; {earlier} told of the same site before"
        return Link(placed.key, joined=False, reason=reason, earlier=earlier)
    reason = placed.best.reason if placed.best is not None else "through others of this story"
    return Link(placed.key, True, reason, copy=placed.is_copy, developments=added)


def regrouped(shelf: Shelf, topic: str, article: str) -> dict[str, str]:
    """Return article -> story of all that change theirs when what hangs with one is looked at."""
    component = shelf.component(topic, article)
    named = _named(shelf, topic, component, article)
    return {name: key for name, key in named.items() if component.stories[name] != key}


def _named(shelf: Shelf, topic: str, component: Component, article: str) -> dict[str, str]:
    """Name the groups: a story stays with the article that opened it."""
    if not component.whole:
        component = _nearest(component, article)
    parts = groups(component.stories, component.edges, component.hand)
    opened = shelf.opened(topic, component.stories)
    named: dict[str, str] = {}
    for part in parts:
        key = next((key for key, opener in opened if opener in part), None)
        key = key or story_key(topic, min(part))
        named.update(dict.fromkeys(part, key))
    return named


def _nearest(component: Component, article: str) -> Component:
    """Return an article with its story, or the one it agrees with most, and what a person joined.

    Where more hangs together than can be looked at, all other stories stay as they are.
    """
    story = component.stories[article] or _agreeing(component, article)
    joined = {name for names in component.hand.together for name in names}
    near = {
        name: held
        for name, held in component.stories.items()
        if name == article or name in joined or (story and held == story)
    }
    edges = {names: edge for names, edge in component.edges.items() if near.keys() >= {*names}}
    return Component(edges, near, component.hand)


def _agreeing(component: Component, article: str) -> str | None:
    """Return the story that an article agrees with most on the average of those it was weighed with."""
    sums: defaultdict[str, list[int]] = defaultdict(list)
    for names, edge in component.edges.items():
        if article in names:
            other = names[0] if names[1] == article else names[1]
            sums[component.stories[other] or ""].append(edge.score)
    return max(sums, key=lambda key: (sum(sums[key]) / len(sums[key]), key), default=None)


def _earlier(
    telling: Telling,
    found: Mapping[str, tuple[Telling, Agreement]],
    stories: Mapping[str, str],
    key: str,
) -> str | None:
    """Return the latest article before this one about the same site in another story."""
    before = [
        other
        for name, (other, weighed) in found.items()
        if weighed.score < JOINS
        and other.told_at < telling.told_at
        and stories.get(name) != key
        and _same_site(telling, other)
    ]
    return max(before, key=lambda one: (one.told_at, one.id)).id if before else None


def _same_site(a: Telling, b: Telling) -> bool:
    same = any(of_one_party(x, y) for x in a.subjects for y in b.subjects)
    return same and bool(set(a.labs) & set(b.labs) or set(a.sites) & set(b.sites))
