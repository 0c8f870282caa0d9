"""How exactly planted repeats are taken out of articles written for it; it may not get worse."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from monitor.news.article import read_blocks
from monitor.news.model import Article
from monitor.news.repeats import remove_repeats
from tests.evaluation.repeats.cases import FAMILIES, Case, plant_all, read_sources
from tests.evaluation.repeats.source import letters

ARTICLES = Path(__file__).parent / "articles"
SEED = 20261125
OF_EACH = 24

EXACT = 0.99
EXACT_OF = {"two passes": 0.995, "three passes": 0.98, "nested": 0.97, "teaser": 0.98}
"""Floors of single families; of the others the next one."""
EXACT_OF_OTHERS = 0.95


@cache
def _judged() -> tuple[tuple[Case, Article, Article], ...]:
    """Return each case, what was given, and what was made of it."""
    cases = plant_all(read_sources(ARTICLES), SEED, OF_EACH)
    given = [(case, read_blocks(case.given)) for case in cases]
    return tuple((case, article, remove_repeats(article)) for case, article in given)


def _is_exact(case: Case, article: Article) -> bool:
    return case.is_restored([block.text for block in article.blocks])


def test_the_set_is_large_enough_and_speaks_many_languages() -> None:
    counted = Counter(case.family for case, _, _ in _judged())
    assert counted.keys() == FAMILIES.keys()
    assert min(counted.values()) >= 16
    assert len({case.language for case, _, _ in _judged()}) >= 17


def test_articles_are_restored_exactly() -> None:
    plants = [(case, made) for case, _, made in _judged() if not case.is_control]
    wrong = [(c.family, c.variant, c.language) for c, made in plants if not _is_exact(c, made)]
    assert len(wrong) <= (1 - EXACT) * len(plants), wrong


@pytest.mark.parametrize("family", [name for name in FAMILIES if not name.startswith("=")])
def test_each_family_stays_above_its_floor(family: str) -> None:
    plants = [(case, made) for case, _, made in _judged() if case.family == family]
    wrong = [(case.variant, case.language) for case, made in plants if not _is_exact(case, made)]
    assert len(wrong) <= (1 - EXACT_OF.get(family, EXACT_OF_OTHERS)) * len(plants), wrong


def test_what_repeats_on_purpose_comes_back_itself() -> None:
    controls = [(case, given, made) for case, given, made in _judged() if case.is_control]
    touched = [(case.family, case.language) for case, given, made in controls if made is not given]
    assert touched == []


def test_a_second_time_changes_nothing() -> None:
    assert [case.family for case, _, made in _judged() if remove_repeats(made) is not made] == []


def test_what_is_kept_and_what_is_removed_together_lose_nothing() -> None:
    for case, given, made in _judged():
        told = [block.text for block in made.blocks] + [gone.text for gone in made.removed]
        before = [block.text for block in given.blocks]
        assert Counter(letters("".join(told))) == Counter(letters("".join(before))), case


def test_what_is_removed_says_where_it_is_kept() -> None:
    for case, _, made in _judged():
        for gone in made.removed:
            assert gone.kept_in is not None, case
            kept, text = letters(made.blocks[gone.kept_in].text), letters(gone.text)
            assert text[:4] in kept or kept in text, (case, gone)
