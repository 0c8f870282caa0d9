"""What the shipped topic flags, what it leaves alone, and what it says of it."""

import unicodedata

import pytest

from monitor.news.model import Role
from monitor.news.topic import Topic
from tests.news.topic.conftest import Judge

OPENINGS = {
    "en": ("Philips opens AI lab in Chengdu", "The lab will employ 80 engineers."),
    "zh": ("飞利浦在成都设立人工智能实验室", "实验室将聘用80名工程师。"),
    "zh-Hant": ("飛利浦在成都設立人工智慧實驗室", "實驗室將聘用80名工程師。"),
    "vi": ("Philips mở phòng thí nghiệm AI tại Thành Đô", "Nơi này sẽ có 80 kỹ sư."),
    "ja": ("フィリップス、成都にAI研究所を開設", "80人の技術者が働く。"),
    "ko": ("필립스, 중국 청두에 AI 연구소 설립", "엔지니어 80명이 근무한다."),
    "de": ("Philips eröffnet KI-Labor in Chengdu", "Dort werden 80 Ingenieure arbeiten."),
    "fr": ("Philips ouvre un laboratoire d'IA à Chengdu", "Il emploiera 80 ingénieurs."),
    "es": ("Philips abre un laboratorio de IA en Chengdu", "Empleará a 80 ingenieros."),
}


@pytest.mark.parametrize("language", OPENINGS)
def test_an_opening_is_flagged_in_every_language_read(verdict: Judge, language: str) -> None:
    found = verdict(*OPENINGS[language])
    assert found.flagged
    assert found.organisations[0] == "Philips"
    assert "Chengdu" in found.places
    assert found.events[0] == "opening"


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        OPENINGS["ja"],
        OPENINGS["ko"],
        ("Philips eröffnet KI-Labor in Chengdu", "Der Konzern stellt für das Labor 80 Leute ein."),
        (
            "Philips ouvre un laboratoire d'IA à Chengdu",
            "Le groupe y emploiera 80 ingénieurs dans une tour.",
        ),
        (
            "Philips abre un laboratorio de IA en Chengdu",
            "Los 80 ingenieros y el jefe son de allí.",
        ),
    ],
)
def test_a_page_of_english_around_it_hides_no_story(verdict: Judge, title: str, lead: str) -> None:
    around = "Subscribe to the newsletter for all of the news, and follow us on the web. " * 6
    found = verdict(title, lead, around, language="en")
    assert found.flagged
    assert found.events == ("opening",)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("上海人工智能实验室发布新模型", "上海人工智能实验室发布了新的大模型，性能超过谷歌。"),
        ("Baidu opens AI lab in Beijing", "The lab competes with Google and Microsoft."),
        ("Huawei opens AI lab in Zurich", "The Chinese company hires near the offices of Google."),
        ("Microsoft opens AI lab in Madrid", "It has similar labs in Munich and Shanghai."),
        ("Nvidia sells fewer AI chips in China", "Chinese AI labs look for other suppliers."),
        (
            "Bosch opens brake centre in Suzhou",
            "The centre tests brakes. 500 engineers work there.",
        ),
        (
            "Bayer opens research centre in Beijing",
            "Bayer studies the heart there. Elsewhere the mayor praised artificial intelligence.",
        ),
        (
            "花王、上海に研究所を開設",
            "花王は上海に化粧品の研究所を開いた。同市では人工知能の大会もある。",
        ),
        (
            "WHO asks for data from Wuhan lab",
            "The virus laboratory has sent no data, says the WHO.",
        ),
        ("Tesla sells fewer cars in China", "Its factory in Shanghai builds the Model 3 with AI."),
        ("Alibaba hires former Google scientist", "He will lead its AI lab in Hangzhou."),
        ("华为在巴黎设立人工智能研究院", "这是华为在法国的第六家研究中心。"),
        ("Alibaba lập phòng thí nghiệm AI ở Hàng Châu", "Một cựu nhà khoa học Google dẫn dắt."),
        ("輝達在台灣設立AI研發中心", "輝達執行長也談到中國大陸市場。"),
    ],
)
def test_hard_negatives_are_left_alone(verdict: Judge, title: str, text: str) -> None:
    found = verdict(title, text)
    assert not found.flagged
    assert found.reasons


def test_a_lab_known_by_name_needs_no_place(verdict: Judge) -> None:
    found = verdict("微软亚洲研究院院长离职", "微软亚洲研究院确认，院长将于下月离职。")
    assert found.flagged
    assert found.labs == ("Microsoft Research Asia",)
    assert found.places == ("Beijing",)


def test_a_foreign_owner_before_a_chinese_name_owns_the_lab(verdict: Judge) -> None:
    found = verdict("微软上海人工智能实验室关闭", "微软关闭了上海人工智能实验室。")
    assert found.flagged
    assert found.organisations == ("Microsoft",)


@pytest.mark.parametrize(
    "title", ["微软AI研究院落户苏州", "マイクロソフト、蘇州にAI研究所", "微軟AI研究院落戶蘇州"]
)
def test_a_place_of_research_is_read_whole(verdict: Judge, title: str) -> None:
    found = verdict(title, title + "。")
    assert found.flagged
    facility = [each.text for each in found.evidence if each.role is Role.FACILITY]
    assert all(text.endswith(("院", "所")) for text in facility)


def test_a_chinese_lab_stays_chinese_beside_a_foreign_company(verdict: Judge) -> None:
    found = verdict("上海人工智能实验室发布新模型", "微软表示,上海人工智能实验室的模型很好。")
    assert not found.flagged


def test_a_closure_is_tied_to_the_one_who_closes(verdict: Judge) -> None:
    found = verdict(
        "AWS closes its Shanghai AI lab while Nvidia praises Chinese talent",
        "Amazon Web Services has closed its AI lab in Shanghai.",
        "Nvidia's chief executive said the world needs Chinese researchers.",
    )
    assert found.flagged
    assert found.organisations == ("Amazon",)
    assert found.events == ("closure",)
    assert {(each.event, each.organisation) for each in found.happenings} == {("closure", "Amazon")}


def test_an_unlisted_organisation_is_known_by_its_home(verdict: Judge) -> None:
    found = verdict(
        "Danish robot maker Zentrix Robotics opens AI research centre in Hangzhou",
        "The Danish company Zentrix Robotics will employ twenty scientists in Hangzhou.",
    )
    assert found.flagged
    assert "Zentrix Robotics" in found.organisations


def test_a_university_that_no_list_knows_is_the_only_organisation_of_a_story(
    verdict: Judge,
) -> None:
    found = verdict(
        "L'Université de Rouen ouvre un laboratoire d'intelligence artificielle à Shanghai",
        "L'Université de Rouen l'a inauguré mardi.",
        language="fr",
    )
    assert found.organisations == ("Université de Rouen",)


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("Munich-based Nervora opens AI lab in Suzhou", "It will hire twenty.", "Nervora"),
        ("Australia's Nervora opens AI lab in Suzhou", "It will hire twenty.", "Nervora"),
        ("L'allemand Nervora ouvre un labo d'IA à Suzhou", "Il recrute.", "Nervora"),
        (
            "Nervora schließt KI-Labor in Suzhou",
            "Das Unternehmen Nervora aus München geht.",
            "Nervora",
        ),
        ("芬兰企业诺沃拉在苏州设立人工智能实验室", "实验室将聘用二十人。", "诺沃拉"),
        ("ドイツの医療機器メーカー、ノヴォラが蘇州にAI研究所", "20人を採用する。", "ノヴォラ"),
        ("독일 업체 노보라, 쑤저우에 AI 연구소 설립", "20명을 뽑는다.", "노보라"),
    ],
)
def test_an_organisation_that_no_list_knows_is_named_as_written(
    verdict: Judge, title: str, text: str, name: str
) -> None:
    found = verdict(title, text)
    assert found.flagged
    assert found.organisations == (name,)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Former Microsoft Research Asia head starts venture fund", "He will invest in Taipei."),
        ("Intel to spin off AI unit as China sales slow", "Its labs are in Oregon."),
        ("Nvidia sells chips to Chinese AI labs again", "The chips are made in Taiwan."),
        ("Hyundai lập trung tâm AI cùng Đại học Bách khoa Hà Nội", "Hãng vừa rời Trùng Khánh."),
        ("微軟在台設AI研發中心", "微軟先前在北京設有研究院。"),
        ("トヨタ、米国でAI研究 中国は販売不振", "中国での販売は2割減った。"),
        ("阿里达摩院在新加坡设联合实验室", "实验室研究人工智能,合作方是南洋理工大学。"),
    ],
)
def test_what_stands_near_is_not_yet_said_of_the_lab(verdict: Judge, title: str, text: str) -> None:
    assert not verdict(title, text).flagged


def test_the_lab_of_a_long_story_is_the_one_it_began_with(verdict: Judge) -> None:
    found = verdict(
        "A laboratory beside the canal",
        "Swiss Re runs a laboratory for machine learning in Hangzhou.",
        "It opened last year. Twenty people work there. The canteen is good.",
        "The laboratory has no sign. A rival, Munich Re, prefers start-ups.",
        "The laboratory's budget is a secret. The laboratory is not for visitors.",
    )
    assert found.flagged
    assert found.organisations == ("Swiss Re",)
    assert found.places == ("Hangzhou",)


def test_a_happening_stands_where_the_story_says_it_does(verdict: Judge) -> None:
    found = verdict(
        "Amazon closes AI lab in China",
        "Amazon Web Services has dissolved its AI lab in Shanghai, its director said.",
    )
    assert [(each.event, each.organisation, each.place) for each in found.happenings] == [
        ("closure", "Amazon", "Shanghai")
    ]


def test_a_name_with_a_genitive_is_the_name(verdict: Judge) -> None:
    found = verdict("Googles KI-Labor in Peking schließt", "Das Labor hatte 50 Forscher.")
    assert found.organisations == ("Google",)


def test_a_verb_in_two_halves_is_the_whole_verb(verdict: Judge) -> None:
    grown = verdict("Bosch baut KI-Labor in Suzhou aus", "Bosch baut sein KI-Labor in Suzhou aus.")
    assert grown.events == ("expansion",)
    built = verdict("Bosch baut KI-Labor in Suzhou", "Bosch baut ein KI-Labor in Suzhou.")
    assert built.events == ("opening",)


def test_what_a_story_recalls_is_not_its_event(verdict: Judge) -> None:
    found = verdict(
        "IBM closes Beijing AI lab",
        "IBM has closed its AI lab in Beijing. The lab was founded in 1995.",
    )
    assert found.events == ("closure",)


def test_a_denial_is_flagged_and_said(verdict: Judge) -> None:
    found = verdict(
        "Nvidia denies plan for AI research centre in Shanghai",
        "Nvidia denied that it plans an AI research centre in Shanghai.",
    )
    assert found.flagged
    assert "Something is denied." in found.reasons


def test_a_passing_mention_in_a_long_article_is_not_flagged(verdict: Judge) -> None:
    found = verdict(
        "Ride-hailing company reports first profit",
        "Grab reported its first quarterly profit. Revenue rose to 764 million dollars.",
        "Deliveries grew fastest, helped by Indonesia and Malaysia. Costs fell.",
        "The chief executive said the company would buy back shares. Analysts had expected a loss.",
        "It has AI research centres in Singapore, Beijing, Seattle and Bengaluru.",
        "The shares rose in New York. A rival reports next week. Fuel became cheaper.",
    )
    assert not found.flagged


def test_a_lab_elsewhere_counts_against(verdict: Judge) -> None:
    found = verdict("Microsoft opens AI lab in Munich", "It also has an AI lab in Shanghai.")
    assert not found.flagged
    assert any("elsewhere" in reason for reason in found.reasons)
    assert any(evidence.role is Role.AGAINST for evidence in found.evidence)


def test_a_move_away_from_china_is_flagged(verdict: Judge) -> None:
    found = verdict(
        "Microsoft moves AI experts from Beijing lab to Vancouver",
        "Microsoft Research Asia is moving top AI researchers from China to a lab in Vancouver.",
    )
    assert found.flagged
    assert "relocation" in found.events
    assert "Beijing" in found.places


def test_composition_width_and_case_change_nothing(verdict: Judge) -> None:
    text = "Google đóng cửa phòng thí nghiệm AI ở Bắc Kinh"
    plain = verdict(text, text + ".")
    taken_apart = unicodedata.normalize("NFD", text)
    apart = verdict(taken_apart, taken_apart + ".")
    assert (apart.flagged, apart.organisations, apart.places, apart.events) == (
        plain.flagged,
        plain.organisations,
        plain.places,
        plain.events,
    )
    wide = verdict("ＩＢＭが北京のＡＩ研究所を閉鎖", "ＩＢＭは北京のＡＩ研究所を閉鎖した。")
    assert wide.flagged
    assert wide.organisations == ("IBM",)


def test_an_invisible_sign_inside_a_name_hides_nothing(verdict: Judge) -> None:
    found = verdict("Goo\u200bgle opens AI lab in Bei\u00adjing", "Google opens it in May.")
    assert found.flagged
    assert found.evidence[0].text == "Goo\u200bgle"


@pytest.mark.parametrize(
    "text",
    [
        "Ông Trungquoc mở phòng thí nghiệm AI cho Googler.",
        "Chinatown gets a Googleplex with an AI lab.",
        "The intelligence of Chinaware amazed the labs' visitors at Metadata, an AI company.",
    ],
)
def test_a_name_inside_a_longer_word_is_none(verdict: Judge, text: str) -> None:
    found = verdict(text)
    assert not found.flagged
    assert found.organisations == ()


def test_proof_is_a_sentence_of_the_article(verdict: Judge) -> None:
    text = "It was a quiet week. Siemens opened an AI lab in Suzhou on Monday. Shares fell."
    found = verdict("Siemens opens AI lab in Suzhou", text)
    assert found.proof in {"Siemens opens AI lab in Suzhou", text.split(". ")[1] + "."}


def test_the_same_article_gets_the_same_verdict(verdict: Judge) -> None:
    assert verdict(*OPENINGS["en"]) == verdict(*OPENINGS["en"])


def test_an_empty_article_is_not_flagged(verdict: Judge) -> None:
    assert not verdict("").flagged
    assert not verdict("", "").flagged


def test_a_topic_compares_by_its_definition(labs: Topic) -> None:
    assert labs == Topic(labs.definition)


def test_places_that_are_none_of_research_do_not_hide_one_behind_them(verdict: Judge) -> None:
    sites = [f"Its site number {number} has a new roof." for number in range(20)]
    found = verdict("A year of Philips", *sites, "Philips closed its AI lab in Chengdu.")
    assert found.organisations == ("Philips",)
    assert found.events == ("closure",)


def test_what_is_said_to_lack_stands_nowhere_in_the_text(verdict: Judge) -> None:
    labs = [f"Philips opened research lab number {number} there." for number in range(20)]
    found = verdict("A year of Philips", *labs, "Artificial intelligence is the rage in Chengdu.")
    assert not any("no word of the field" in reason for reason in found.reasons)
    assert not any("no place in the country" in reason for reason in found.reasons)


def test_news_that_comes_to_the_point_late_is_flagged_but_not_a_word_by_the_way(
    verdict: Judge,
) -> None:
    slow = [f"The street was quiet on day {number}, as he likes to tell." for number in range(6)]
    told = "Philips has closed its AI lab in Chengdu."
    again = "The lab of Philips in Chengdu had grown to 80 researchers."
    assert verdict("The man who counted trams", *slow, told, again, again).flagged
    assert not verdict("The man who counted trams", *slow, told, *slow).flagged
