"""What happens to a place of research, among what a sentence says by the way."""

import pytest

from tests.news.topic.conftest import Judge


@pytest.mark.parametrize(
    ("language", "title", "lead", "event"),
    [
        (
            "ja",
            "トヨタ、小馬智行と自動運転AIを共同研究",
            "トヨタ自動車が広州に置く研究開発会社は、小馬智行と自動運転用の認識AIで共同研究を始めた。",
            "partnership",
        ),
        (
            "en",
            "Rolls-Royce's Beijing scientists",
            "The AI lab in Beijing that Rolls-Royce shares with Beihang University, which opened with ten people, will close.",
            "closure",
        ),
        (
            "zh",
            "达能的上海研究中心",
            "达能成立四年的上海人工智能营养研究中心多了一层楼，共四百平方米，算法人员增至百名。",
            "expansion",
        ),
        (
            "vi",
            "Electrolux đóng studio AI ở Hàng Châu chưa đầy hai năm sau ngày khai trương",
            "Hãng sẽ đóng cửa xưởng nghiên cứu trí tuệ nhân tạo.",
            "closure",
        ),
    ],
)
def test_what_says_only_of_which_place_it_is_told_yields_to_the_news(
    verdict: Judge, language: str, title: str, lead: str, event: str
) -> None:
    assert verdict(title, lead, language=language).events == (event,)


def test_a_verb_inside_a_name_tells_nothing(verdict: Judge) -> None:
    found = verdict(
        "联合利华上海研发团队用AI筛出新型去屑分子",
        "联合利华全球研发中心（上海）称，其数据科学与人工智能小组借助图神经网络筛选出一种新型去屑成分，"
        "研究论文发表于《自然-通讯》。",
        language="zh",
    )
    assert found.events == ("research-output",)


def test_money_that_yields_and_is_then_too_little_is_no_event(verdict: Judge) -> None:
    quiet = ["这天没有别的消息。"] * 6
    found = [
        verdict(
            "",
            *quiet,
            f"博世在上海的人工智能实验室{'地方不大' * far}有资金，{'人手不多' * on}亮相。",
        ).events
        for far in range(8)
        for on in range(8)
    ]
    assert () in found


def test_an_aim_is_told_less_surely_than_what_is_done_for_it(verdict: Judge) -> None:
    found = verdict(
        "보쉬, 우시에 자율주행 데이터센터 계획 중",
        "보쉬가 우시에서 자율주행 AI를 훈련할 데이터센터를 건설할 계획인 것으로 전해졌다.",
        "시장에서 입지를 강화하기 위한 움직임이다.",
        language="ko",
    )
    assert found.events == ("opening",)


def test_to_take_no_more_interns_is_news_of_hiring(verdict: Judge) -> None:
    found = verdict(
        "微软亚洲研究院停招实习生",
        "微软亚洲研究院停招了几所大学的实习生，这家人工智能研究机构没有说明理由。",
        language="zh",
    )
    assert found.events == ("hiring",)


@pytest.mark.parametrize(
    ("lead", "wrong"),
    [
        ("微软亚洲研究院院长周礼栋发表主题演讲，谈人工智能与艺术的关系。", "research-output"),
        ("昨日，博世与金桥管理委员会谈到了博世上海人工智能研发中心。", "scrutiny"),
    ],
)
def test_a_speech_is_no_paper_and_an_office_no_inquiry(
    verdict: Judge, lead: str, wrong: str
) -> None:
    assert wrong not in verdict("", lead, language="zh").events


@pytest.mark.parametrize(
    ("language", "title", "lead", "event"),
    [
        (
            "zh",
            "博世无锡人工智能团队被打包去德国",
            "博世说，无锡人工智能研究团队里一小部分人可以国际轮岗。",
            "relocation",
        ),
        (
            "zh",
            "微软亚洲研究院否认撤离中国",
            "微软亚洲研究院昨日说，人工智能研究人员撤离中国的消息不实。",
            "relocation",
        ),
        (
            "ja",
            "",
            "中国にあるグーグルのAI研究所について、技術が中国軍に流れると投資家は警告した。",
            "scrutiny",
        ),
    ],
)
def test_what_is_said_in_other_words_is_the_same_event(
    verdict: Judge, language: str, title: str, lead: str, event: str
) -> None:
    assert event in verdict(title, lead, language=language).events


def test_what_opens_elsewhere_is_not_the_news_of_the_laboratory_that_shuts(
    verdict: Judge,
) -> None:
    found = verdict(
        "微软亚洲研究院新消息",
        "微软关停上海人工智能实验室，在新加坡设立新机构。",
        language="zh",
    )
    assert found.events == ("closure",)
