"""The same set of weighed pairs falls into the same groups, whatever order they come in."""

import random

from hypothesis import given
from hypothesis import strategies as st

from monitor.news.story.agreement import COPIED, JOINS
from monitor.news.story.grouping import NOTHING_SAID, Edge, Hand, Pair, groups, pair

NAMES = "abcdefghij"

Edges = dict[Pair, Edge]
some_edges = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES))
    .filter(lambda names: names[0] != names[1])
    .map(lambda names: pair(*names)),
    st.builds(Edge, st.integers(-JOINS, 2 * JOINS), st.booleans()),
)


def grouped(edges: Edges, members: str = NAMES, hand: Hand = NOTHING_SAID) -> set[str]:
    return {"".join(sorted(group)) for group in groups(members, edges, hand)}


def linked(**scores: int) -> Edges:
    return {(names[0], names[1]): Edge(score) for names, score in scores.items()}


@given(some_edges, st.randoms(use_true_random=False))
def test_no_order_enters(edges: Edges, chance: random.Random) -> None:
    shuffled = list(edges.items())
    chance.shuffle(shuffled)
    members = list(NAMES)
    chance.shuffle(members)
    assert grouped(dict(shuffled), "".join(members)) == grouped(edges)


@given(some_edges)
def test_every_member_stands_in_one_group(edges: Edges) -> None:
    assert sorted(sign for group in groups(NAMES, edges) for sign in group) == list(NAMES)


@given(some_edges)
def test_what_hangs_together_can_be_grouped_for_itself(edges: Edges) -> None:
    whole = grouped(edges)
    for part in grouped(edges, NAMES, Hand(frozenset(strong(edges)))):
        inside = {names: edge for names, edge in edges.items() if set(names) <= set(part)}
        assert grouped(inside, part) == {group for group in whole if set(group) <= set(part)}


def strong(edges: Edges) -> list[Pair]:
    return [names for names, edge in edges.items() if edge.score >= JOINS or edge.copy]


@given(some_edges, st.sets(st.sampled_from([pair(a, b) for a in NAMES for b in NAMES if a < b])))
def test_a_person_has_the_last_word(edges: Edges, apart: set[Pair]) -> None:
    found = grouped(edges, hand=Hand(apart=frozenset(apart)))
    assert not [names for names in apart for group in found if set(names) <= set(group)]


def test_a_bridge_between_two_stories_does_not_join_them() -> None:
    assert grouped(linked(ab=1500, cd=1500, bc=1100), "abcd") == {"ab", "cd"}


def test_a_contradiction_outweighs_a_likeness() -> None:
    assert grouped(linked(ab=1600, bc=1600, ac=-1600), "abc") in ({"ab", "c"}, {"a", "bc"})


def test_copies_join_before_all_else() -> None:
    edges = linked(ab=1900, bc=-500) | {("a", "c"): Edge(COPIED, copy=True)}
    assert "ac" in {group.replace("b", "") for group in grouped(edges, "abc")}


def test_a_round_up_that_holds_parts_of_two_stories_does_not_join_them() -> None:
    families = [pair(a, b) for names in ("abc", "def") for a in names for b in names if a < b]
    held = [("a", "g"), ("d", "g")]
    edges = {names: Edge(COPIED, copy=True) for names in (*families, *held)}
    assert {"abc", "def"} <= {group.replace("g", "") for group in grouped(edges, "abcdefg")}


def test_two_articles_put_together_by_hand_stay_together() -> None:
    assert grouped({}, "abc", Hand(together=frozenset({("a", "c")}))) == {"ac", "b"}


def test_a_story_of_hundreds_still_takes_one_more() -> None:
    names = [f"{n:03}" for n in range(300)]
    near = range(1, 41)
    edges = {pair(names[i], names[(i + k) % 300]): Edge(1800) for i in range(300) for k in near}
    edges |= {pair("new", names[i]): Edge(1500) for i in range(40)}
    assert len(groups([*names, "new"], edges)) == 1
