"""What an article adds to its story, and what adds nothing."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.news.model import Article, Block, BlockKind, Link, Verdict
from monitor.news.story import StoryBook

NOW = datetime(2026, 7, 22, 9, tzinfo=UTC)
FIRST = Article("https://gazette.example/1", "Amazon closes its Shanghai AI lab", (), published=NOW)
SAID = Verdict("labs", True, 0.9, ("Amazon",), ("AWS lab",), ("Shanghai",), ("closure",))


def telling(title: str, lead: str = "", url: str = "https://courier.example/2") -> Article:
    blocks = (Block(BlockKind.PARAGRAPH, lead),) if lead else ()
    return Article(url, title, blocks, published=NOW)


def last(*told: tuple[Article, Verdict]) -> Link:
    """Return the link of the last article, after the first of all and the others."""
    book = StoryBook()
    book.place(FIRST, SAID, NOW)
    links = [book.place(article, verdict, NOW) for article, verdict in told]
    assert all(link.joined for link in links)
    return links[-1]


def added(article: Article, verdict: Verdict = SAID) -> list[tuple[str, str]]:
    return [(one.kind.value, one.text) for one in last((article, verdict)).developments]


def test_a_retelling_adds_nothing() -> None:
    assert added(telling("亚马逊关闭上海AI研究院")) == []


def test_what_opens_a_story_adds_nothing() -> None:
    opening = StoryBook().place(FIRST, SAID, NOW)
    assert (opening.joined, opening.developments) == (False, ())


def test_another_event_party_and_city_are_news() -> None:
    more = replace(
        SAID,
        organisations=("Amazon", "Alibaba"),
        places=("Shanghai", "Hangzhou", "China"),
        events=("closure", "layoffs"),
    )
    assert added(telling("Staff of the closed lab go to Hangzhou"), more) == [
        ("event", "layoffs"),
        ("organisation", "Alibaba"),
        ("place", "Hangzhou"),
    ]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Amazon closes Shanghai lab, 1,640 people leave", "1,640 people"),
        ("亚马逊关闭上海研究院，裁员1640人", "1640人"),
        ("Amazon schließt Labor, 3,2 Millionen gespart", "3,2 Millionen"),
        ("Amazon đóng cửa phòng thí nghiệm, 45% nhân viên nghỉ", "45%"),
    ],
)
def test_a_figure_of_the_headline_is_news(title: str, shown: str) -> None:
    assert added(telling(title)) == [("figure", shown)]


def test_years_and_small_numbers_are_no_news() -> None:
    assert added(telling("Amazon closes in 2026 the lab with 3 teams in Shanghai")) == []


def test_a_figure_is_news_once() -> None:
    told = telling("Amazon closes Shanghai lab, 1,640 people leave")
    again = telling("亚马逊关闭上海研究院，裁员1640人", url="https://c.example/3")
    assert last((told, SAID), (again, SAID)).developments == ()


@pytest.mark.parametrize(
    "lead",
    [
        "Amazon denies that the lab is closed.",
        "亚马逊否认关闭上海研究院。",
        "Amazon phủ nhận việc đóng cửa.",
        "アマゾンは閉鎖を否定した。",
        "아마존은 폐쇄를 부인했다.",
        "Amazon dementiert die Schließung.",
        "Amazon dément la fermeture.",
    ],
)
def test_a_denial_is_news_with_its_sentence(lead: str) -> None:
    assert added(telling("Amazon and its lab", f"It is a hot day. {lead}")) == [("denial", lead)]


@pytest.mark.parametrize(
    "lead",
    [
        "Correction: the lab has 40 people.",
        "更正：此前报道有误。",
        "Đính chính: bài trước có sai sót.",
        "訂正：記事に誤りがありました。",
        "정정: 이전 기사에 오류가 있었습니다.",
        "Berichtigung: das Labor bleibt.",
        "Rectificatif : le laboratoire reste.",
    ],
)
def test_a_correction_is_news_with_its_sentence(lead: str) -> None:
    assert ("correction", lead) in added(telling("Amazon and its lab", lead))


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("https://www.aboutamazon.com/news/lab", "Amazon"),
        ("https://amazon.science/lab", "Amazon"),
        ("https://www.shanghai.gov.cn/lab", "www.shanghai.gov.cn"),
    ],
)
def test_the_first_primary_source_is_news(url: str, named: str) -> None:
    told = telling("On our Shanghai lab", url=url)
    assert added(told) == [("source", named)]
    second = telling("More on our lab in Shanghai", url=f"{url}/more")
    assert last((told, SAID), (second, SAID)).developments == ()


def test_a_copy_adds_nothing_whatever_its_verdict_names() -> None:
    text = " ".join(f"Sentence {n} tells something of its own about it." for n in range(30))
    body = (Block(BlockKind.PARAGRAPH, text),)
    book = StoryBook()
    book.place(replace(FIRST, blocks=body), SAID, NOW)
    copied = replace(telling("The lab, 300 desks"), blocks=body)
    found = book.place(copied, replace(SAID, events=("closure", "hiring")), NOW)
    assert (found.copy, found.developments) == (True, ())
