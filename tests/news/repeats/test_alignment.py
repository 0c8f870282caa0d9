"""The heaviest chain of equal texts between two stretches, and what is equal beside it."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from monitor.news.repeats.alignment import Chain, Stretches, heaviest_chain, widened

WEIGHT = {key: 20.0 + number for number, key in enumerate("abcdef")}


def places_of(keys: str) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        places.setdefault(key, []).append(place)
    return places


def chain_of(keys: str, border: int) -> Chain:
    weights = [WEIGHT.get(key, 1.0) for key in keys]
    return heaviest_chain(places_of(keys), weights, Stretches(0, border, len(keys)))


def heaviest_by_trying_all(keys: str, border: int) -> float:
    pairs = [
        (first, second)
        for first in range(border)
        for second in range(border, len(keys))
        if keys[first] == keys[second]
    ]
    best = 0.0
    for count in range(1, len(pairs) + 1):
        for some in combinations(pairs, count):
            if all(a < c and b < d for (a, b), (c, d) in pairwise(some)):
                best = max(best, sum(WEIGHT[keys[first]] for first, _ in some))
    return best


def test_the_heavier_of_two_that_cross_is_taken() -> None:
    assert chain_of("abfcabcf", 4).pairs == [(0, 4), (1, 5), (2, 7)]


def test_without_copies_there_is_no_chain() -> None:
    assert chain_of("abcdef", 3) == Chain([], 0)


def test_short_texts_that_stand_often_are_no_links() -> None:
    assert chain_of("axbxcaxbxc", 5).pairs == [(0, 5), (2, 7), (4, 9)]


def test_widening_takes_them_up_beside_links() -> None:
    chain = chain_of("xaxbxxaxbx", 5)
    assert chain.pairs == [(1, 6), (3, 8)]
    assert widened(chain, "xaxbxxaxbx", Stretches(0, 5, 10)) == [
        (0, 5),
        (1, 6),
        (2, 7),
        (3, 8),
        (4, 9),
    ]


def test_widening_stops_where_texts_differ() -> None:
    chain = Chain([(0, 4), (3, 6)], 0)
    assert widened(chain, "axybaxb", Stretches(0, 4, 7)) == [(0, 4), (1, 5), (3, 6)]


def test_what_lies_beyond_the_stretches_is_no_part_of_a_chain() -> None:
    keys = "abcabcabc"
    stretches = Stretches(3, 6, 8)
    chain = heaviest_chain(places_of(keys), [20.0] * 9, stretches)
    assert chain.pairs == [(3, 6), (4, 7)]
    assert widened(chain, keys, stretches) == chain.pairs


@given(st.text(alphabet="abcdef", min_size=1, max_size=4), st.permutations("abcdef"))
def test_no_other_chain_weighs_more(first: str, second: list[str]) -> None:
    keys = first + "".join(second[:4])
    found = chain_of(keys, len(first))
    assert round(found.weight) == heaviest_by_trying_all(keys, len(first))
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(found.pairs))
    assert all(keys[early] == keys[late] for early, late in found.pairs)
