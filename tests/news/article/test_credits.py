"""What an article credits another outlet with is told from what merely stands in brackets."""

import pytest

from monitor.news.article.bylines import part, read_lines
from monitor.news.article.credits import credit, dateline_author
from monitor.news.model import Block, BlockKind

BODY = "The harbour office counted every ferry that left the pier before noon."


def paragraphs(*texts: str) -> list[Block]:
    return [Block(BlockKind.PARAGRAPH, text) for text in texts]


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("The ferry left at noon. (Theregister)", "Theregister"),
        ("(Theo Reuters)", "Reuters"),
        ("Theo Reuters", "Reuters"),
        ("Phạm Thu Hà (Theo Reuters)", "Reuters"),
        ("Source: Harbour Ledger", "Harbour Ledger"),
        ("Quelle: dpa", "dpa"),
        ("Источник: Интерфакс", "Интерфакс"),
        ("Kaynak: AA", "AA"),
        ("来源：江畔新闻网", "江畔新闻网"),
        ("（来源：江畔新闻网）", "江畔新闻网"),
        ("文章来源：江畔新闻网", "江畔新闻网"),
        ("(本文来自江畔新闻,更多资讯请下载客户端)", "江畔新闻"),
        ("（转自江畔新闻）", "江畔新闻"),
        ("（出典：共同通信）", "共同通信"),
        ("출처: 연합뉴스", "연합뉴스"),
        ("This story was originally published by Harbour Ledger.", "Harbour Ledger"),
        ("The post Ferries appeared first on Harbour Ledger.", "Harbour Ledger"),
        ("渡船中午开出。（本报记者 摄影报道）", None),
        ("（编辑 李四）", None),
        ("The ferry left at noon (and came back).", None),
        ("It carried 40 people (in 2024)", None),
    ],
)
def test_the_last_line_names_its_outlet(line: str, outlet: str | None) -> None:
    assert credit(paragraphs(BODY, line)) == outlet
    assert part(paragraphs(BODY, line), "A title").byline is None


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("新华社武汉11月18日电（记者周晓岚）三号码头书屋正式开放。", "新华社"),
        ("据路透社11月18日报道，三号码头书屋正式开放。", "路透社"),
        ("LONDON, Nov 18 (Reuters) - The office counted every ferry.", "Reuters"),
        ("Bremen (dpa) - Das Hafenamt zählte jede Fähre.", "dpa"),
        ("(부산=연합뉴스) 김하늘 기자 = 사무소는 배를 세었다.", "연합뉴스"),
        ("【神戸共同】港の事務所は渡し船を数えた。", "共同"),
        ("The office (APs) - as they call it - counted.", None),
        ("据悉，三号码头书屋正式开放，当地报社也在其中。", None),
    ],
)
def test_the_first_line_names_whom_it_reports_after(line: str, outlet: str | None) -> None:
    assert credit(paragraphs(line, "书屋由一座候船室改建而成。")) == outlet


def test_an_agency_beside_a_name_is_credited() -> None:
    heading = part(paragraphs("Par Claire Lefort avec AFP", BODY), "A title")
    assert (heading.byline, heading.via) == ("Claire Lefort", "AFP")


def test_a_line_above_the_text_tells_source_and_author() -> None:
    told = read_lines(["2026-11-18 09:40　来源：新华社　作者：周晓岚"], "Asia/Shanghai")
    assert (told.outlet, told.byline) == ("新华社", "周晓岚")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("新华社武汉11月18日电（记者周晓岚、李文）三号码头书屋正式开放。", "周晓岚、李文"),
        ("中新网武汉11月18日电 (记者 周晓岚)三号码头书屋正式开放。", "周晓岚"),
        ("〔記者周曉嵐／台北報導〕三號碼頭書屋正式開放。", "周曉嵐"),
        ("(부산=연합뉴스) 김하늘 기자 = 사무소는 배를 세었다.", "김하늘"),
        ("记者从市政府获悉，三号码头将在年底前投入使用。", None),
        (BODY, None),
    ],
)
def test_a_dateline_names_the_reporter(line: str, name: str | None) -> None:
    assert dateline_author(paragraphs(line)) == name
