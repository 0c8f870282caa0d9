"""Text -> a time in UTC, in the formats and languages of feeds and pages.

One pass takes the time of day, the zone and the date apart by bounded patterns, in any order;
what is out of range is no date. Nothing here raises on any text.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

LONGEST = 160  # characters; a longer text is no date

# Names of zones as feeds use them, in minutes east of Greenwich (RFC 822, and common use).
ZONES: dict[str, int] = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "mez": 60,
    "cest": 120, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "gst": 240, "pkt": 300,
    "ist": 330, "ict": 420, "wib": 420, "sgt": 480, "hkt": 480, "myt": 480, "pht": 480,
    "awst": 480, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "et": -300, "pt": -480, "brt": -180, "art": -180,
}  # fmt: skip
_CHINA = 480  # CST where the reader is told that the text is Chinese

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "jan january janvier janv januar jänner jän enero ene gennaio gen janeiro января янв",
            "feb february février fevrier fév fevr févr februar febrero febbraio fevereiro fev февраля фев",
            "mar march mars märz maerz mrz mär marzo março марта мар",
            "apr april avril avr abril abr aprile апреля апр",
            "may mai mayo maggio mag maio мая май",
            "jun june juin juni junio giugno giu junho июня июн",
            "jul july juillet juil juli julio luglio lug julho июля июл",
            "aug august août aout agosto ago августа авг",
            "sep sept september septembre septiembre settembre set setembro сентября сен",
            "oct october octobre oktober okt octubre ottobre ott outubro out октября окт",
            "nov november novembre noviembre novembro ноября ноя",
            "dec december décembre decembre déc dezember dez diciembre dic dicembre dezembro декабря дек",
        ),
        start=1,
    )
    for name in names.split()
}

_DAY_FIRST_ZONES = re.compile(r"^(?:Europe|Asia|Africa|Australia|Pacific/Auckland|America/S)")

_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T_ ]+(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?)?"
    r"\s*(Z|[+-]\d{2}(?::?\d{2})?)?$",
    re.IGNORECASE,
)
_MONTH_ONLY = re.compile(r"(\d{4})-(\d{1,2})$")
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2})\s?(?::|h|時|时|點|点|시|giờ)\s?(\d{1,2})?\s?(?:分|분|phút|m\b)?"
    r"(?:\s?[:]?\s?(\d{1,2})\s?(?:秒|초|giây)?(?:[.,]\d{1,9})?)?",
    re.IGNORECASE,
)
_NOON = re.compile(
    r"(?<![a-z])([ap])\.?\s?m\b\.?|(上午|午前|오전|凌晨)|(下午|午後|오후|晚上)|(?<=\d)\s?(SA|CH)\b",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"([+-])\s?(\d{1,2})(?::?(\d{2}))?(?!\d)")
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日號号일]?")
_VIETNAMESE = re.compile(r"(\d{1,2})\s?tháng\s?(\d{1,2}),?\s?(?:năm\s?)?(\d{4})", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<![\d.])(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:\.|º|er|st|nd|rd|th)?[\s-]+(?:de\s)?([^\W\d_]{3,10})\.?,?[\s-]+(?:de\s)?(\d{4}|\d{2})(?!\d)"
)
_MONTH_DAY = re.compile(r"([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_C_LIBRARY = re.compile(r"\b([A-Za-z]{3})\s+(\d{1,2})\s(\d\d:\d\d:\d\d)\s(.{0,8})(\d{4})$")
_WORD = re.compile(r"[A-Za-z]{1,5}")


def parse_date(text: str, *, zone_hint: str | None = None) -> datetime | None:
    """Return the time that a text tells, aware and in UTC; None when it tells none.

    A text without a zone is taken to be in ``zone_hint`` (an IANA name), else in UTC; the hint
    also tells 5/7 of July from 5/7 of May.
    """
    text = unicodedata.normalize("NFKC", text.strip())
    if not text or len(text) > LONGEST:
        return None
    try:
        return _stamp(text) or _iso(text, zone_hint) or _spoken(text, zone_hint)
    except (ValueError, OverflowError):
        return None


def zone_for(language: str | None, host: str | None) -> str | None:
    """Return the zone that a page without one most likely means, by its host, else its language."""
    ending = (host or "").rsplit(".", 1)[-1].lower()
    return _BY_ENDING.get(ending) or _BY_LANGUAGE.get((language or "").split("-")[0].lower())


_BY_ENDING = {
    "vn": "Asia/Ho_Chi_Minh", "cn": "Asia/Shanghai", "tw": "Asia/Taipei", "hk": "Asia/Hong_Kong",
    "jp": "Asia/Tokyo", "kr": "Asia/Seoul", "de": "Europe/Berlin", "at": "Europe/Vienna",
    "ch": "Europe/Zurich", "fr": "Europe/Paris", "es": "Europe/Madrid", "it": "Europe/Rome",
    "nl": "Europe/Amsterdam", "uk": "Europe/London", "in": "Asia/Kolkata", "sg": "Asia/Singapore",
    "au": "Australia/Sydney", "ru": "Europe/Moscow", "br": "America/Sao_Paulo",
}  # fmt: skip
_BY_LANGUAGE = {
    "vi": "Asia/Ho_Chi_Minh", "zh": "Asia/Shanghai", "ja": "Asia/Tokyo", "ko": "Asia/Seoul",
    "de": "Europe/Berlin", "fr": "Europe/Paris", "es": "Europe/Madrid", "it": "Europe/Rome",
    "ru": "Europe/Moscow", "th": "Asia/Bangkok", "id": "Asia/Jakarta",
}  # fmt: skip


def _stamp(text: str) -> datetime | None:
    """Read seconds or milliseconds since 1970."""
    if not text.isascii() or not text.isdigit() or len(text) not in {10, 13}:
        return None
    seconds = int(text[:10])
    return datetime.fromtimestamp(seconds, UTC)


def _iso(text: str, zone_hint: str | None) -> datetime | None:
    if month := _MONTH_ONLY.match(text):
        return _at(int(month[1]), int(month[2]), 1, (0, 0, 0), _zone(None, zone_hint))
    if len(text) == 4 and text.isdigit():
        return _at(int(text), 1, 1, (0, 0, 0), _zone(None, zone_hint))
    found = _ISO.match(text)
    if found is None:
        return None
    year, month_, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    return _at(year, month_, day, (hour, minute, second), _zone(found[7], zone_hint))


def _spoken(text: str, zone_hint: str | None) -> datetime | None:
    date, rest = _date(text, zone_hint)
    if date is None:
        return None
    return _at(*date, _clock(rest), _zone(_zone_text(rest), zone_hint))


def _date(text: str, zone_hint: str | None) -> tuple[tuple[int, int, int] | None, str]:
    """Return year, month and day, and the text without them."""
    for pattern in (_EAST_ASIAN, _YEAR_FIRST):
        if found := pattern.search(text):
            return (int(found[1]), int(found[2]), int(found[3])), _without(text, found)
    if found := _VIETNAMESE.search(text):
        return (int(found[3]), int(found[2]), int(found[1])), _without(text, found)
    for found in _DAY_MONTH.finditer(text):
        if month := MONTHS.get(found[2].casefold()):
            return (_year(found[3]), month, int(found[1])), _without(text, found)
    for found in _MONTH_DAY.finditer(text):
        if month := MONTHS.get(found[1].casefold()):
            return (int(found[3]), month, int(found[2])), _without(text, found)
    if (found := _C_LIBRARY.search(text)) and found[1].casefold() in MONTHS:
        date = (int(found[5]), MONTHS[found[1].casefold()], int(found[2]))
        return date, f"{found[3]} {found[4]}"
    if found := _NUMBERS.search(text):
        return _numbers(found, zone_hint), _without(text, found)
    return None, text


def _numbers(found: re.Match[str], zone_hint: str | None) -> tuple[int, int, int]:
    first, second, year = int(found[1]), int(found[2]), _year(found[3])
    dotted = "." in found[0]
    day_first = dotted or (zone_hint is not None and bool(_DAY_FIRST_ZONES.match(zone_hint)))
    if first > 12 or (day_first and second <= 12):
        return year, second, first
    return year, first, second


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} \n {text[found.end() :]}"


def _clock(text: str) -> tuple[int, int, int]:
    found = _CLOCK.search(text)
    if found is None:
        return 0, 0, 0
    hour, minute, second = (int(part or 0) for part in found.groups())
    noon = _NOON.search(text)
    if noon is not None and hour <= 12:
        vietnamese = (noon[4] or "").upper()
        after = (noon[1] or "").lower() == "p" or noon[3] is not None or vietnamese == "CH"
        hour = hour % 12 + (12 if after else 0)
    return hour, minute, second


def _zone_text(text: str) -> str | None:
    """Return the zone as an offset or a name; the time of day is not taken for one."""
    clock = _CLOCK.search(text)
    tail = text[clock.end() :] if clock else text
    if offset := _OFFSET.search(tail):
        return f"{offset[1]}{int(offset[2]):02d}{offset[3] or '00'}"
    return next((word for word in _WORD.findall(tail) if word.lower() in ZONES), None)


def _zone(text: str | None, zone_hint: str | None) -> tzinfo:
    if text is None:
        return _named(zone_hint) if zone_hint else UTC
    name = text.lower()
    if name in ZONES:
        asian = name == "cst" and zone_hint is not None and zone_hint.startswith("Asia/")
        return timezone(timedelta(minutes=_CHINA if asian else ZONES[name]))
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "").ljust(4, "0")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


@cache
def _named(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError):
        return UTC


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (2000 if int(text) < 70 else 1900)


def _at(year: int, month: int, day: int, clock: tuple[int, int, int], zone: tzinfo) -> datetime:
    hour, minute, second = clock
    extra = timedelta()
    if hour == 24 and minute == second == 0:
        hour, extra = 0, timedelta(days=1)
    if second == 60:
        second = 59
    return (datetime(year, month, day, hour, minute, second, tzinfo=zone) + extra).astimezone(UTC)
