"""Who of those that are named acts, and who is only named; names that no list knows."""

import pytest

from monitor.news.model import Role
from tests.news.topic.conftest import Judge


def test_a_brand_that_only_says_whose_parent_acts_runs_nothing(verdict: Judge) -> None:
    assert not verdict(
        "Volvo-Mutter Geely eröffnet KI-Labor in Ningbo",
        "Der chinesische Konzern Geely hat in Ningbo ein KI-Labor eröffnet.",
        language="de",
    ).flagged


@pytest.mark.parametrize(
    ("language", "lead"),
    [
        ("en", "The parent of Volvo, Geely, has opened an AI lab in Ningbo."),
        ("de", "Der Eigentümer von Volvo, Geely, hat in Ningbo ein KI-Labor eröffnet."),
        ("fr", "La maison mère de Volvo, Geely, a ouvert un laboratoire d'IA à Ningbo."),
    ],
)
def test_a_brand_runs_nothing_where_its_owner_is_called_by_it(
    verdict: Judge, language: str, lead: str
) -> None:
    assert not verdict("Ningbo", lead, language=language).flagged


def test_those_whose_survey_is_cited_run_nothing(verdict: Judge) -> None:
    assert not verdict(
        "Where the graduates go",
        "A survey by Princeton finds that more AI researchers are leaving for labs in Beijing and Shenzhen.",
    ).flagged


def test_the_seat_of_a_named_laboratory_is_background_where_the_headline_is_of_another(
    verdict: Judge,
) -> None:
    assert not verdict(
        "Microsoft Research opens Tokyo lab, its first in Japan",
        "Microsoft Research Asia, headquartered in Beijing, has opened a lab in Tokyo to study embodied AI.",
    ).flagged


def test_the_seat_of_a_named_laboratory_is_no_background_where_it_moves_away_from_it(
    verdict: Judge,
) -> None:
    title = "Microsoft {} researchers to Vancouver"
    lead = "Microsoft Research Asia {} AI researchers to its lab in Vancouver."
    assert verdict(title.format("moves"), lead.format("is moving")).flagged
    assert not verdict(title.format("lends"), lead.format("lends")).flagged


def test_whoever_appoints_its_head_runs_the_place(verdict: Judge) -> None:
    found = verdict(
        "上海AI研究团队换帅",
        "英国图形芯片公司Imagination任命周明远为上海人工智能研究团队负责人。",
        language="zh",
    )
    assert found.flagged
    assert found.events == ("leadership",)


def test_a_name_learnt_in_latin_letters_is_found_again_beside_han(verdict: Judge) -> None:
    found = verdict(
        "Brontek上海AI研究中心关闭",
        "丹麦泵业公司Brontek将关闭上海人工智能研究中心。",
        language="zh",
    )
    named = [each for each in found.evidence if each.role is Role.ORGANISATION]
    assert [(each.block, each.text) for each in named][:1] == [("title", "Brontek")]


def test_a_name_behind_an_adjective_with_its_ending_is_learnt(verdict: Judge) -> None:
    found = verdict(
        "La start-up française Orlune ouvre un laboratoire d'IA à Hangzhou",
        "Trente chercheurs y travailleront.",
        language="fr",
    )
    assert found.organisations == ("Orlune",)


def test_a_kind_in_kana_is_no_name(verdict: Judge) -> None:
    found = verdict(
        "蘇州にAI研究所",
        "スイスのセンサー大手ザイロックは蘇州にAI研究所を開設した。",
        language="ja",
    )
    assert found.organisations == ("ザイロック",)


def test_servers_for_artificial_intelligence_are_not_the_field_of_a_laboratory(
    verdict: Judge,
) -> None:
    assert not verdict(
        "パナソニック、広州で電池材料の研究棟",
        "パナソニックは広州市の工場に電池材料の研究棟を建てる。AIサーバー向け需要の拡大に備える。",
        language="ja",
    ).flagged


def test_what_another_of_its_places_works_on_is_not_the_field_of_this_one(verdict: Judge) -> None:
    assert not verdict(
        "Zeiss lässt in Schanghai Linsen schleifen",
        "Zeiss eröffnet ein Anwendungslabor für Objektive in Schanghai. In Jena arbeitet der Konzern unterdessen an "
        "Software mit Künstlicher Intelligenz.",
        language="de",
    ).flagged


def test_a_demand_for_the_field_is_not_what_a_laboratory_works_on(verdict: Judge) -> None:
    assert not verdict(
        "英飞凌无锡碳化硅实验室揭幕",
        "英飞凌在无锡的应用实验室揭幕，主要测试碳化硅功率模块。公司高管称，人工智能数据中心的电源需求正快速增长。",
        language="zh",
    ).flagged


def test_a_place_of_its_own_in_a_city_is_no_firm_of_that_city(verdict: Judge) -> None:
    found = verdict(
        "Ford's Shanghai smart-car studio folds",
        "The studio, which worked on autonomous driving, has ceased operating.",
    )
    assert found.flagged
    assert found.organisations == ("Ford",)


def test_another_place_that_works_on_the_field_does_not_lend_it_to_one_of_the_same_owner(
    verdict: Judge,
) -> None:
    assert not verdict(
        "Medtronic's Chengdu centre turns to insulin pumps",
        "The company's R&D site in Chengdu has finished a pump. In Minneapolis, Medtronic trains algorithms with deep "
        "learning to predict blood sugar.",
    ).flagged


def test_a_laboratory_named_last_in_a_short_story_of_something_else_is_no_news(
    verdict: Judge,
) -> None:
    assert not verdict(
        "BASF verordnet sich weitere Einschnitte",
        "In Ludwigshafen fallen 700 Stellen weg. In Nanjing wird ein Werk verkauft, in Schanghai bleibt die Forschung "
        "samt einer kleinen KI-Gruppe erhalten. Die Aktie gab nach.",
        language="de",
    ).flagged


@pytest.mark.parametrize(
    "lead",
    [
        "博世集团副总裁、许可业务中国区总经理李先生受访时表示，博世通过研发投入，在人工智能领域积累深厚。",
        "博世高管对《中国汽车报》说，博世的研发投入让人工智能走进汽车。",
    ],
)
def test_an_office_and_a_paper_are_no_place_of_research(verdict: Judge, lead: str) -> None:
    assert not verdict("高管谈话", lead, language="zh").flagged


def test_a_team_spun_off_is_that_of_its_parent(verdict: Judge) -> None:
    found = verdict("微软小冰团队将独立", "微软小冰团队将从微软分拆，员工可以转岗。", language="zh")
    assert found.flagged
    assert found.organisations == ("Microsoft",)
    assert found.labs == ("Microsoft XiaoIce team",)


def test_the_laboratory_of_the_city_is_the_one_told_of_just_before(verdict: Judge) -> None:
    found = verdict(
        "보쉬의 소식",
        "보쉬는 우시에 AI 연구소를 두고 있다.",
        "여기까지는 알려진 일이다.",
        "우시 연구소는 문을 닫는다.",
        language="ko",
    )
    assert found.organisations == ("Bosch",)
    assert found.events == ("closure",)


def test_first_is_no_name(verdict: Judge) -> None:
    found = verdict(
        "",
        "德国的老牌企业首次在无锡建立人工智能研发中心，西门子昨日宣布。",
        language="zh",
    )
    assert found.flagged
    assert "首次" not in found.organisations
