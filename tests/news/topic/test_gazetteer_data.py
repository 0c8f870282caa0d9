"""The shipped organisations hold what the matcher relies on."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from functools import cache
from importlib.resources import files

import pytest
from pydantic import BaseModel, ConfigDict

from monitor.news.topic.folding import fold

_ISO_3166 = (
    "AD AE AF AG AI AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD"
    " CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB"
    " GD GE GH GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM"
    " KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MR MT MU MV"
    " MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS RU RW SA SB"
    " SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG"
    " US UY UZ VA VC VE VN VU WS YE ZA ZM ZW"
)
ISO_3166 = frozenset(_ISO_3166.split())

_COMMON_WORDS = (
    "amp apple arm avant black block blue bolt boss box bull canon carrier character chase claude"
    " clear coherent cohere compass continental core crown cruise dana delta discovery dove eaton"
    " element emerson envision excel figure flex ford gap gem general gm grab grid harman harp hella"
    " here hexagon honor honour humana infinity insight intuitive jaguar keep kt lab labs lear leap"
    " line lotus magna manus mate match mercury meta mission momo motorola nature nuance olympus"
    " opera oracle orange ouster pearson perplexity polar progressive reactor rebellions roche"
    " runway sage scale sea seat seb sharp shell sina sky smart snap snowflake sprint square stripe"
    " suzuki swift target thrive unity visa vivo volvo x xerxes zoom ai ki ia"
    " 苹果 蘋果 大众 大眾 现代 現代 通用 日产 罗氏 羅氏 甲骨文 高通 应用材料 應用材料 面壁 华大 字节"
    " 理想 荣耀 联想 曙光 飞腾 地平线 智元 推想 美图 人工智能 实验室 研究院 新希望 远景 浪潮 中国 强生"
    " 兴业 铃木 小松 电装 黑莓 标致 平治 福斯 脸谱 寒武纪 黑芝麻 小冰 菜鸟 有道 长虹 大华 美的"
    " ライン メタ シャープ アップル・パイ アーム オレンジ シェル ターゲット"
    " 현대 라인 메타 샤프 기아 포드 아너 셸 비자 그랩 토스 신세계 오리온 효성"
    " 3m ais abbott baxter blue cae cartier chubb citadel dole dow dsm emirates fidelity fluke gic"
    " gist grail hermes hilton idea ing jacobs kao kellogg leonardo mars mila msi mtr mts natura"
    " otis paramount pioneer prudential puma recursion robinhood sprint suez tapestry toss tti ucb"
    " ups uts vale wise aeon eth cea cifar pif stc aia"
    " 强生 默克 安进 卫材 通力 南德 东丽 大金 达能 百事 好时 力拓 北面 通快 联合技术 雷神 伊顿 德龙"
    " 安利 壳牌 帝人 西北大学 东北大学 北大 南大 天大 同济 上大 西电 港大 澳大 台大 微星 标准银行"
    " ビザ グラブ シェル イオン キリン レゴ 理研"
    " adesso amada armani asics bbc boots chipotle cognition confluent converse crocs diehl donaldson ecco glp grob"
    " hallmark huntsman iba indeed jcb kai kohler lawson makino materialise ms nri ola onward pandora patagonia"
    " peloton roca scholastic tiffany vaillant valentino vedanta vinci wrigley zeon zwilling"
    " 达索 大宇宙 云顶 梦工厂 箭牌 如新 潘多拉 西奈山 雷神 自由港 自然之宝 火箭实验室 唐纳森 科勒 史丹利 开利"
    " 现代自 现代车 风河 パンドラ パタゴニア モンブラン ティファニー コンバース"
    " シチズン イプセン ピジョン バウマン アルパイン 마이크로칩 그라비티 알파벳 다우 이튼 콜러 시타델 피어슨"
)
COMMON_WORDS = frozenset(_COMMON_WORDS.split())
"""Words of ordinary text: as the name of an organisation they count only in company."""


class Lab(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    place: str
    aliases: list[str] = []
    field: bool = False
    closed: str = ""


class Organisation(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    home: str
    source: str
    owner: str = ""
    joint: list[str] = []
    aliases: list[str] = []
    ambiguous: list[str] = []
    never: list[str] = []
    labs: list[Lab] = []


@cache
def _by_file() -> dict[str, list[Organisation]]:
    folder = files("monitor.news.topic").joinpath("data", "organisations")
    return {
        file.name: [
            Organisation.model_validate(table)
            for table in tomllib.loads(file.read_text("utf-8"))["organisation"]
        ]
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }


def _all() -> list[Organisation]:
    return [each for rows in _by_file().values() for each in rows]


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _labs() -> list[tuple[Organisation, Lab]]:
    return [(each, lab) for each in _all() for lab in each.labs]


def _surfaces(each: Organisation) -> list[str]:
    of_labs = [form for lab in each.labs for form in (lab.name, *lab.aliases)]
    return [*each.aliases, *each.ambiguous, *of_labs]


def test_names_are_unique() -> None:
    names = [_fold(each.name) for each in _all()]
    assert sorted(set(names)) == sorted(names)


def test_no_alias_belongs_to_two_organisations() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for each in _all():
        for form in _surfaces(each):
            owners[_fold(form)].add(each.name)
    assert {form: names for form, names in owners.items() if len(names) > 1} == {}


def test_no_alias_stands_twice_in_an_organisation() -> None:
    for each in _all():
        forms = [_fold(form) for form in _surfaces(each)]
        assert sorted(set(forms)) == sorted(forms), each.name


def test_no_form_is_written_again_in_characters_that_fold_to_the_same() -> None:
    for each in _all():
        forms = [
            fold(form).shape for form in _surfaces(each) if re.search(r"[\u3400-\u9fff]", form)
        ]
        assert sorted(set(forms)) == sorted(forms), each.name


def test_a_name_is_one_of_the_forms_it_is_found_by() -> None:
    for each in _all():
        assert each.name in [*each.aliases, *each.ambiguous], each.name


def test_common_words_are_marked_ambiguous() -> None:
    plain = [
        (each.name, form) for each in _all() for form in each.aliases if _fold(form) in COMMON_WORDS
    ]
    assert plain == []


def test_every_kind_of_organisation_has_its_file() -> None:
    least = {"health": 250, "industry": 380, "consumer": 180, "finance-telecom": 300, "chips": 150}
    for kind, count in {**least, "universities": 600, "technology": 450, "cars": 200}.items():
        assert len(_by_file()[f"foreign-{kind}.toml"]) >= count, kind
    assert len(_by_file()["chinese-universities-institutes.toml"]) >= 300
    assert {each.home for each in _by_file()["elsewhere.toml"]} == {"HK", "MO", "TW"}


def test_a_chinese_laboratory_is_told_from_a_foreign_one_by_its_longer_name() -> None:
    homes = {form: each.home for each in _all() for form in (*each.aliases, *each.ambiguous)}
    assert homes["上海人工智能实验室"] == homes["Shanghai AI Laboratory"] == "CN"
    assert homes["智源研究院"] == homes["之江实验室"] == homes["鹏城实验室"] == "CN"
    assert homes["香港科技大學"] == "HK"
    assert homes["台積電"] == "TW"


def test_names_of_labs_are_never_common_words() -> None:
    for each, lab in _labs():
        for form in (lab.name, *lab.aliases):
            assert _fold(form) not in COMMON_WORDS, (each.name, form)


def test_countries_are_iso_codes() -> None:
    for each in _all():
        assert each.home in ISO_3166, each.name
        assert each.owner in ISO_3166 | {""}, each.name
        assert each.owner != each.home, each.name


def test_partners_of_joint_ventures_are_listed() -> None:
    names = {each.name for each in _all()}
    for each in _all():
        assert set(each.joint) <= names, each.name


def test_every_lab_has_a_place_in_plain_english() -> None:
    for each, lab in _labs():
        assert re.fullmatch(r"[A-Z][A-Za-z' ]+", lab.place), (each.name, lab.name)


def test_closing_dates_are_months_or_years() -> None:
    for each, lab in _labs():
        assert re.fullmatch(r"|(19|20)\d\d(-(0[1-9]|1[0-2]))?", lab.closed), (each.name, lab.name)


def test_a_lab_is_not_named_by_its_city_or_its_organisation_alone() -> None:
    for each, lab in _labs():
        bare = {_fold(form) for form in (*each.aliases, *each.ambiguous, lab.place)}
        assert _fold(lab.name) not in bare, (each.name, lab.name)


def test_no_list_is_written_empty() -> None:
    folder = files("monitor.news.topic").joinpath("data", "organisations")
    for file in folder.iterdir():
        if file.name.endswith(".toml"):
            assert "= []" not in file.read_text("utf-8"), file.name


def test_every_organisation_says_where_it_comes_from() -> None:
    for each in _all():
        assert each.source.strip(), each.name


def test_forms_are_trimmed_composed_and_longer_than_one_letter() -> None:
    for each in _all():
        for form in _surfaces(each):
            assert form == unicodedata.normalize("NFC", form).strip(), form
            assert "  " not in form, form
            assert len(form) >= 2, (each.name, form)


def test_short_latin_forms_are_written_as_they_are_matched() -> None:
    for each in _all():
        for form in each.aliases:
            if re.fullmatch(r"[A-Za-z]{2,3}", form):
                assert form != form.lower() or form in {"ofo", "imec"}, (each.name, form)


def test_short_syllabic_forms_are_ambiguous() -> None:
    for each in _all():
        for form in each.aliases:
            assert not re.fullmatch(r"[\u30a0-\u30ff]{1,2}|[\uac00-\ud7a3]", form), (
                each.name,
                form,
            )


def test_what_is_never_the_organisation_holds_one_of_its_forms() -> None:
    for each in _all():
        forms = [_fold(form) for form in (*each.aliases, *each.ambiguous)]
        for text in each.never:
            assert any(form in _fold(text) for form in forms), (each.name, text)
            assert _fold(text) not in forms, (each.name, text)


def test_organisations_are_sorted_by_name_within_a_file() -> None:
    for file, rows in _by_file().items():
        names = [each.name.casefold() for each in rows]
        assert names == sorted(names), file


def test_chinese_files_hold_what_china_owns() -> None:
    for file, rows in _by_file().items():
        for each in rows:
            if file.startswith("chinese-"):
                assert "CN" in {each.home, each.owner} or each.home in {"US", "CA", "HK"}, each.name
            if file.startswith("foreign-"):
                assert each.home != "CN", each.name


@pytest.mark.parametrize(
    ("homes_chinese", "least"), [(True, 1100), (False, 2800)], ids=["chinese", "foreign"]
)
def test_hundreds_of_organisations_are_known(homes_chinese: bool, least: int) -> None:
    found = [each for each in _all() if (each.home == "CN") is homes_chinese]
    assert len(found) >= least


@pytest.mark.parametrize(
    ("script", "least"),
    [
        (r"[A-Za-z]", 9500),
        (r"[\u3400-\u9fff]", 9000),
        (r"[\u3040-\u30ff]", 2300),
        (r"[\uac00-\ud7a3]", 3200),
    ],
    ids=["latin", "han", "kana", "hangul"],
)
def test_every_script_is_covered(script: str, least: int) -> None:
    assert sum(bool(re.search(script, form)) for each in _all() for form in _surfaces(each)) > least


def test_labs_known_by_name_are_many_and_in_many_cities() -> None:
    assert len(_labs()) >= 600
    assert sum(lab.field for _, lab in _labs()) >= 45
    assert len({lab.place for _, lab in _labs()}) >= 25


def test_the_name_of_a_lab_is_never_shared_by_two_labs() -> None:
    seen: dict[str, str] = {}
    for _, lab in _labs():
        for form in (lab.name, *lab.aliases):
            assert seen.setdefault(_fold(form), lab.name) == lab.name, form
