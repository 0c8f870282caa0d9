"""Counts, columns and trees: what the scorer sees, and that it sees it alike in any language."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from monitor.news.article.blocks import Layout, read_layout
from monitor.news.article.features import features
from monitor.news.article.measures import (
    best_container,
    core,
    measure_structure,
    measure_texts,
)
from monitor.news.article.scorer import Trees, score, shipped
from monitor.news.article.signs import measure_signs
from monitor.news.tree import parse

ENDS = re.compile(r"[.!?…](?=[ \n\"”’»）)\]]|$)|[。！？]")
SENTENCE = "The harbour office counted every ferry that left the pier before noon. "


def layout_of(body: str) -> Layout:
    return read_layout(parse(f"<body>{body}</body>"))


@given(st.lists(st.text(alphabet="ab1, .!?…。，中あ가”)»é", min_size=1, max_size=30), min_size=1))
def test_signs_are_counted_as_the_patterns_would(texts: list[str]) -> None:
    counts = measure_signs(texts)
    for index, text in enumerate(texts):
        assert counts.stops[index] == len(ENDS.findall(text))
        assert counts.digits[index] == len(re.findall(r"\d", text))
        assert counts.commas[index] == len(re.findall("[,，]", text))
        assert counts.wide[index] == len(re.findall("[中あ가]", text))
        assert counts.ended[index] == (text[-1] in ".!?…。”)»")


def test_sentences_are_told_by_the_stops_of_any_script() -> None:
    counts = measure_signs(
        [
            "यह पहला वाक्य है। यह दूसरा है।",
            "هل وصلت؟ نعم، وصلت.",
            "Er sagte: „Das ist alles.“ Dann ging er.",
            "ประโยคแรกจบแล้ว ประโยคที่สองก็จบ ประโยคที่สาม",  # Thai has blanks for stops
        ]
    )
    assert counts.stops.tolist() == [2, 2, 2, 2]
    assert counts.ended.tolist() == [1, 1, 1, 1]
    assert measure_signs(["ข่าวที่เกี่ยวข้อง", "บรรทัดเดียว สองส่วน"]).ended.tolist() == [0, 0]


def test_a_headline_is_told_by_its_words_or_where_none_are_parted_by_its_signs() -> None:
    for title in ("Lamps on the pier tonight", "旧轮渡电池变身路灯", "แบตเตอรี่เรือข้ามฟากเก่า"):
        texts = measure_texts(layout_of(f"<h1>{title}</h1><p>{SENTENCE}</p>").candidates, title)
        assert texts.titled[0] == 1
        assert texts.titled[1] < 0.7


def test_a_han_sign_weighs_two_and_a_half_letters() -> None:
    texts = measure_texts(layout_of("<p>中文中文</p><p>ten chars.</p>").candidates, "")
    assert texts.weight.tolist() == [10, 10]


def test_the_best_container_holds_the_paragraphs_and_not_the_links() -> None:
    links = "<ul>" + f"<li><a href=/x>{SENTENCE}</a></li>" * 9 + "</ul>"
    layout = layout_of(f"{links}<div class=text>{f'<p>{SENTENCE}{SENTENCE}</p>' * 4}</div>{links}")
    texts, structure = measure_texts(layout.candidates, ""), measure_structure(layout)
    for element in (best_container(texts, structure), core(texts, structure)):
        assert layout.elements[element].attributes == {"class": "text"}


def test_columns_have_the_names_that_the_trees_were_grown_on() -> None:
    layout = layout_of(f"<p>{SENTENCE}</p>")
    names, table = features(layout, measure_texts(layout.candidates, ""), measure_structure(layout))
    known, trees = shipped()
    assert known == tuple(names)
    assert len(set(names)) == len(names) == len(table)
    assert trees.columns.max() < len(names)


@given(
    st.lists(
        st.sampled_from(
            ["<p>a</p>", f"<p>{SENTENCE}</p>", "<h2>b</h2>", "<br>c", "<table><tr><td>d"]
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_column_of_any_page_is_a_number(parts: list[str]) -> None:
    layout = layout_of("".join(parts))
    texts, structure = measure_texts(layout.candidates, "b"), measure_structure(layout)
    _, table = features(layout, texts, structure)
    assert np.isfinite(table).all()
    scores = score(layout, texts, structure)
    assert ((scores >= 0) & (scores <= 1)).all()


def test_a_tree_leads_every_row_to_the_leaf_of_its_answers() -> None:
    trees = Trees(
        columns=np.array([[0, 1]]),
        borders=np.array([[1.0, 5.0]], dtype=np.float32),
        leaves=np.array([[10, 20, 30, 40]], dtype=np.float32),
        base=1.0,
    )
    table = np.array([[0, 2, 0, 2], [0, 0, 6, 6]], dtype=np.float32)
    assert trees.score(table).tolist() == [11, 21, 31, 41]


def test_many_blocks_are_scored_as_few_are() -> None:
    _, trees = shipped()
    table = np.random.default_rng(7).random((len(shipped()[0]), 2500), dtype=np.float32) * 9
    assert np.allclose(trees.score(table)[1990:2010], trees.score(table[:, 1990:2010]))
