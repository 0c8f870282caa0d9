"""Charsets of Vietnamese from before Unicode that Python does not know, made known to it.

TCVN 5712:1993, whose small letters are also those of the fonts that were called TCVN3, and VISCII
(RFC 1456). VNI, which writes a letter and its tone as two, is none of them.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable

# The upper half; a small space stands where there is no letter.
_TCVN = """
ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ\u00a0ĂÂÊÔƠƯĐăâêôơưđẶ\u0300\u0309\u0303\u0301\u0323
àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ
"""
_VISCII = """
ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ
ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ
"""
_LOW = "".join(map(chr, range(128)))
# VISCII puts six letters where ASCII has controls
_VISCII_LOW = _LOW.translate(dict(zip((2, 5, 6, 20, 25, 30), "ẲẴẪỶỸỴ", strict=True)))
_TABLES = {
    "tcvn5712": _LOW + _TCVN.replace("\n", ""),
    "viscii": _VISCII_LOW + _VISCII.replace("\n", ""),
}
VIETNAMESE = tuple(_TABLES)
LETTERS = frozenset("".join(table[128:] for table in _TABLES.values())) - {"\u00a0"}

_WORD = re.compile(r"[^\W\d_]{1,30}")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SHARP = frozenset("\u0301\u0323")  # the tones of syllables that end in c, ch, p or t
_SYLLABLE = re.compile(
    "(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    "(?:uyê|uyu|uya|oai|oay|oao|oeo|uây|uôi|ươi|ươu|iêu|yêu|a[ioyu]?|â[yu]?|eo?|êu?|i[aêu]?|yê?|o[aăeio]?|ôi?"
    "|ơi?|u[aăâêeiôơy]?|ư[aiơu]?|ă)(?:(ch|[cpt])|ng|nh|[mn])?"
)


def strange_words(text: str) -> int:
    """Return how many words that hold letters of Vietnamese are no syllables of it."""
    words = (word for word in _WORD.findall(text) if not word.isascii())
    return sum(not _is_syllable(word) for word in words)


def _is_syllable(word: str) -> bool:
    if not (word.islower() or word.isupper() or word[1:].islower()):
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in parts if mark in _TONES]
    bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    found = _SYLLABLE.fullmatch(bare)
    return (
        found is not None and len(tones) <= 1 and (found[1] is None or not _SHARP.isdisjoint(tones))
    )


def _codec(name: str) -> codecs.CodecInfo | None:
    table = _TABLES.get(name)
    return None if table is None else codecs.CodecInfo(*_both_ways(table), name=name)


def _both_ways(
    table: str,
) -> tuple[Callable[..., tuple[bytes, int]], Callable[..., tuple[str, int]]]:
    numbers = codecs.charmap_build(table)

    def encode(text: str, errors: str = "strict") -> tuple[bytes, int]:
        return codecs.charmap_encode(text, errors, numbers)

    def decode(body: bytes, errors: str = "strict") -> tuple[str, int]:
        return codecs.charmap_decode(body, errors, table)

    return encode, decode


codecs.register(_codec)
