"""Dates that only the time of reading completes: '3 hours ago', 'yesterday', 'Nov 3'."""

import re
from datetime import timedelta

from monitor.news.dates.names import MONTHS

# A line for each unit: its length in minutes, then what it is called; a month is 30 days here.
_UNIT_LINES = """
1 minutes minute mins min phút 分钟 分鐘 分 분 minuten minute minutos minuto minuti минуту минуты минут мин minut minuty
60 hours hour hrs hr h giờ tiếng 小时 小時 時間 시간 stunden stunde std heures heure horas hora ore ora часов часа час godzin godziny godzinę saat jam uur
1440 days day d ngày 天 日 일 tagen tage tag jours jour días día dias dia giorni giorno дней дня день dni dzień gün hari dagen
10080 weeks week w tuần 周 週間 週 주 wochen woche semaines semaine semanas semana settimane settimana недель недели неделю tygodni tygodnie tydzień
43200 months month tháng 个月 個月 か月 ヶ月 カ月 개월 monaten monate monat mois meses mes mês mesi mese месяцев месяца месяц
"""
_UNITS = {
    name: timedelta(minutes=int(line.split()[0]))
    for line in _UNIT_LINES.strip().splitlines()
    for name in line.split()[1:]
}
_ONE = "an|a|one|một|eine[mr]?|une|un|una|uno|uma|um"
_NAMES = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_COUNTED = rf"(\d{{1,3}}|{_ONE})\s?({_NAMES})"
_AGO = re.compile(
    rf"(?<![\w.,]){_COUNTED}\.?\s?(?:ago\b|trước|以?前|전|fa\b|назад|temu|atrás|önce|lalu|geleden|sedan|siden)"
    rf"|\b(?:vor|il y a|hace|há)\s(?:etwa\s|ca\.\s|environ\s|unos\s|cerca de\s)?{_COUNTED}(?!\w)"
    r"|^(\d{1,2})\s?(h|hrs?|d)$",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"^(?:just now|moments ago|now|vừa xong|mới đây|刚刚|剛剛|たった今|방금( 전)?|gerade eben|à l.instant|ahora mismo|adesso|только что)$",
    re.IGNORECASE,
)
_DAYS = {
    name: back
    for back, names in enumerate(
        (
            "today|hôm nay|今天|今日|오늘|heute|aujourd'hui|aujourd’hui|hoy|hoje|oggi|сегодня|dziś|dzisiaj|vandaag|bugün",
            "yesterday|hôm qua|昨天|昨日|어제|gestern|hier|ayer|ontem|ieri|вчера|wczoraj|gisteren|dün",
            "hôm kia|前天|一昨日|그저께|vorgestern|avant-hier|anteayer|anteontem|позавчера|przedwczoraj",
        )
    )
    for name in names.split("|")
}
_DAY = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(_DAYS, key=len, reverse=True))})(?![a-zÀ-ỹа-я])", re.IGNORECASE
)

_EAST_ASIAN_DAY = re.compile(r"(?<![\d年년])(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日號号일]")
_VIETNAMESE_DAY = re.compile(
    r"(?<!\d)(\d{1,2})\s?(?:tháng|thg)\.?\s?(\d{1,2})(?!\d)", re.IGNORECASE
)
_DAY_OF_MONTH = re.compile(
    r"(?<![\d:])(\d{1,2})(?:\.|º|er|st|nd|rd|th)?\s?(?:de\s|of\s)?([^\W\d_]{3,12})(?!\w)"
)
_MONTH_AND_DAY = re.compile(r"(?<!\w)([^\W\d_]{3,12})\.?\s(\d{1,2})(?:st|nd|rd|th)?(?![\w:])")
_TWO_NUMBERS = re.compile(
    r"(?<![\d/.:-])(\d{1,2})([/-]|\.(?=\d{2}(?!\d)|\d{1,2}\.))(\d{1,2})\.?(?![\d/:-])"
)
MONTH_FIRST = frozenset(
    f"Asia/{city}" for city in ("Seoul", "Tokyo", "Shanghai", "Taipei", "Hong_Kong")
)


def elapsed(text: str) -> timedelta | None:
    """Return how long ago a text says that it was; None when it does not count."""
    if _NOW.match(text):
        return timedelta()
    found = _AGO.search(text)
    if found is None:
        return None
    count, unit = next(
        (found[place], found[place + 1]) for place in (1, 3, 5) if found[place] is not None
    )
    length = _UNITS.get(unit.lower()) or _UNITS["h"]
    return (int(count) if count.isdigit() else 1) * length


def days_back(text: str) -> tuple[int, str] | None:
    """Return how many days before today a text names, and the text without that word."""
    found = _DAY.search(text)
    if found is None:
        return None
    return _DAYS[found[0].lower()], f"{text[: found.start()]} {text[found.end() :]}"


def with_year(text: str, year: int, zone_hint: str | None) -> str | None:
    """Return a text whose date has a year; None when it holds no day and month.

    3/11 is read as ``parse_date`` reads 3/11/2026; where the zone says East Asia, the month is first.
    """
    if found := _EAST_ASIAN_DAY.search(text):
        return _put(text, found, f"{year}年{found[1]}月{found[2]}日")
    if found := _VIETNAMESE_DAY.search(text):
        return _put(text, found, f"{found[1]} tháng {found[2]} {year}")
    for pattern, day, month in ((_DAY_OF_MONTH, 1, 2), (_MONTH_AND_DAY, 2, 1)):
        for found in pattern.finditer(text):
            if found[month].casefold() in MONTHS:
                return _put(text, found, f"{found[day]} {found[month]} {year}")
    if found := _TWO_NUMBERS.search(text):
        first, sign, second = found.groups()
        if zone_hint in MONTH_FIRST:
            return _put(text, found, f"{year}-{first}-{second}")
        if sign != "." or found[0].endswith("."):
            return _put(text, found, f"{first}{sign}{second}{sign}{year}")
    return None


def _put(text: str, found: re.Match[str], date: str) -> str:
    return f"{text[: found.start()]} {date} {text[found.end() :]}"
