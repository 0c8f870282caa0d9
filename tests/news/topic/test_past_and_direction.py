"""Whose a place of research is, and where, when a sentence says it by the way."""

import pytest

from tests.news.topic.conftest import Judge


@pytest.mark.parametrize(
    ("title", "lead", "language"),
    [
        (
            "Ex-Google AI chief in Beijing raises $40m for robot venture",
            (
                "Zhang Li, who headed Google's AI centre in Beijing, has started a company. "
                "Her new firm has opened a laboratory in Hangzhou."
            ),
            "en",
        ),
        (
            "他从IBM中国研究院走出，要做国产AI芯片",
            "在IBM中国研究院工作十年后，赵磊回到上海创业。其研发中心位于张江，专注人工智能推理芯片。",
            "zh",
        ),
        (
            "Cựu giám đốc AI của Microsoft tại Bắc Kinh lập startup",
            "Vương Lâm, từng là giám đốc phòng nghiên cứu AI của Microsoft tại Bắc Kinh, vừa lập công ty robot.",
            "vi",
        ),
    ],
)
def test_what_a_founder_left_is_not_news_of_the_laboratory(
    verdict: Judge, title: str, lead: str, language: str
) -> None:
    assert not verdict(title, lead, language=language).flagged


@pytest.mark.parametrize(
    ("title", "lead", "language", "city"),
    [
        (
            "通用汽车将上海自动驾驶研发团队迁至底特律",
            "通用汽车将把设在上海的自动驾驶研发团队转到底特律。",
            "zh",
            "Shanghai",
        ),
        (
            "Cisco moves its Beijing AI lab to Toronto",
            "Cisco is transferring the artificial intelligence lab to Canada.",
            "en",
            "Beijing",
        ),
    ],
)
def test_a_laboratory_that_moves_abroad_is_told_of_where_it_stands(
    verdict: Judge, title: str, lead: str, language: str, city: str
) -> None:
    found = verdict(title, lead, language=language)
    assert found.flagged
    assert found.places == (city,)
    assert found.events == ("relocation",)


def test_a_group_called_by_its_country_is_the_one_named_before(verdict: Judge) -> None:
    found = verdict(
        "L'Oréal gives its Shanghai beauty lab room to grow",
        "The French cosmetics group is taking two more floors for its AI laboratory in Shanghai.",
        language="en",
    )
    assert found.organisations == ("L'Oréal",)


def test_a_university_that_the_headline_calls_by_its_place_is_foreign(verdict: Judge) -> None:
    found = verdict(
        "Waterloo and Soochow University extend pact on joint AI institute",
        (
            "The University of Waterloo and Soochow University renewed the agreement under which they "
            "run a joint institute for artificial intelligence in Suzhou."
        ),
        language="en",
    )
    assert found.flagged
    assert found.organisations == ("University of Waterloo",)


@pytest.mark.parametrize("verb", ["关闭", "宣布关闭", "裁撤"])
def test_a_laboratory_of_a_local_name_that_a_foreign_company_closes_is_its_own(
    verdict: Judge, verb: str
) -> None:
    found = verdict(f"AMD{verb}上海AI实验室", "约二百人受影响。", language="zh")
    assert found.flagged
    assert found.events == ("closure",)


@pytest.mark.parametrize(
    ("language", "lead"),
    [
        ("en", "Siemens, which sells scanners in Asia, has opened an AI lab in Chengdu."),
        ("zh", "西门子在亚洲提供给医院设备，并在成都开设人工智能实验室。"),
    ],
)
def test_whoever_sells_something_in_another_clause_runs_its_own_laboratory(
    verdict: Judge, language: str, lead: str
) -> None:
    assert verdict("Chengdu", lead, language=language).organisations == ("Siemens",)


def test_what_is_sold_to_laboratories_makes_nobody_their_owner(verdict: Judge) -> None:
    found = verdict(
        "US tightens chip sales to China",
        "Nvidia and AMD may not sell AI chips to research labs in Shanghai any more.",
        language="en",
    )
    assert not found.flagged


@pytest.mark.parametrize(
    ("title", "lead", "language"),
    [
        (
            "Henkel opens adhesives centre in Shanghai",
            (
                "Henkel opened a research centre for adhesives in Shanghai. "
                "The city wants to become a hub of artificial intelligence."
            ),
            "en",
        ),
        (
            "Henkel eröffnet Forschungszentrum in Shanghai",
            (
                "Henkel hat in Shanghai ein Forschungszentrum für Klebstoffe eröffnet. "
                "Die Stadt will zugleich ein Zentrum für künstliche Intelligenz werden."
            ),
            "de",
        ),
        (
            "汉高上海胶粘剂研发中心启用",
            "汉高在上海启用胶粘剂研发中心。当地人工智能产业发展迅速。",
            "zh",
        ),
    ],
)
def test_a_field_that_is_the_city_s_says_nothing_of_the_laboratory(
    verdict: Judge, title: str, lead: str, language: str
) -> None:
    assert not verdict(title, lead, language=language).flagged


def test_what_is_open_is_no_plan_because_people_will_work_there(verdict: Judge) -> None:
    opened = verdict(
        "西门子北京人工智能实验室启用",
        "西门子昨日在北京启用人工智能实验室，共有五百名研究人员将在此工作。",
        language="zh",
    )
    works = verdict(
        "Siemens mở phòng thí nghiệm AI tại Bắc Kinh",
        "Siemens hôm nay mở phòng thí nghiệm AI tại Bắc Kinh, nơi ba mươi kỹ sư sẽ phát triển thuật toán.",
        language="vi",
    )
    planned = verdict("Siemens plans to open an AI lab in Beijing", "", language="en")
    assert opened.flagged
    assert planned.flagged
    assert "It is a plan." not in (*opened.reasons, *works.reasons)
    assert "It is a plan." in planned.reasons


def test_the_head_of_a_laboratory_leaves_it_for_a_university_that_the_headline_names_too(
    verdict: Judge,
) -> None:
    found = verdict(
        "Head of Google AI China Center leaves for Cornell University",
        "Ma Rui, head of the Google AI China Center, has left the position for Cornell University. Her going follows that "
        "of Fei Lin, founder of the Google AI China Center, who went back to Cornell University before.",
    )
    assert found.flagged
    assert found.organisations == ("Google",)


def test_whom_a_sentence_begins_with_as_a_partner_does_not_run_the_place(verdict: Judge) -> None:
    found = verdict(
        "A busy week for Orange",
        "A day after its tie-up with Tencent was made public, Orange's plan for machine learning took shape, and the lab "
        "will be located in Hangzhou.",
    )
    assert found.flagged
    assert found.organisations == ("Orange",)
