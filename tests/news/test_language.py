"""Languages are told by script, then by small words, then by statistics."""

import time
import unicodedata

import pytest

from monitor.news.language import identify, identify_lead


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "The company said on Tuesday that it will open a laboratory for robots in the city.",
            "en",
        ),
        ("公司周二表示，将在这座城市开设一个研究机器人的实验室。", "zh"),
        ("公司週二表示，將在這座城市開設一個研究機器人的實驗室。", "zh-Hant"),
        ("Công ty cho biết sẽ mở một phòng thí nghiệm về rô-bốt tại thành phố này.", "vi"),
        ("同社は火曜日、ロボットを研究する施設を市内に開くと発表した。", "ja"),
        ("회사는 화요일 이 도시에 로봇 연구소를 연다고 밝혔다.", "ko"),
        ("Das Unternehmen teilte mit, dass es in der Stadt ein Labor für Roboter eröffnet.", "de"),
        ("L'entreprise a annoncé mardi l'ouverture d'un laboratoire pour les robots.", "fr"),
        ("La empresa anunció el martes que abrirá en la ciudad un laboratorio de robots.", "es"),
        ("Компания сообщила, что откроет в городе лабораторию роботов.", "ru"),
        ("บริษัทประกาศเปิดห้องปฏิบัติการในเมืองนี้", "th"),
    ],
)
def test_a_sentence_is_told(text: str, language: str) -> None:
    assert identify(text) == language


def test_vietnamese_is_told_in_either_normalisation() -> None:
    text = "Hãng sẽ mở thêm một trung tâm nghiên cứu ở thành phố trong năm tới."
    assert identify(unicodedata.normalize("NFD", text)) == "vi"


def test_a_few_japanese_kana_outweigh_many_han_characters() -> None:
    assert identify("日経平均続落、半導体株に売り") == "ja"


def test_han_characters_alone_follow_the_prior() -> None:
    assert identify("日経平均続落", prior="ja") == "ja"
    assert identify("人工智能", prior="zh-TW") == "zh-Hant"


@pytest.mark.parametrize("name", ["iPhone 17 Pro", "OpenAI", "VN-Index"])
def test_a_short_name_follows_the_prior(name: str) -> None:
    assert identify(name, prior="vi") == "vi"


def test_a_prior_never_outweighs_a_long_text() -> None:
    text = "The company said on Tuesday that it will open a laboratory in the city. " * 3
    assert identify(text, prior="de") == "en"


def test_no_letters_say_nothing() -> None:
    assert identify("12:30 – 14:00 ★★★") is None
    assert identify("", prior="de-AT") == "de"


def test_a_foreign_name_does_not_turn_an_english_text() -> None:
    text = (
        "The lab in Thượng Hải was shut in July, and the staff of 微软亚洲研究院 was told by mail."
    )
    assert identify(text) == "en"


def test_a_text_of_ten_megabytes_takes_no_longer_than_a_page() -> None:
    text = "Das ist ein Satz. " * 600_000
    started = time.perf_counter()
    assert identify(text) == "de"
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    ("lead", "whole", "language"),
    [
        ("Der Konzern eröffnet ein Labor, das auch forscht", "en", "de"),
        ("삼성전자가 연구소를 열었다", "en", "ko"),
        ("The lab in Paris was shut by the owner", "en", "en"),
        ("Google Microsoft Apple", "fr", "fr"),
        (
            "La Universidad de Sevilla estrena en la ciudad un centro que les dará trabajo",
            "es",
            "es",
        ),
        ("东京的研究所", "ja", "ja"),
    ],
)
def test_a_lead_is_told_from_the_page_around_it(lead: str, whole: str, language: str) -> None:
    assert identify_lead(lead, whole) == language
