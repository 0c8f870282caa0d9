"""A copy is known by its passages: cut, edited, framed anew, credited; a text of its own is not."""

import random
from datetime import UTC, datetime

import pytest

from monitor.news.model import Article, Block, BlockKind, Verdict
from monitor.news.story import tell
from monitor.news.story.fingerprints import COPY, Shared, fingerprints, shared

WORDS = (
    "river market engine garden letter window copper signal winter harbour pencil valley mirror "
    "ticket shadow butter candle forest handle island jacket kettle ladder magnet needle office "
    "palace quarry rocket saddle tunnel velvet walnut yellow anchor basket cotton dinner embassy"
).split()
SIGNS = "春夏秋冬山川日月風雨雲雪花木林森石金銀銅鉄海河湖池魚鳥馬牛羊犬猫人男女子父母兄弟姉妹王国城門道橋車船空"


def words(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(WORDS) for _ in range(count)]


def likeness(one: str, other: str) -> float:
    return in_common(one, other).share


def in_common(one: str, other: str) -> Shared:
    return shared(fingerprints(one), fingerprints(other))


TEXT = words(300, 1)
FRAME = " ".join(words(60, 2))


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
def test_a_cut_copy_is_one(share: float) -> None:
    assert likeness(" ".join(TEXT), " ".join(TEXT[: int(300 * share)])) > 0.9


@pytest.mark.parametrize("share", [0.05, 0.1, 0.15])
def test_an_edited_copy_is_one(share: float) -> None:
    chance = random.Random(3)
    edited = [f"{word}s" if chance.random() < share else word for word in TEXT]
    assert likeness(" ".join(TEXT), " ".join(edited)) >= COPY


def test_a_new_lead_and_frame_leave_a_copy_one() -> None:
    assert likeness(" ".join(TEXT), f"{FRAME} {' '.join(TEXT[40:])} {FRAME}") > 0.7


def test_case_and_punctuation_do_not_matter() -> None:
    assert likeness(" ".join(TEXT), ", ".join(TEXT).upper()) == 1.0


def test_chinese_is_read_sign_by_sign() -> None:
    chance = random.Random(4)
    text = "".join(chance.choice(SIGNS) for _ in range(400))
    cut = f"新しい{text[40:200]}。{text[200:240]}、"
    other = "".join(chance.choice(SIGNS) for _ in range(400))
    assert likeness(text, cut) > 0.7
    assert likeness(text, other) == 0.0


def test_a_copy_in_the_other_script_of_chinese_is_one() -> None:
    simplified = (
        "医院与银行昨日签约,为乡村学校购买电脑、图书和乐器。县长说,两年内还要开设绘画、舞蹈与机器人课程,"
        "让离城较远的孩子也能参加。首批设备将于开学前运到,由志愿者负责安装维护,费用从节余经费里开支。"
    )
    traditional = (
        "醫院與銀行昨日簽約,為鄉村學校購買電腦、圖書和樂器。縣長說,兩年內還要開設繪畫、舞蹈與機器人課程,"
        "讓離城較遠的孩子也能參加。首批設備將於開學前運到,由志願者負責安裝維護,費用從節餘經費裡開支。"
    )
    assert likeness(simplified, traditional) == 1.0


def test_another_text_of_the_same_words_is_none() -> None:
    assert likeness(" ".join(TEXT), " ".join(words(300, 5))) < 0.1


def test_one_frame_around_two_texts_is_no_copy() -> None:
    found = [f"{FRAME} {' '.join(words(100, seed))} {FRAME}" for seed in (6, 7)]
    assert in_common(*found).share >= COPY
    assert in_common(*found).around


def test_one_end_of_two_releases_is_no_copy() -> None:
    about = " ".join(words(90, 8))
    assert in_common(
        f"{' '.join(words(140, 6))} {about}", f"{' '.join(words(150, 7))} {about}"
    ).around


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_a_cut_copy_in_another_frame_is_one(share: float) -> None:
    cut = " ".join(TEXT[: int(300 * share)])
    assert not in_common(" ".join(TEXT), f"{' '.join(words(30, 9))} {cut} {FRAME}").around


def test_a_short_quotation_makes_no_copy() -> None:
    assert likeness(" ".join(TEXT), f"{FRAME} {' '.join(TEXT[:12])} {FRAME}") == 0.0


@pytest.mark.parametrize("text", ["", "word", "a b c d", "字", "\udc80 lone " * 40, "\0" * 50])
def test_any_text_has_fingerprints(text: str) -> None:
    assert likeness(text, text) in {0.0, 1.0}


def test_an_article_of_megabytes_is_not_read_to_its_end() -> None:
    long = Article("u", "t", (Block(BlockKind.PARAGRAPH, "word " * 1_000_000),))
    told = tell(long, Verdict("t", True, 1.0), datetime(2026, 1, 1, tzinfo=UTC))
    assert len(told.fingerprints) + len(told.terms) < 100_000
