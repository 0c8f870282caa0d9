"""A page that lists articles is read like a feed."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import UnreadableError
from monitor.news.feed.listing import read_listing
from monitor.news.model import Feed, Page, Selectors

URL = "https://lab.test/news"

MENU = "<nav>" + "".join(f'<a href="/m/{n}">A long entry of the menu, {n}</a>' for n in range(9))
FOOTER = '<footer><a href="/privacy">How this site treats your data</a></footer>'


def card(number: int) -> str:
    address = f"/news/lab-opens-its-doors-{number}"
    return f"""<div class="card"><a href="{address}"><img src="/{number}.jpg"></a>
    <time datetime="2026-11-{number:02d}T10:00:00Z">Nov {number}</time><a href="/policy">Policy</a>
    <h3><a href="{address}?">The lab opens its doors again, part {number}</a></h3>
    <p>In short. <a href="{address}">Read more</a></p></div>"""


def page(body: str, head: str = "<title>News of the lab</title>") -> str:
    return f'<html lang="en"><head>{head}</head><body>{MENU}</nav>{body}{FOOTER}</body></html>'


def read(text: str, select: Selectors | None = None, url: str = URL) -> Feed:
    return read_listing(Page(url, text.encode()), select)


def test_selectors_name_link_title_and_date() -> None:
    feed = read(page(card(1) + card(2)), Selectors("div.card", "h3", "time"))
    assert (feed.title, feed.link, feed.format, feed.language) == (
        "News of the lab",
        URL,
        "page",
        "en",
    )
    assert [(entry.url, entry.title, entry.published) for entry in feed.entries] == [
        (
            f"https://lab.test/news/lab-opens-its-doors-{number}",
            f"The lab opens its doors again, part {number}",
            datetime(2026, 11, number, 10, tzinfo=UTC),
        )
        for number in (1, 2)
    ]


def test_a_plain_list_is_found_by_itself() -> None:
    feed = read(page("".join(card(number) for number in range(1, 7))))
    assert [entry.title for entry in feed.entries] == [
        f"The lab opens its doors again, part {number}" for number in range(1, 7)
    ]
    assert feed.entries[3].published == datetime(2026, 11, 4, 10, tzinfo=UTC)


def test_the_story_on_top_belongs_to_the_list_by_its_address() -> None:
    top = '<div><a href="/news/the-story-on-top-of-it"><h2>The story on top of the page</h2></a></div>'
    feed = read(page(top + "".join(card(number) for number in range(1, 7))))
    assert feed.entries[0].title == "The story on top of the page"
    assert len(feed.entries) == 7


def test_a_list_in_chinese_with_dates_in_words() -> None:
    rows = "".join(
        f'<li><a href="/r/{n}"><h4>研究院宣布开放第{n}个实验室</h4><i class="date">2026年11月{n}日</i></a></li>'
        for n in range(1, 5)
    )
    feed = read(f'<html lang="zh"><ul>{rows}</ul></html>', url="https://lab.cn/r")
    assert feed.entries[0].title == "研究院宣布开放第1个实验室"
    assert feed.entries[0].published == datetime(2026, 10, 31, 16, tzinfo=UTC)


def test_a_date_may_stand_in_the_address() -> None:
    rows = "".join(
        f'<li><a href="/2026/11/0{n}/a.html">A headline of the usual length, {n}</a></li>'
        for n in range(1, 5)
    )
    feed = read(f"<ul>{rows}</ul>")
    assert feed.entries[1].published == datetime(2026, 11, 2, tzinfo=UTC)


def test_the_heading_is_the_title_and_not_the_outlet_before_it() -> None:
    rows = "".join(
        f'<div><a href="/n/{n}">The Morning Gazette</a><a href="/n/{n}"><h3>The lab moves, part {n}</h3></a>'
        f"<p>By Ana Ruiz • Nov. {n}, 2026</p></div>"
        for n in range(1, 5)
    )
    feed = read(page(rows))
    assert feed.entries[0].title == "The lab moves, part 1"
    assert feed.entries[2].published == datetime(2026, 11, 3, tzinfo=UTC)


def test_a_base_element_counts() -> None:
    rows = "".join(
        f'<li><a href="a{n}">A headline of the usual length, {n}</a></li>' for n in "123"
    )
    feed = read(page(f"<ul>{rows}</ul>", '<base href="/archive/">'))
    assert feed.entries[0].url == "https://lab.test/archive/a1"


@pytest.mark.parametrize(
    ("text", "select", "words", "blocked"),
    [
        (page("<p>Nothing here.</p>"), None, "no list of articles", False),
        (page(card(1)), Selectors("div.gone a"), "no link fits 'div.gone a'", False),
        (page(card(1)), Selectors("div["), "no CSS selector", False),
        (page(card(1)), Selectors("div.card", "h3["), "select.title", False),
        ("<title>Just a moment...</title><script>cf_chl_opt</script>", None, "for a human", True),
        ("<title>Log in</title><input type=password>", None, "asks to log in", True),
        ("", None, "no list of articles", False),
    ],
)
def test_why_a_page_lists_nothing_is_said(
    text: str, select: Selectors | None, words: str, blocked: bool
) -> None:
    with pytest.raises(UnreadableError, match=words) as refused:
        read(text, select)
    assert refused.value.blocked is blocked


PIECES = st.lists(
    st.sampled_from(
        ["<ul>", "<li>", "<a href='/x/1'>", "</a>", "A headline of the usual length", "<base href='//['>",
         "<a href='http://['>", "<time datetime='x'>", "<h3>", "</div>", "<nav>", "\ufeff", "<a href='/x/2'>"]
    ),
    max_size=40,
)  # fmt: skip


@given(PIECES, st.sampled_from([None, Selectors("a", "h3", "time"), Selectors("li")]))
def test_nothing_but_unreadable_is_ever_raised(parts: list[str], select: Selectors | None) -> None:
    try:
        feed = read("".join(parts), select)
    except UnreadableError:
        return
    assert all(entry.url and entry.title for entry in feed.entries)
