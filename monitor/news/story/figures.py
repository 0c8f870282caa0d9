"""Text -> the numbers that two tellers of one event share, in whatever language they write."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from monitor.news.model import Article

LEAD = 6  # blocks; what an event is counted in stands early
MOST = 20
FEWEST_DIGITS, MOST_DIGITS = 2, 15


def _by_word(table: Mapping[int, str]) -> Mapping[str, int]:
    return {word: zeros for zeros, words in table.items() for word in words.split(", ")}


# Zeros that a word adds. A German Billion is no English one, which the ending tells.
_ZEROS = _by_word(
    {
        3: "thousand, tausend, mille, mil, nghìn, ngàn, 千, 천",
        4: "万, 萬, 만",
        6: "million, millions, millionen, mio, millones, millón, triệu, 百万, 百萬, 백만",
        7: "千万, 千萬, 천만",
        8: "亿, 億, 억",
        9: "billion, billions, bn, milliarde, milliarden, mrd, milliard, milliards, mil millones, "
        "tỷ, tỉ, 十亿, 十億, 십억",
        12: "trillion, trillions, billionen, billones, nghìn tỷ, nghìn tỉ, 万亿, 萬億, 兆, 조",
    }
)
# Numbers in words, which count before a word that adds zeros.
_SPELT = _by_word(
    {
        1: "one, a, ein, eine, einer, einen, un, una, một",
        2: "two, zwei, deux, dos, hai",
        3: "three, drei, trois, tres, ba",
        4: "four, vier, quatre, cuatro, bốn",
        5: "five, fünf, cinq, cinco, năm",
        6: "six, sechs, seis, sáu",
        7: "seven, sieben, sept, siete, bảy",
        8: "eight, acht, huit, ocho, tám",
        9: "nine, neun, neuf, nueve, chín",
        10: "ten, zehn, dix, diez, mười",
    }
)
_UNITS = {"十": 10, "百": 100, "千": 1000}
_ONES = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)} | {"两": 2, "兩": 2}
_OF_MONEY = _by_word({3: "k", 6: "m", 9: "b"})  # $25m; 25m is a length

_WORDS = sorted(_ZEROS, key=len, reverse=True)
_MAGNITUDE = "|".join(word if word > "\u3040" else rf"{word}\b" for word in _WORDS)
_DIGITS = r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2}(?!\d))?"
_ONE, _NUMERAL = (f"[{''.join(signs)}]" for signs in (_ONES, (*_ONES, *_UNITS, "零")))
_WORDED = (
    rf"(?:(?<!half )(?<!\w)(?:{'|'.join(_SPELT)})(?=[ \u00a0](?:{_MAGNITUDE}))"
    rf"|(?<!{_NUMERAL})(?<![几幾数數])(?={_NUMERAL})"  # 几十亿 and 二三十万 are some, and no figure
    rf"(?:{_ONE}?千零?)?(?:{_ONE}?百零?)?(?:{_ONE}?十)?{_ONE}?(?=[万萬亿億](?!{_NUMERAL})))"
)
_SIGNS = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{1,2}"
_FIGURE = re.compile(
    rf"(?P<currency>[$€£¥])?(?P<digits>{_DIGITS}|{_WORDED})"
    rf"(?:[ \u00a0]?(?P<magnitude>{_MAGNITUDE})|(?P<letter>[kmb])\b)?"
    rf"(?:(?<=[亿億억])[ ]?(?P<rest>{_DIGITS})(?P<lesser>[万萬만]))?"
    rf"(?P<unit>{_SIGNS}|(?(magnitude)(?!)|(?:\s?%|[ \u00a0][^\W\d_\u3040-\uffff]{{2,12}}\b)))?",
    re.IGNORECASE,
)


def figures(article: Article) -> tuple[str, ...]:
    """Return the numbers in headline and lead, written out: 6.7万 and 67,000 are one."""
    lead = "\n".join((article.title, *(block.text for block in article.blocks[:LEAD])))
    return tuple(figures_in(lead))[:MOST]


def figures_in(text: str) -> dict[str, str]:
    """Return the numbers that say something, written out -> as in the text, with what they count.

    Years, and numbers under 10, are equal by chance.
    """
    found: dict[str, str] = {}
    for match in _FIGURE.finditer(unicodedata.normalize("NFKC", text)):
        digits = _written_out(match)
        if FEWEST_DIGITS <= len(digits) <= MOST_DIGITS and not _is_year(digits):
            found.setdefault(digits, match[0].strip())
    return found


def _written_out(match: re.Match[str]) -> str:
    """Return the digits of a number; a decimal mark stays only where a word moves it."""
    zeros = _ZEROS.get((match["magnitude"] or "").casefold(), 0)
    if match["currency"] and match["letter"]:
        zeros = _OF_MONEY[match["letter"].casefold()]
    if not zeros:
        return _bare(match["digits"])
    value = _value(match["digits"]).scaleb(zeros)
    if match["rest"]:
        value += _value(match["rest"]).scaleb(_ZEROS[match["lesser"]])
    return _bare(f"{value:f}".partition(".")[0])


def _value(digits: str) -> Decimal:
    if digits.casefold() in _SPELT:
        return Decimal(_SPELT[digits.casefold()])
    if re.match(_NUMERAL, digits):
        return Decimal(_numeral(digits))
    whole, mark, decimals = digits.replace(",", ".").rpartition(".")
    if mark and len(decimals) < 3:
        return Decimal(f"{whole}.{decimals}")
    return Decimal(_bare(digits))


def _numeral(signs: str) -> int:
    """Return what Chinese numerals under ten thousand say: 三千零五十 is 3050."""
    total = ones = 0
    for sign in signs:
        if sign in _UNITS:
            total += (ones or 1) * _UNITS[sign]
            ones = 0
        else:
            ones = _ONES.get(sign, 0)
    return total + ones


def _bare(digits: str) -> str:
    return re.sub(r"\D", "", digits)


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in {"19", "20"}
