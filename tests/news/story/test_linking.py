"""What an article moves on its arrival, and what it leaves where it is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.news.model import Telling
from monitor.news.story.grouping import Edge, Hand, pair
from monitor.news.story.linking import Component, place, regrouped
from monitor.news.story.telling import Keys, Shelved, Vector
from monitor.news.story.terms import Counts

NOW = datetime(2026, 3, 1, tzinfo=UTC)
NEW = Telling("new", "labs", NOW, "en", "Told once more")


class Heap:
    """A shelf of two stories, a and b, that strong pairs would make one; more hangs on them."""

    def __init__(self, *, hand: Hand | None = None, near: str = "a", whole: bool = False) -> None:
        self.whole = whole
        self.hand = hand or Hand()
        self.edges = {pair("new", f"{near}{n}"): Edge(1500) for n in range(3)}
        self.edges |= {(f"a{n}", f"b{m}"): Edge(2500) for n in range(3) for m in range(3)}
        self.edges |= {
            (f"{s}{n}", f"{s}{m}"): Edge(2000) for s in "ab" for n in range(3) for m in range(n)
        }
        self.edges = {pair(*names): edge for names, edge in self.edges.items()}

    def counts(self, telling: Telling) -> Counts:
        return Counts()

    def neighbours(self, telling: Telling, lookup: Keys) -> Sequence[Shelved]:
        return ()

    def add(
        self, telling: Telling, vector: Vector, lookup: Keys, edges: Mapping[str, Edge]
    ) -> None:
        pass

    def component(self, topic: str, identity: str) -> Component:
        stories: dict[str, str | None] = {f"{s}{n}": f"s-{s}" for s in "ab" for n in range(3)}
        return Component(self.edges, {**stories, "new": None}, self.hand, self.whole)

    def opened(self, topic: str, articles: Collection[str]) -> Sequence[tuple[str, str]]:
        return [(f"s-{s}", f"{s}0") for s in "ab" if f"{s}0" in articles]


def test_where_all_is_looked_at_two_stories_become_one() -> None:
    moves = place(Heap(whole=True), NEW).moves
    assert moves.items() >= dict.fromkeys(("b0", "b1", "b2"), "s-a").items()


def test_in_a_heap_too_large_to_look_at_only_the_newcomer_moves() -> None:
    assert place(Heap(), NEW).moves == {"new": "s-a"}
    assert place(Heap(near="b"), NEW).moves == {"new": "s-b"}


def test_what_names_an_organisation_is_weighed_by_nothing_that_others_say() -> None:
    """How many articles hold a word changes as they arrive; names and facts do not."""

    class Silent(Heap):
        def counts(self, telling: Telling) -> Counts:
            raise AssertionError(telling)

    assert place(Silent(), replace(NEW, subjects=("Amazon",))).key == "s-a"
    with pytest.raises(AssertionError):
        place(Silent(), NEW)


def test_a_persons_word_is_kept_in_such_a_heap() -> None:
    parted = Hand(apart=frozenset({("a0", "a2"), ("a1", "a2")}))
    assert set(regrouped(Heap(hand=parted), "labs", "a0")) == {"a2"}
    joined = Hand(together=frozenset({("a0", "b0"), ("b0", "b1"), ("b1", "b2")}))
    assert regrouped(Heap(hand=joined), "labs", "a0") == dict.fromkeys(("b0", "b1", "b2"), "s-a")
