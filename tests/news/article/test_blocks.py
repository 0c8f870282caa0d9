"""Markup becomes blocks of the right kind, in reading order."""

from monitor.news.article.blocks import Candidate, collapse, read_layout
from monitor.news.article.words import line_bits, line_groups, markup_bits, markup_groups
from monitor.news.model import BlockKind
from monitor.news.tree import parse


def candidates(body: str) -> list[Candidate]:
    return read_layout(parse(f"<body>{body}</body>")).candidates


def kinds(body: str) -> list[tuple[str, str]]:
    return [(one.kind.value, one.text) for one in candidates(body)]


def test_every_kind_of_block_is_told() -> None:
    body = (
        "<h2>Head</h2><p>Para</p><ul><li>Item</li><li><p>In a paragraph</p></li></ul>"
        "<blockquote><p>Quoted</p></blockquote><figure><figcaption>Seen</figcaption></figure>"
        "<table><tr><td>a</td><td>b</td></tr></table><pre>x = 1</pre><dl><dt>Term</dt></dl>"
    )
    assert kinds(body) == [
        ("heading", "Head"),
        ("paragraph", "Para"),
        ("list-item", "Item"),
        ("list-item", "In a paragraph"),
        ("quote", "Quoted"),
        ("caption", "Seen"),
        ("table-row", "a"),
        ("table-row", "b"),
        ("code", "x = 1"),
        ("list-item", "Term"),
    ]


def test_two_line_breaks_part_paragraphs_and_one_does_not() -> None:
    assert kinds("<div>One<br>line<br> <br>Two</div>") == [
        ("paragraph", "One line"),
        ("paragraph", "Two"),
    ]


def test_a_line_break_before_an_indented_line_parts_paragraphs() -> None:
    for indent in ("\u3000\u3000", "&nbsp;&nbsp;"):
        assert len(candidates(f"<div>{indent}第一段。<br>\n{indent}第二段。</div>")) == 2


def test_links_count_for_the_paragraph_that_they_stand_in() -> None:
    text, links = candidates(
        "<div>One line.<br><br><a href=/a>More</a><br><a href=/b>Most</a></div>"
    )
    assert (text.links, links.links, links.text) == (0, 8, "More Most")
    assert (text.broken, links.broken) == (False, True)


def test_text_around_inline_elements_is_one_block() -> None:
    assert kinds("<p>Fly <b>me</b> <a href=/x>to the <i>moon</i></a>.</p>") == [
        ("paragraph", "Fly me to the moon.")
    ]


def test_text_before_and_after_a_block_inside_stays_in_order() -> None:
    assert [one.text for one in candidates("<div>a<p>b</p>c</div>")] == ["a", "b", "c"]


def test_links_and_bold_are_counted() -> None:
    (one,) = candidates("<p>12345<a href=x>67890</a><b>12</b></p>")
    assert (one.links, one.bold) == (5, 2)


def test_escapes_are_undone_once() -> None:
    assert kinds("<p>a &lt;b&gt; &amp;amp; c&nbsp;d</p>") == [("paragraph", "a <b> &amp; c d")]


def test_angles_in_attributes_do_not_end_a_tag() -> None:
    assert kinds('<p title="a > b">x</p><p data-x=\'"\'>y</p>') == [
        ("paragraph", "x"),
        ("paragraph", "y"),
    ]


def test_a_stray_quote_in_a_tag_hides_nothing() -> None:
    assert kinds("""<p class="a"">x</p><p id='"'"b>y</p><p>z</p>""") == [
        ("paragraph", "x"),
        ("paragraph", "y"),
        ("paragraph", "z"),
    ]


def test_furniture_and_what_is_hidden_are_not_read() -> None:
    body = "<nav>n</nav><p>a</p><div hidden>h</div><footer>f</footer><p>b<span style='display:none'>h</span></p>"
    assert [one.text for one in candidates(body)] == ["a", "b"]


def test_a_class_that_hides_on_some_screens_hides_nothing() -> None:
    assert kinds("<p class='mt-2 hidden md:block'>a</p>") == [("paragraph", "a")]


def test_a_page_that_scripts_uncover_is_read_all_the_same() -> None:
    body = f"<p>Loading</p><div hidden id=S:1><p>{'The text of the article. ' * 20}</p></div>"
    assert len(candidates(body)) == 2


def test_a_menu_that_is_never_closed_does_not_swallow_the_article() -> None:
    text = "The harbour office counted every ferry that left the pier before noon, as it had for years."
    assert len(candidates(f"<nav><a href=/>Home</a><div>{f'<p>{text}</p>' * 6}</div>")) == 7


def test_elements_know_which_blocks_they_hold() -> None:
    layout = read_layout(parse("<body><div><p>a</p><p>b</p></div><div><p>c</p></div></body>"))
    spans = [(one.tag, one.first, one.end) for one in layout.elements]
    assert spans == [
        ("html", 0, 3), ("body", 0, 3), ("div", 0, 2), ("p", 0, 1), ("p", 1, 2), ("div", 2, 3), ("p", 2, 3),
    ]  # fmt: skip


def test_joiners_that_spelling_needs_are_kept() -> None:
    assert collapse("می\u200cخواهد \u200b a\u00adb") == "می\u200cخواهد ab"


def names(bits: int, groups: tuple[str, ...]) -> set[str]:
    return {name for index, name in enumerate(groups) if bits >> index & 1}


def test_words_of_markup_are_known_however_they_are_joined() -> None:
    for written in ("article-body", "articleBody", "article__body", "ArticleBody", "article body"):
        assert "body" in names(markup_bits(written), markup_groups().names)


def test_short_words_of_markup_count_alone() -> None:
    assert "advert" in names(markup_bits("top ad"), markup_groups().names)
    assert "advert" not in names(markup_bits("address"), markup_groups().names)


def test_lines_are_known_in_many_languages() -> None:
    for line in (
        "Read more: x",
        "Xem thêm: x",
        "▶ 관련기사",
        "相关阅读",
        "Lire aussi : x",
        "関連記事",
    ):
        assert "related" in names(line_bits(line), line_groups().names), line


def test_every_kind_is_one_of_the_model() -> None:
    assert {one.kind for one in candidates("<p>a</p><h1>b</h1>")} <= set(BlockKind)
