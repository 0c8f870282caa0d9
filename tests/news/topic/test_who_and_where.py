"""Who runs a place of research and where it stands, as sentences tie them: each way by itself."""

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
