"""Bytes become text whatever they claim to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.news.charset_labels import encoding_of
from monitor.news.decoding import Kind, decode

ZH = "微软亚洲研究院宣布关闭上海的人工智能实验室，" * 10
VI = "Phòng thí nghiệm trí tuệ nhân tạo tại Thượng Hải đóng cửa. " * 5
JA = "上海の人工知能研究所が閉鎖されることになった。" * 10
KO = "상하이 인공지능 연구소가 문을 닫는다고 회사가 밝혔다. " * 10
DE = "Das Labor für künstliche Intelligenz schließt, hieß es. " * 5


@pytest.mark.parametrize(
    ("text", "encoding", "header", "kind"),
    [
        (ZH, "utf-8", "text/html; charset=gb2312", "html"),
        (ZH, "gb18030", "text/html; charset=GB2312", "html"),
        (ZH, "gbk", "text/html; charset=utf-8", "html"),
        (ZH, "gbk", None, "text"),
        (ZH, "utf-8-sig", "text/html; charset=gbk", "html"),
        (ZH, "utf-16", None, "xml"),
        (JA, "cp932", "text/html; charset=x-sjis", "html"),
        (JA, "euc_jp", "text/html; charset=EUC-JP", "html"),
        (KO, "cp949", "text/html; charset=euc-kr", "html"),
        (DE, "cp1252", "text/html; charset=iso-8859-1", "html"),
        (VI, "utf-8", None, "text"),
    ],
)
def test_text_is_read_as_it_was_written(
    text: str, encoding: str, header: str | None, kind: Kind
) -> None:
    assert decode(text.encode(encoding), header, kind).text == text


def test_a_document_says_its_own_encoding() -> None:
    page = f'<html><head><meta charset="gb2312"></head><body>{ZH}</body></html>'
    assert ZH in decode(page.encode("gbk"), None, "html").text
    feed = f'<?xml version="1.0" encoding="Shift_JIS"?><rss>{JA}</rss>'
    assert JA in decode(feed.encode("cp932"), None, "xml").text


def test_a_few_bad_bytes_do_not_spoil_utf_8() -> None:
    body = ZH.encode() + b"\xff" + VI.encode()
    found = decode(body, "text/html; charset=gbk", "html")
    assert found.encoding == "utf-8"
    assert ZH in found.text
    assert found.repairs == ("1 bytes that are no UTF-8",)


def test_what_was_encoded_twice_is_read_once_more() -> None:
    twice = VI.encode().decode("latin-1") + "<p>" + DE.encode().decode("cp1252") + "<p>" + VI
    found = decode(twice.encode(), None, "html")
    assert found.text == f"{VI}<p>{DE}<p>{VI}"
    assert found.repairs == ("2 stretches that were encoded twice",)


@pytest.mark.parametrize(
    "text", ["voilà\xa0»", "« à\xa0» l’été…", "NÃO É", "São Paulo – Ã", "Ä–Ö und Ü", "Ç’est là"]
)
def test_what_only_looks_encoded_twice_stays(text: str) -> None:
    assert decode(text.encode(), None, "html").text == text


def test_a_stretch_of_another_charset_in_utf_8_is_read_by_its_own() -> None:
    body = b"<i>" + ZH.encode() + b"</i><i>" + "für Zürich".encode("cp1252") + b"</i>"
    assert decode(body, None, "xml").text == f"<i>{ZH}</i><i>für Zürich</i>"


def test_one_stretch_of_latin_1_does_not_spoil_a_short_document_that_says_utf_8() -> None:
    body = b"<?xml version='1.0' encoding='utf-8'?><i>" + "Größe zählt".encode() + b"</i>"
    body += "<i>Übung für Köln</i>".encode("latin-1")
    assert decode(body, None, "xml").text.endswith("<i>Größe zählt</i><i>Übung für Köln</i>")


@pytest.mark.parametrize("said", ["koi8-r", "windows-1251", "iso-8859-1"])
@pytest.mark.parametrize("true", ["koi8-r", "cp1251"])
def test_one_cyrillic_charset_is_known_from_the_other(true: str, said: str) -> None:
    text = "Рубль растёт второй день подряд"
    assert decode(text.encode(true), f"text/plain; charset={said}", "text").text == text


@pytest.mark.parametrize("said", ["big5", "euc-kr", "shift_jis", "gbk"])
@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("比亚迪在匈牙利建厂", "gbk"),
        ("日立、北京の拠点を縮小", "euc_jp"),
        ("한화, 해외 수주 급증", "cp949"),
    ],
)
def test_a_claim_of_another_east_asian_charset_is_not_believed(
    text: str, true: str, said: str
) -> None:
    assert decode(text.encode(true), f"text/plain; charset={said}", "text").text == text


@pytest.mark.parametrize("true", ["koi8-r", "cp1251"])
def test_capitals_do_not_hide_which_cyrillic_charset_it_is(true: str) -> None:
    text = "В МОСКВЕ ОТКРЫЛИ НОВЫЙ ЦЕНТР"
    assert decode(text.encode(true), None, "text").text == text


@pytest.mark.parametrize(
    ("text", "charset"),
    [("Рубль растёт", "cp1251"), (ZH, "gb18030"), (KO, "cp949"), ("谷歌裁员", "gb18030")],
)
def test_what_was_taken_for_latin_1_and_written_as_utf_8_is_read_as_meant(
    text: str, charset: str
) -> None:
    taken = f"{text.encode(charset).decode('latin-1')}<br>{DE}"
    assert decode(taken.encode(), None, "html").text == f"{text}<br>{DE}"


@pytest.mark.parametrize(
    "text", ["····· ·····", "ÉTÉ À L’ÎLE", "× ×××××××", "ÄÖÜ äöüß", "½½½½½½½½"]
)
def test_signs_in_a_row_are_not_taken_for_another_charset(text: str) -> None:
    assert decode(text.encode(), None, "html").text == text


@pytest.mark.parametrize("charset", ["tcvn5712", "viscii"])
def test_vietnamese_from_before_unicode_is_known_by_its_syllables(charset: str) -> None:
    assert decode(VI.encode(charset), "text/plain; charset=iso-8859-1", "text").text == VI
    assert decode(VI.encode(charset), None, "text").text == VI


@pytest.mark.parametrize("text", ["Où va l’été ?", "Bö – 5 €", "São Paulo", DE])
def test_what_could_be_a_syllable_of_vietnamese_stays(text: str) -> None:
    assert decode(text.encode("cp1252"), None, "text").text == text


def test_chinese_in_seven_bits_is_read_and_other_tildes_stay() -> None:
    said = f"<p>{ZH}</p><a href='/~bo/'>~</a>"
    assert decode(said.encode("hz"), None, "html").text == said
    plain = "a ~{rough} sketch, ~{of~} it ~~"
    assert decode(plain.encode(), None, "text").text == plain


def test_a_sign_that_was_cut_is_no_stretch_of_another_charset() -> None:
    assert decode(ZH.encode()[:-1], None, "text").text.endswith("\ufffd")


def test_halves_of_a_sign_are_joined() -> None:
    assert decode(b"Robot \xed\xa0\xbd\xed\xb8\x80", None, "xml").text == "Robot 😀"


def test_utf_16_without_a_mark_is_known_by_its_zeros() -> None:
    text = "<rss><channel><title>Gazette</title></channel></rss>"
    assert decode(text.encode("utf-16-le"), None, "xml").text == text
    assert decode(text.encode("utf-16-be"), None, "xml").text == text


def test_nul_and_lone_surrogates_are_dropped_and_said() -> None:
    found = decode(b"a\0b", None, "text")
    assert (found.text, found.repairs) == ("ab", ("NUL characters",))


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("GB2312", "gb18030"), ("csGB2312", "gb18030"), ("x-gbk", "gb18030"), ("cp936", "gb18030"),
        ("cn-big5", "big5hkscs"), ("x-x-big5", "big5hkscs"), ("x-sjis", "cp932"), ("windows-31j", "cp932"),
        ("ks_c_5601-1987", "cp949"), ("windows-949", "cp949"), ("x-euc-jp", "euc_jp"), ("latin1", "cp1252"),
        ("x-cp1258", "cp1258"), ("windows-874", "cp874"), ("utf8", "utf-8"), ("unheard-of", None),
        ("gb_2312-80", "gb18030"), ("win-1251", "cp1251"), ("cp-1251", "cp1251"), ("iso88592", "iso8859-2"),
        ("iso-8859-8-i", "cp1255"), ("koi8-r", "koi8-u"), ("ks_c_5601-1989", "cp949"), ("utf8mb4", "utf-8"),
    ],
)  # fmt: skip
def test_labels_mean_what_pages_mean_by_them(label: str, name: str | None) -> None:
    assert encoding_of(label) == name


@pytest.mark.parametrize("label", ["rot13", "hex", "nonsense", "utf-7", "idna", "\u00e9"])
def test_labels_that_name_no_charset_are_passed_over(label: str) -> None:
    assert "Labor" in decode(DE.encode("cp1252"), f"text/html; charset={label}", "html").text


@given(
    st.binary(max_size=400),
    st.sampled_from([None, "text/html; charset=big5", "x; charset=utf-16", "charset=="]),
    st.sampled_from(["xml", "html", "json", "text"]),
)
def test_no_bytes_make_it_fail(body: bytes, header: str | None, kind: Kind) -> None:
    text = decode(body, header, kind).text
    assert "\0" not in text
    text.encode("utf-8")
