"""Text -> a time in UTC, in the formats and languages of feeds and pages.

One pass takes the time of day, the zone and the date apart by bounded patterns, in any order;
what is out of range is no date. Nothing here raises on any text. Names stand in ``names``; what
only the time of reading completes, such as '3 hours ago', in ``anchored``.
"""

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from monitor.news.dates.anchored import MONTH_FIRST, days_back, elapsed, with_year
from monitor.news.dates.names import (
    BY_COUNTRY,
    BY_ENDING,
    BY_LANGUAGE,
    LONG_ZONES,
    MONTHS,
    OTHER_MONTHS,
    OTHER_ZONES,
    ZONES,
)

# Dashes as one, without the marks that turn the direction of a text
_PLAIN = str.maketrans(
    "‐‑‒–−،", "-----,", "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)

LONGEST = 160  # characters; a longer text is no date
FIRST_YEAR = 1900
NEVER_SET = datetime(1970, 1, 1, tzinfo=UTC)  # what a program writes that knows no date
BUDDHIST = range(2500, 2700)  # years of Thailand, 543 ahead

_CHINA = 480  # CST where the reader is told that the text is Chinese

_ENGLISH = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def _longest_first(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered)), re.IGNORECASE)


_OTHER_MONTH = _longest_first(OTHER_MONTHS)
_OTHER_ZONE = _longest_first(OTHER_ZONES)
_LONG_ZONE = _longest_first(LONG_ZONES)
_HAN_NUMBER = re.compile(r"[〇零○一二三四五六七八九十廿]{1,4}(?=\s?[年月日號号時时點点])")
_HAN_DIGITS = {
    sign: digit for digit, signs in enumerate(("〇零○", *"一二三四五六七八九")) for sign in signs
}
_ERA = re.compile(r"(令和|平成|昭和|民國|民国)\s?(\d{1,3}|元)\s?年?")
_ERA_LETTER = re.compile(r"(?<![A-Za-z])([RHS])\s?(\d{1,2})\s?(?:[./-](?=\s?\d{1,2}[./-])|年)")
# the year before their first
_ERAS = {
    "令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911,
    "R": 2018, "H": 1988, "S": 1925,
}  # fmt: skip
_MINGUO = re.compile(r"(?<!\d)(1[0-4]\d)(?=\s?[年/.-]\s?\d{1,2}\s?[月/.-]\s?\d)")
_BARE_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s?[月월](?!\s?\d{1,2}\s?[日號号일])")
_YEAR_LAST = re.compile(
    r"(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日號号일],?\s?(\d{4})(?:\s?[年년]|(?!\d))"
)

_DAY_FIRST_WORDS = re.compile(
    r"thứ|chủ nhật|ngày|giờ|\buhr\b|publié|mis à jour|\bà\b", re.IGNORECASE
)
_MONTH_FIRST_ZONES = re.compile(
    r"America/(?:New_York|Chicago|Denver|Los_Angeles|Toronto)|Asia/Manila"
)

_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T_ ]+(\d{2})(?:[:.]?(\d{2})(?:[:.]?(\d{2})(?:[.,]\d{1,9})?)?)?)?"
    r"\s*(Z|[+-]\d{2}(?::?\d{2})?)?$",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?$")
_OF_THE_YEAR = re.compile(r"(\d{4})(?:-(\d{3})|-?W(\d\d)-?([1-7]))(?=$|T)")
_EPOCH = re.compile(r"(?:@|/Date\()?(\d{10})(?:\d{3}){0,2}(?:\.\d{1,9})?(?:(?:[+-]\d{4})?\)/)?$")
_MONTH_ONLY = re.compile(r"(\d{4})-(\d{1,2})$")
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2})\s?(?::|h|時|时|點|点|시|giờ)\s?(\d{1,2})?\s?(?:分|분|phút|m\b)?"
    r"(?:\s?[:]?\s?(\d{1,2})\s?(?:秒|초|giây)?(?:[.,]\d{1,9})?)?",
    re.IGNORECASE,
)
_DOTTED_CLOCK = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?![\d.])")
_NOON = re.compile(
    r"(?<![a-z])([ap])\.?\s?m\b\.?|(上午|午前|오전|凌晨|早上|朝|새벽|아침|π\.?μ|(?<=\d\s)ص)|(下午|午後|오후|晚上?|傍晚|夜|夕方|밤|저녁|μ\.?μ|(?<=\d\s)م(?!\w))|(?<=\d)\s?(SA|CH)\b",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"([+-])\s?(\d{1,2})(?::?(\d{2}))?(?!\d)")
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日號号일]?")
_VIETNAMESE = re.compile(
    r"(\d{1,2})\s?(?:tháng|thg|th)\.?\s?(\d{1,2}),?\s?(?:năm\s?)?(\d{4})", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<![\d.:])(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)")
_SHORT_YEAR_FIRST = re.compile(r"(?<![\d.])(\d{2})\.\s?(\d{1,2})\.\s?(\d{1,2})(?!\d)")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:\.|º|er|st|nd|rd|th)?[\s/-]*(?:de\s|of\s)?([^\W\d_]{3,12})\.?,?[\s/-]*(?:del?\s)?(\d{4}|\d{2})(?![\d:h時时시])"
)
_MONTH_DAY = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_YEAR_MONTH = re.compile(r"(?<!\d)(\d{4})[.,]?\s([^\W\d_]{3,12})\.?\s(\d{1,2})(?!\d)")
_SPACED = re.compile(r"(?<!\d)(\d{1,2}) (\d{1,2}) (\d{4})(?!\d)")
_PLACE = re.compile(r"\b[A-Z][a-z]{2,10}/[A-Z][A-Za-z_]{2,20}\b")
_C_LIBRARY = re.compile(r"\b([A-Za-z]{3})\s+(\d{1,2})\s(\d\d:\d\d:\d\d)\s(.{0,8})(\d{4})$")
_SURE = frozenset({"gmt", "utc", "cet", "cest"})
_WORD = re.compile(r"[A-Za-z]{1,5}")

Date = tuple[int, int, int]  # year, month, day
# patterns, and the groups in which they hold year, month and day
_UNMISTAKEN = ((_EAST_ASIAN, (1, 2, 3)), (_YEAR_FIRST, (1, 2, 3)), (_VIETNAMESE, (3, 2, 1)))
_WITH_NAME = ((_DAY_MONTH, (3, 2, 1)), (_YEAR_MONTH, (1, 2, 3)), (_MONTH_DAY, (3, 1, 2)))


def parse_date(
    text: str, *, zone_hint: str | None = None, now: datetime | None = None
) -> datetime | None:
    """Return the time that a text tells, aware and in UTC; None when it tells none.

    A text without a zone is taken to be in ``zone_hint`` (an IANA name), else in UTC; the hint
    also tells 5/7 of July from 5/7 of May. With ``now``, the time at which the text was had, also
    '3 hours ago', 'yesterday' and dates without a year are read, the latter as the last such day.
    """
    text = unicodedata.normalize("NFKC", text.strip()).translate(_PLAIN)
    if not text or len(text) > LONGEST:
        return None
    try:
        found = (
            _stamp(text)
            or _iso(text, zone_hint)
            or _spoken(_westernised(text, zone_hint), zone_hint)
            or (_anchored(text, now, zone_hint) if now is not None else None)
        )
    except (ValueError, OverflowError):
        return None
    if found is None or found.year < FIRST_YEAR or found == NEVER_SET:
        return None
    return found


def zone_for(language: str | None, host: str | None) -> str | None:
    """Return the zone that a page without one most likely means, by its host, else its language.

    A language that names its country, as es-MX, is taken to be that country's.
    """
    ending = (host or "").rsplit(".", 1)[-1].lower()
    spoken, *more = (language or "").replace("_", "-").lower().split("-")
    countries = (BY_COUNTRY.get(part) or BY_ENDING.get(part) for part in more if len(part) == 2)
    return BY_ENDING.get(ending) or next(filter(None, countries), None) or BY_LANGUAGE.get(spoken)


def _stamp(text: str) -> datetime | None:
    """Read seconds or milliseconds since 1970."""
    found = _EPOCH.match(text)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def _iso(text: str, zone_hint: str | None) -> datetime | None:
    if month := _MONTH_ONLY.match(text):
        return _at(int(month[1]), int(month[2]), 1, (0, 0, 0), _zone(None, zone_hint))
    if len(text) == 4 and text.isdigit():
        return _at(int(text), 1, 1, (0, 0, 0), _zone(None, zone_hint))
    if of_year := _OF_THE_YEAR.match(text):
        spelled = " ".join(part for part in of_year.groups() if part)
        date = datetime.strptime(spelled, "%Y %j" if of_year[2] else "%G %V %u")  # noqa: DTZ007
        text = f"{date:%Y-%m-%d}{text[of_year.end() :]}"
    if compact := _COMPACT.match(text):
        year, month_, day_, hour, minute, second = (int(part or 0) for part in compact.groups())
        return _at(year, month_, day_, (hour, minute, second), _zone(None, zone_hint))
    found = _ISO.match(text)
    if found is None:
        return None
    year, month_, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    return _at(year, month_, day, (hour, minute, second), _zone(found[7], zone_hint))


def _westernised(text: str, zone_hint: str | None) -> str:
    """Return a text with digits, month names, eras and zones of the West."""
    text = _ERA.sub(lambda found: f"{_ERAS[found[1]] + int(found[2].replace('元', '1'))}年", text)
    if zone_hint == "Asia/Tokyo":
        text = _ERA_LETTER.sub(
            lambda found: f"{_ERAS[found[1]] + int(found[2])}{found[0][-1]}", text
        )
    if zone_hint == "Asia/Taipei" or not text.isascii():
        text = _MINGUO.sub(lambda found: str(int(found[1]) + 1911), text)
    if text.isascii():
        return text
    text = _HAN_NUMBER.sub(lambda found: _han_number(found[0]), text)
    text = _OTHER_MONTH.sub(lambda found: f" {_month_name(OTHER_MONTHS[found[0].lower()])} ", text)
    text = text.replace("ค.ศ.", "").replace("พ.ศ.", "")
    text = _YEAR_LAST.sub(r"\3年\1月\2日", text)
    if not _EAST_ASIAN.search(text):
        text = _BARE_MONTH.sub(lambda found: f" {_month_name(int(found[1]))} ", text)
    return _OTHER_ZONE.sub(lambda found: f" {OTHER_ZONES[found[0].lower()]} ", text)


def _month_name(number: int) -> str:
    return _ENGLISH[number - 1] if 1 <= number <= 12 else str(number)


def _han_number(text: str) -> str:
    """Return digits for a number in Han: 二〇二六, 十一, 二十三."""
    if "十" not in text and "廿" not in text:
        return "".join(str(_HAN_DIGITS[sign]) for sign in text)
    tens, _, ones = text.replace("廿", "二十").partition("十")
    return str(10 * _HAN_DIGITS.get(tens, 1) + _HAN_DIGITS.get(ones, 0))


def _spoken(text: str, zone_hint: str | None) -> datetime | None:
    date, rest = _date(text, zone_hint)
    if date is None:
        return None
    return _at(*date, _clock(rest), _zone(_zone_text(rest), zone_hint))


def _anchored(text: str, now: datetime, zone_hint: str | None) -> datetime | None:
    """Read what a text says about the time before ``now``."""
    if (passed := elapsed(text)) is not None:
        return (now - passed).astimezone(UTC)
    if days := days_back(text):
        back, rest = days
        zone = _zone(_zone_text(rest), zone_hint)
        day = now.astimezone(zone) - timedelta(days=back)
        return _at(day.year, day.month, day.day, _clock(rest), zone)
    text = _westernised(text, zone_hint)
    for year in range(now.year + 1, now.year - 5, -1):  # five years hold a 29 February
        dated = with_year(text, year, zone_hint)
        with suppress(ValueError):
            found = _spoken(dated, zone_hint) if dated is not None else None
            if found is not None and found <= now + timedelta(days=1):
                return found
    return None


def _date(text: str, zone_hint: str | None) -> tuple[Date | None, str]:
    """Return year, month and day, and the text without them."""
    for pattern, order in _UNMISTAKEN:
        if found := pattern.search(text):
            year, month, day = (int(found[place]) for place in order)
            return (year, month, day), _without(text, found)
    if named := _named_date(text):
        return named
    if zone_hint in MONTH_FIRST and (found := _SHORT_YEAR_FIRST.search(text)):
        return (_year(found[1]), int(found[2]), int(found[3])), _without(text, found)
    if found := _NUMBERS.search(text):
        rest = _without(text, found)
        if len(found[3]) == 2 and zone_hint in MONTH_FIRST:
            return (_year(found[1]), int(found[2]), int(found[3])), rest
        return _numbers(found, day_first=_day_first(text, rest, zone_hint)), rest
    if found := _SPACED.search(text):
        return (int(found[3]), int(found[2]), int(found[1])), _without(text, found)
    return None, text


def _named_date(text: str) -> tuple[Date, str] | None:
    """Read a date with the name of its month."""
    for pattern, (year, month, day) in _WITH_NAME:
        for found in pattern.finditer(text):
            if number := MONTHS.get(found[month].casefold()):
                return (_year(found[year]), number, int(found[day])), _without(text, found)
    if (plain := _C_LIBRARY.search(text)) and plain[1].casefold() in MONTHS:
        date = (int(plain[5]), MONTHS[plain[1].casefold()], int(plain[2]))
        return date, f"{plain[3]} {plain[4]}"
    return None


def _day_first(text: str, rest: str, zone_hint: str | None) -> bool:
    """Tell whether 5/7 is the fifth of July: by the zone, else by the words around it."""
    if zone_hint is not None and not _MONTH_FIRST_ZONES.match(zone_hint):
        return zone_hint not in MONTH_FIRST or zone_hint == "Asia/Hong_Kong"
    return (_zone_text(rest) or "")[:1] == "+" or bool(_DAY_FIRST_WORDS.search(text))


def _numbers(found: re.Match[str], *, day_first: bool) -> Date:
    first, second, year = int(found[1]), int(found[2]), _year(found[3])
    day_first = day_first or "." in found[0]
    if first > 12 or (day_first and second <= 12):
        return year, second, first
    return year, first, second


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} \n {text[found.end() :]}"


def _clock(text: str) -> tuple[int, int, int]:
    found = _clock_in(text)
    if found is None:
        return 0, 0, 0
    hour, minute, second = (int(part or 0) for part in found.groups())
    noon = _NOON.search(text)
    if noon is not None and hour <= 12:
        vietnamese = (noon[4] or "").upper()
        after = (noon[1] or "").lower() == "p" or noon[3] is not None or vietnamese == "CH"
        hour = hour % 12 + (12 if after else 0)
    return hour, minute, second


def _clock_in(text: str) -> re.Match[str] | None:
    return _CLOCK.search(text) or _DOTTED_CLOCK.search(text)


def _zone_text(text: str) -> str | None:
    """Return the zone as an offset or a name; the time of day is not taken for one."""
    clock = _clock_in(text)
    tail = text[clock.end() :] if clock else text
    if place := _PLACE.search(tail):
        return place[0]
    if long := _LONG_ZONE.search(tail):
        return LONG_ZONES[" ".join(long[0].lower().split())]
    if offset := _OFFSET.search(tail):
        return f"{offset[1]}{int(offset[2]):02d}{offset[3] or '00'}"
    words = _WORD.findall(tail)
    # in lower case, 'est', 'art' and 'cat' are words that follow a time, and no zones
    meant = (word for word in words if word.isupper() or word.lower() in _SURE or len(words) == 1)
    return next((word for word in meant if word.lower() in ZONES), None)


def _zone(text: str | None, zone_hint: str | None) -> tzinfo:
    if text is None:
        return _named(zone_hint) if zone_hint else UTC
    if "/" in text:
        return _named(text)
    name = text.lower()
    if name in ZONES:
        asian = name == "cst" and zone_hint is not None and zone_hint.startswith("Asia/")
        return timezone(timedelta(minutes=_CHINA if asian else ZONES[name]))
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "").ljust(4, "0")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


@lru_cache(maxsize=200)  # names come from hostile texts, too
def _named(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return UTC


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (2000 if int(text) < 70 else 1900)


def _at(year: int, month: int, day: int, clock: tuple[int, int, int], zone: tzinfo) -> datetime:
    hour, minute, second = clock
    year -= 543 if year in BUDDHIST else 0
    extra = timedelta()
    if hour == 24 and minute == second == 0:
        hour, extra = 0, timedelta(days=1)
    if second == 60:
        second = 59
    return (datetime(year, month, day, hour, minute, second, tzinfo=zone) + extra).astimezone(UTC)
