"""What reading reaches on pages in the manner of real sites; it may not fall below."""

from collections import defaultdict
from functools import cache

import pytest

from monitor.news import pipeline
from monitor.news.model import Article, Page
from tests.benchmarks.labelled import Agreement, agreement, overall
from tests.evaluation.articles.pages import SHELLS, Made, made_pages

F1 = 0.996
F1_OF_A_SHELL = 0.96
F1_OF_A_LANGUAGE = 0.98
LANGUAGES = 25
PAGES = 240


@cache
def readings() -> tuple[tuple[Made, Article, Agreement], ...]:
    read = []
    for made in made_pages():
        article = pipeline.read(Page("https://news.example.org/7", made.html), None)
        text = "\n".join(block.text for block in article.blocks)
        read.append((made, article, agreement(made.text, text)))
    return tuple(read)


def test_the_set_is_as_wide_as_it_says() -> None:
    pages = list(made_pages())
    assert len(pages) >= PAGES
    assert len({page.language for page in pages}) == LANGUAGES


def test_the_whole_set_is_read() -> None:
    f1, precision, recall = overall(one for _, _, one in readings())
    assert f1 >= F1, f"F1 {f1:.4f}, precision {precision:.4f}, recall {recall:.4f}"


@pytest.mark.parametrize("by", ["shell", "language"])
def test_no_kind_of_page_and_no_language_is_left_behind(by: str) -> None:
    groups: dict[str, list[Agreement]] = defaultdict(list)
    for made, _, told in readings():
        groups[getattr(made, by)].append(told)
    floor = F1_OF_A_SHELL if by == "shell" else F1_OF_A_LANGUAGE
    low = {name: overall(told)[0] for name, told in groups.items() if overall(told)[0] < floor}
    assert not low


def test_title_and_byline_lines_are_no_blocks() -> None:
    for made, article, _ in readings():
        texts = {block.text for block in article.blocks}
        assert not texts & {made.article["title"], made.article["byline"]}, made.name
        assert article.title == made.article["title"], made.name


@pytest.mark.parametrize("shell", ["newsroom", "wordpress", "paywall"])
def test_what_the_page_states_is_read(shell: str) -> None:
    assert shell in SHELLS
    for made, article, _ in readings():
        if made.shell == shell:
            assert article.byline == made.article["author"], made.name
            assert article.free is {"newsroom": True, "paywall": False}.get(shell), made.name
