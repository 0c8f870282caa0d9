"""Who runs a place of research and where it stands, as sentences tie them: each way by itself."""

import pytest

from tests.news.topic.conftest import Judge

SURE = 0.8  # a score that no owner reaches whose name only stands behind a place


def test_a_visit_is_not_where_the_place_stands(verdict: Judge) -> None:
    found = verdict(
        "Una visita y un centro",
        "La Universidad Politécnica de Madrid y la Universidad de Zhejiang firmaron durante una visita a España la "
        "creación de un centro conjunto de inteligencia artificial en Hangzhou.",
        language="es",
    )
    assert found.flagged
    assert found.places == ("Hangzhou",)


def test_of_two_named_with_and_the_one_from_outside_runs_it(verdict: Judge) -> None:
    found = verdict(
        "Fraunhofer und Tongji eröffnen Labor",
        "Das Fraunhofer-Institut IPA und die Tongji-Universität haben in Schanghai ein Labor für lernende Roboter "
        "eröffnet.",
        language="de",
    )
    assert found.flagged
    assert found.organisations == ("Fraunhofer",)


def test_whose_name_follows_the_laboratory_runs_it(verdict: Judge) -> None:
    found = verdict(
        "Máy đọc chữ viết tay nhanh hơn người",
        "Phòng nghiên cứu Ricoh tại Bắc Kinh công bố một mô hình học sâu.",
        language="vi",
    )
    assert found.score > SURE
    assert found.organisations == ("Ricoh",)


def test_a_headline_with_a_laboratory_elsewhere_makes_a_named_one_background(
    verdict: Judge,
) -> None:
    assert not verdict(
        "Microsoft eröffnet KI-Labor in Tokio, der Blick geht nach Peking",
        "Microsoft Research Asia hat nun in der japanischen Hauptstadt einen neuen Standort. Zwanzig Menschen arbeiten "
        "dort an künstlicher Intelligenz.",
        language="de",
    ).flagged


def test_a_name_that_is_a_word_too_counts_in_company_in_kana(verdict: Judge) -> None:
    found = verdict(
        "重慶に技術センター",
        "自動車部品大手のコンチネンタルは重慶市に、人工知能を手がけるソフト開発センターを開設した。",
        language="ja",
    )
    assert found.flagged
    assert found.organisations == ("Continental",)


def test_a_country_named_behind_another_is_no_sure_place(verdict: Judge) -> None:
    assert not verdict(
        "谷歌启用人工智能硬件工程中心",
        "谷歌昨日启用人工智能硬件工程中心，工程师约三百人。当地领导人说，这证明台湾是可靠的伙伴，也不需要中国大陆的系统。",
        language="zh",
    ).flagged


def test_the_local_team_stands_where_was_said_before(verdict: Judge) -> None:
    found = verdict(
        "콘티넨탈의 현지 개발팀",
        "콘티넨탈이 상하이에 거점을 키운다. 현지 AI 개발팀은 알고리즘을 만들어 한국과 일본에도 내보낸다.",
        language="ko",
    )
    assert found.flagged
    assert found.places[:1] == ("Shanghai",)


def test_a_pandemic_beside_a_laboratory_is_not_its_field(verdict: Judge) -> None:
    found = verdict(
        "Bosch forscht mit Pekinger Universität",
        "Mitten in der Corona-Krise gründen Bosch und die Tsinghua-Universität ein gemeinsames Forschungszentrum für "
        "maschinelles Lernen.",
        language="de",
    )
    assert found.flagged


def test_a_noun_with_a_capital_behind_its_home_is_no_name(verdict: Judge) -> None:
    found = verdict(
        "Voith geht mit seiner Forschung nach China",
        "Der Voith-Konzern sieht die Zukunft der Turbine in Fernost. Das deutsche Traditionsunternehmen siedelt sein "
        "Entwicklungszentrum für künstliche Intelligenz in Kunshan an.",
        language="de",
    )
    assert found.flagged
    assert found.organisations == ("Voith",)


def test_an_institution_of_its_home_stands_for_the_one_named_before(verdict: Judge) -> None:
    found = verdict(
        "University of Leeds plans centre with Chongqing University",
        "Engineers of the University of Leeds and Chongqing University want to work on machine learning. Teachers of the "
        "British institution and of the university in Chongqing signed a paper on a joint research centre.",
    )
    assert found.flagged
    assert found.organisations == ("University of Leeds",)


def test_what_will_not_be_done_is_no_win(verdict: Judge) -> None:
    found = verdict(
        "Qualcomm won't send designs to Chengdu",
        "Qualcomm won't send drawings to the artificial intelligence research centre that it opens in Chengdu.",
    )
    assert found.events == ("opening",)


def test_a_home_between_owner_and_laboratory_says_where_it_is(verdict: Judge) -> None:
    assert not verdict(
        "Samsung's Canadian AI lab hires Peking University graduates",
        "Samsung's AI lab in Montreal has grown to 90 people, six of them from Peking University.",
    ).flagged


def test_another_laboratory_does_not_stand_where_that_of_the_country_does(verdict: Judge) -> None:
    found = verdict(
        "Xiaomi spends a billion on science",
        "Xiaomi is setting up a research institute in Wuhan. For years firms like Spotify, Oracle and Xiaomi have raced to "
        "set up an AI lab. Xiaomi hired ten mathematicians.",
    )
    assert not found.flagged


def test_it_stands_where_a_later_sentence_says_though_that_names_a_partner(verdict: Judge) -> None:
    found = verdict(
        "Festo opens research centre in China",
        "Festo has decided to found a research centre for machine learning in China. The country is dear to it, said its "
        "head of technology. Hands of machines are to grip what they have never seen. The money comes from Esslingen. It "
        "will be located in Jinan, under a joint venture with Shandong University.",
    )
    assert found.places == ("Jinan",)


def test_a_given_name_is_no_city(verdict: Judge) -> None:
    found = verdict(
        "Microsoft AI research group loses Shen Xiangyang",
        "Shen Xiangyang has left the artificial intelligence research group of Microsoft in China.",
    )
    assert "Xiangyang" not in found.places


@pytest.mark.parametrize(
    ("language", "there_is", "there_is_none"),
    [
        (
            "en",
            "Siemens has an AI research lab in Shanghai, unlike its rivals.",
            "Siemens has no AI research lab in Shanghai, unlike its rivals.",
        ),
        ("zh", "西门子在上海有人工智能实验室。", "西门子在上海没有人工智能实验室。"),
        (
            "de",
            "Siemens hat in Shanghai ein KI-Labor, sagt ein Sprecher.",
            "Siemens hat in Shanghai kein KI-Labor, sagt ein Sprecher.",
        ),
    ],
)
def test_a_laboratory_that_there_is_not_is_none(
    verdict: Judge, language: str, there_is: str, there_is_none: str
) -> None:
    title = "Siemens"
    assert verdict(title, there_is, language=language).flagged
    assert not verdict(title, there_is_none, language=language).flagged


def test_a_field_of_a_market_is_not_that_of_a_laboratory(verdict: Judge) -> None:
    title, lead = (
        "滨特尔苏州研发楼竣工",
        "美国水处理企业滨特尔在苏州的研发楼竣工,工程师研究滤芯和水泵。",
    )
    assert not verdict(title, lead, "公司说,人工智能越热,冷却水的生意越好。", language="zh").flagged
    assert not verdict(title, lead, "开幕时有人工智能企业前来参观。", language="zh").flagged
    assert verdict(title, lead, "该中心也用人工智能设计滤芯。", language="zh").flagged


def test_the_kind_of_a_firm_is_what_its_laboratory_is_for(verdict: Judge) -> None:
    assert verdict(
        "Cohere picks Shanghai", "The AI start-up Cohere has opened a research lab in Shanghai."
    ).flagged


def test_a_unit_named_by_its_field_is_a_place_of_research(verdict: Judge) -> None:
    found = verdict(
        "What the pension fund asks",
        "The fund wants Amgen to publish what it agreed with the city when it formed its machine learning unit in Pudong.",
    )
    assert found.flagged
    assert found.places == ("Shanghai",)


def test_a_compound_is_found_whose_last_word_is_listed_too(verdict: Judge) -> None:
    found = verdict(
        "Die TU Dresden in Shenzhen",
        "Die TU Dresden betreibt in Shenzhen eine Arbeitsgruppe für maschinelles Lernen.",
        language="de",
    )
    assert found.flagged


def test_a_street_is_not_the_city_of_its_name(verdict: Judge) -> None:
    found = verdict(
        "诺华在邯郸路设人工智能实验室", "诺华在上海邯郸路设立人工智能实验室。", language="zh"
    )
    assert found.places == ("Shanghai",)


def test_a_named_laboratory_keeps_its_city_beside_one_of_another(verdict: Judge) -> None:
    found = verdict(
        "微软亚洲研究院上海分院成立",
        "微软成立微软亚洲研究院上海分院,这是继微软亚洲研究院落户北京之后的又一家人工智能研究院。",
        language="zh",
    )
    assert found.places[0] == "Shanghai"


def test_who_comes_from_a_country_is_not_where_it_stands(verdict: Judge) -> None:
    found = verdict(
        "英飞凌在前海",
        "英飞凌7月在深圳前海启用中心。德国人带来芯片,本地团队做机器学习。",
        language="zh",
    )
    assert found.places == ("Shenzhen",)


def test_a_university_with_a_share_in_one_of_the_country_is_its_owner(verdict: Judge) -> None:
    found = verdict(
        "Robots that sort shells",
        "The machine learning laboratory at Duke Kunshan University has trained a robot to sort shells.",
    )
    assert found.organisations == ("Duke University",)


def test_a_drone_is_no_self_driving_car(verdict: Judge) -> None:
    assert not verdict(
        "GoPro mở trung tâm nghiên cứu ở Thâm Quyến",
        "GoPro mở trung tâm nghiên cứu ở Thâm Quyến để thử pin cho máy bay không người lái.",
        language="vi",
    ).flagged


def test_the_field_stands_between_a_laboratory_and_whose_it_is(verdict: Judge) -> None:
    found = verdict(
        "Une visite à Wuhan",
        "Le laboratoire d'intelligence artificielle de Sodexo à Wuhan a trente ans. On y mange bien.",
        language="fr",
    )
    assert found.score > SURE
    assert found.organisations == ("Sodexo",)


def test_a_named_laboratory_counts_where_it_is_called_one_of_many(verdict: Judge) -> None:
    found = verdict(
        "Trente ans de recherche",
        "Microsoft Research Asia est l'un des centres de recherche en intelligence artificielle les plus connus.",
        language="fr",
    )
    assert found.labs == ("Microsoft Research Asia",)


def test_a_home_before_the_second_of_two_names_parts_them_not(verdict: Judge) -> None:
    found = verdict(
        "黑土上的合作",
        "吉林大学与以色列海法大学共建的人工智能联合实验室在长春揭牌。",
        language="zh",
    )
    assert found.flagged
    assert found.organisations == ("University of Haifa",)
    assert found.places == ("Changchun",)


def test_at_home_names_no_country(verdict: Judge) -> None:
    assert not verdict(
        "Meta的实验室", "Meta的人工智能实验室像国内高校的校友会，刚刚成立。", language="zh"
    ).flagged
    assert not verdict(
        "",
        "ボッシュはAI研究所を閉じる。国内の大学にとって、この研究所は大切な開発拠点だった。",
        language="ja",
    ).flagged


def test_alumni_far_behind_give_a_laboratory_no_place(verdict: Judge) -> None:
    assert not verdict(
        "说中文的会议室",
        "Meta的超级人工智能实验室开会时不必翻译，这支十四人的核心团队刚刚组成，大家彼此认识多年，"
        "其中九人来自同几所学校（清华、北大、上海交大）。",
        language="zh",
    ).flagged


def test_what_follows_the_giant_is_its_laboratory_and_not_its_name(verdict: Judge) -> None:
    found = verdict(
        "美国科技巨头上海AI研究院解散",
        "亚马逊云科技上海AI研究院解散，员工昨日收到通知。",
        language="zh",
    )
    assert found.flagged
    assert found.organisations == ("Amazon",)


def test_this_laboratory_is_the_one_told_of_and_not_the_city_s_own(verdict: Judge) -> None:
    found = verdict(
        "",
        "二十年前，博世在无锡设立了研究院。",
        "无锡的这个人工智能实验室现在要关闭。",
        language="zh",
    )
    assert found.flagged
    assert found.organisations == ("Bosch",)
    assert found.events == ("closure",)


def test_a_data_centre_is_one_of_its_field_where_the_field_stands_before_it(verdict: Judge) -> None:
    for language, title in (
        ("ko", "테슬라, 중국에 자율주행 데이터 센터 계획"),
        ("ja", "テスラ、中国に自動運転データセンターを計画"),
    ):
        found = verdict(title, "", language=language)
        assert found.flagged, language
        assert found.organisations == ("Tesla",)


def test_names_that_are_words_too_are_none_where_the_words_go_on(verdict: Judge) -> None:
    grown = "A cooperative has opened an AI lab in Yantai to sort fruit."
    assert not verdict("Apple growers open AI lab in Shandong", grown).flagged
    told = "A paper says that AI labs in Beijing grow."
    assert not verdict("Intel on China: AI labs in Beijing", told).flagged


def test_the_name_of_its_owner_says_the_field(verdict: Judge) -> None:
    assert verdict("Scale AI opens lab in Shanghai", "It has room for 30 people.").flagged
