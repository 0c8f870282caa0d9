"""Dates of feeds and pages are read in the zones and languages in which they are written."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.news.dates import parse_date, zone_for

HANOI, SHANGHAI, SEOUL = "Asia/Ho_Chi_Minh", "Asia/Shanghai", "Asia/Seoul"
BERLIN, PARIS = "Europe/Berlin", "Europe/Paris"


@pytest.mark.parametrize(
    ("text", "zone", "hour"),
    [
        ("Fri, 05 Jul 2024 15:04:05 GMT", None, 15),
        ("Thu, 5 Jul 24 15:04 +0000", None, 15),
        ("Fri, 05 Jul 2024 10:04:05 EST", None, 15),
        ("Fri, 05 Jul 2024 08:04:05 PDT", None, 15),
        ("Fri, 05 Jul 2024 22:04:05 ICT", None, 15),
        ("Fri, 05 Jul 2024 23:04:05 HKT", None, 15),
        ("Fri, 05 Jul 2024 17:04:05 CEST", None, 15),
        ("Fri, 05 Jul 2024 20:34:05 IST", None, 15),
        ("2024-07-05T15:04:05Z", None, 15),
        ("2024-07-05T15:04:05.123456Z", None, 15),
        ("2024-07-05T22:04:05+07:00", None, 15),
        ("2024-07-05 23:04:05 +0800", None, 15),
        ("20240705T230405+0800", None, 15),
        ("2024-07-05 23:04", SHANGHAI, 15),
        ("2024-07-05 23:04:05 CST", SHANGHAI, 15),
        ("2024-07-05 09:04:05 CST", None, 15),
        ("2024年7月5日 下午11:04", SHANGHAI, 15),
        ("2024年07月05日 23时04分", SHANGHAI, 15),
        ("2024年7月6日 0時4分", "Asia/Tokyo", 15),
        ("2024년 7월 6일 오전 12:04", SEOUL, 15),
        ("2024.07.06 00:04", SEOUL, 15),
        ("05/07/2024 22:04 (GMT+7)", HANOI, 15),
        ("Thứ sáu, 5/7/2024, 22:04", HANOI, 15),
        ("22:04 05/07/2024", HANOI, 15),
        ("05/07/2024 10:04 CH", HANOI, 15),
        ("ngày 5 tháng 7 năm 2024, 22:04", HANOI, 15),
        ("5. Juli 2024, 17:04 Uhr", BERLIN, 15),
        ("05.07.2024 17:04", BERLIN, 15),
        ("le 5 juillet 2024 à 17h04", PARIS, 15),
        ("5 de julio de 2024, 17:04", "Europe/Madrid", 15),
        ("July 5, 2024 3:04 PM UTC", None, 15),
        ("Jul 5, 2024, 11:04 a.m. EDT", None, 15),
        ("Fri Jul  5 15:04:05 2024", None, 15),
        ("Fri Jul 5 15:04:05 +0000 2024", None, 15),
        ("7/5/2024 15:04", None, 15),
        ("1720191845", None, 15),
        ("1720191845000", None, 15),
        ("５ Jul ２０２４ 15:04", None, 15),
    ],
)
def test_one_moment_is_read_in_all_its_spellings(text: str, zone: str | None, hour: int) -> None:
    found = parse_date(text, zone_hint=zone)
    assert found is not None
    assert found.replace(second=0, microsecond=0) == datetime(2024, 7, 5, hour, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-07-05", (2024, 7, 5)),
        ("2024-7-5", (2024, 7, 5)),
        ("20240705", (2024, 7, 5)),
        ("2024-07", (2024, 7, 1)),
        ("2024", (2024, 1, 1)),
        ("05-Jul-2024", (2024, 7, 5)),
        ("July 5th, 2024", (2024, 7, 5)),
        ("31/12/2023", (2023, 12, 31)),
        ("12/31/2023", (2023, 12, 31)),
        ("3 März 2024", (2024, 3, 3)),
        ("1er août 2024", (2024, 8, 1)),
    ],
)
def test_days_alone_are_midnight(text: str, day: tuple[int, int, int]) -> None:
    assert parse_date(text) == datetime(*day, tzinfo=UTC)


NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone", "told"),
    [
        ("3 hours ago", None, "11-25T05:00"),
        ("an hour ago", None, "11-25T07:00"),
        ("Updated 5 mins ago", None, "11-25T07:55"),
        ("3h", None, "11-25T05:00"),
        ("vor 3 Stunden", BERLIN, "11-25T05:00"),
        ("vor einer Stunde", BERLIN, "11-25T07:00"),
        ("il y a 2 jours", PARIS, "11-23T08:00"),
        ("hace 2 horas", None, "11-25T06:00"),
        ("3 giờ trước", HANOI, "11-25T05:00"),
        ("2小时前", SHANGHAI, "11-25T06:00"),
        ("5分前", "Asia/Tokyo", "11-25T07:55"),
        ("2주 전", SEOUL, "11-11T08:00"),
        ("just now", None, "11-25T08:00"),
        ("yesterday", None, "11-24T00:00"),
        ("gestern, 10:05 Uhr", BERLIN, "11-24T09:05"),
        ("hôm qua, 10:20", HANOI, "11-24T03:20"),
        ("昨天 10:20", SHANGHAI, "11-24T02:20"),
        ("어제", SEOUL, "11-23T15:00"),
        ("Nov 3", None, "11-03T00:00"),
        ("3. November, 10:05 Uhr", BERLIN, "11-03T09:05"),
        ("3 nov. à 10h05", PARIS, "11-03T09:05"),
        ("11月3日 15:20", SHANGHAI, "11-03T07:20"),
        ("11-03 15:20", SHANGHAI, "11-03T07:20"),
        ("03/11 10:05", HANOI, "11-03T03:05"),
        ("3 thg 11", HANOI, "11-02T17:00"),
        ("11.03", SEOUL, "11-02T15:00"),
        ("03.11.", BERLIN, "11-02T23:00"),
    ],
)
def test_the_time_of_reading_completes_a_date(text: str, zone: str | None, told: str) -> None:
    found = parse_date(text, zone_hint=zone, now=NOW)
    assert found == datetime.fromisoformat(f"2026-{told}:00+00:00")
    assert parse_date(text, zone_hint=zone) is None


def test_a_day_without_a_year_is_the_last_such_day() -> None:
    assert parse_date("Dec 3", now=NOW) == datetime(2025, 12, 3, tzinfo=UTC)
    assert parse_date("29 Feb", now=NOW) == datetime(2024, 2, 29, tzinfo=UTC)


@pytest.mark.parametrize("text", ["5 min read", "12 stories", "1.5 days ago", "3日", "May", "4.5"])
def test_what_only_resembles_a_time_is_none(text: str) -> None:
    assert parse_date(text, now=NOW) is None


def test_the_hint_tells_july_from_may() -> None:
    assert parse_date("5/7/2024", zone_hint=HANOI) == datetime(2024, 7, 4, 17, tzinfo=UTC)
    assert parse_date("5/7/2024") == datetime(2024, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "x", "99/99/9999", "2024-02-30", "2024-13-01", "25:99", "yesterday", "5" * 500,
     "0000-00-00T00:00:00Z", "9999-12-31T23:59:59-12:00", "1e9"],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_hosts_and_languages_suggest_zones() -> None:
    assert zone_for("en", "tuoitre.vn") == HANOI
    assert zone_for("zh-Hant", "a.example") == SHANGHAI
    assert zone_for(None, "a.kr") == SEOUL
    assert zone_for("en", "a.com") is None


def test_a_language_with_a_country_suggests_its_zone_and_one_of_many_zones_none() -> None:
    assert zone_for("es-MX", "a.com") == "America/Mexico_City"
    assert zone_for("en_gb", None) == "Europe/London"
    assert zone_for("es-419", None) == zone_for("es", None) == "Etc/UTC"
    assert parse_date("5/7/2024", zone_hint=zone_for("es", None)) == datetime(
        2024, 7, 5, tzinfo=UTC
    )
    assert parse_date("5/7/2024", zone_hint=zone_for("en-US", None)) == datetime(
        2024, 5, 7, tzinfo=UTC
    )


def test_a_letter_names_an_era_in_japan_alone() -> None:
    assert parse_date("R8.11.25", zone_hint="Asia/Tokyo") == datetime(2026, 11, 24, 15, tzinfo=UTC)
    assert parse_date("S 8.11.25", zone_hint=BERLIN) == datetime(2025, 11, 7, 23, tzinfo=UTC)


@given(st.text(max_size=60), st.sampled_from([None, HANOI, "No/Zone", BERLIN]))
def test_no_text_makes_it_fail_and_every_time_is_utc(text: str, zone: str | None) -> None:
    for now in (None, NOW):
        found = parse_date(text, zone_hint=zone, now=now)
        assert found is None or found.tzinfo is UTC


@given(st.from_regex(r"[0-9 :/.+\-TZapm年月日]{4,40}", fullmatch=True))
def test_no_digits_make_it_fail(text: str) -> None:
    parse_date(text)


@given(st.datetimes(datetime(1971, 1, 1), datetime(2399, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_iso_comes_back_as_it_was_written(moment: datetime) -> None:
    assert parse_date(moment.isoformat()) == moment.replace(microsecond=0)


def test_words_with_a_stroke_are_no_zone_and_no_fault() -> None:
    told = parse_date("Published November 18, 2026 9:40 Healthy/Wellness", zone_hint=None)
    assert told == datetime(2026, 11, 18, 9, 40, tzinfo=UTC)


def test_a_word_after_a_time_is_no_zone() -> None:
    told = parse_date("3 nov. 2026, 10:05, il est mis à jour", zone_hint=PARIS)
    assert told == datetime(2026, 11, 3, 9, 5, tzinfo=UTC)
    assert parse_date("Nov 3, 2026 10:05 EST") == datetime(2026, 11, 3, 15, 5, tzinfo=UTC)
