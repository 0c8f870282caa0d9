"""The label of a charset, as servers and documents write it -> Python's name of what is meant."""

import codecs
import re

from monitor.news.vietnamese_charsets import VIETNAMESE

# What a label means in practice: supersets that real pages use under the name of the smaller set
# (WHATWG Encoding Standard, labels; gb2312 pages hold gbk and gb18030).
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-8": "cp1255",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "koi8-r": "koi8-u",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "ks_c_5601-1987": "cp949",
}
# Labels of the same standard, and some of its kind, that Python does not know, without their signs
_ALIASES = {
    label: name
    for name, labels in {
        "utf-8": "utf8mb4 unicode11utf8 unicode20utf8",
        "utf-16": "unicode unicodefeff ucs2 iso10646ucs2",
        "cp1252": "ansi isolatin1",
        "gb18030": "gb231280",
        "cp949": "ksc5601 ksc56011987 ksc56011989 isoir149",
        "euc_jp": "eucpkdfmtjapanese",
        "koi8-u": "koi koi8 koi8ru",
        "cp874": "dos874",
        "cp1255": "logical visual",
        "iso8859-7": "suneugreek",
        "mac_cyrillic": "macukrainian",
        "mac_roman": "mac",
        VIETNAMESE[0]: "tcvn viettcvn viettcvn5712 tcvn57121 tcvn3",
    }.items()
    for label in labels.split()
}
_NUMBERED = re.compile(r"(?:windows|win|cp)(\d{3,5})$|iso8859(\d{1,2})[ei]?$")
_LABEL_PREFIX = re.compile(r"^(?:x-|cs|cn-)+")
_NO_CHARSETS = frozenset(
    {
        "idna",
        "punycode",
        "unicode_escape",
        "raw-unicode-escape",
        "unicode-escape",
        "utf-7",
        "undefined",
    }
)


def encoding_of(label: str) -> str | None:
    """Return Python's name of the encoding that a label means in practice; None if unknown."""
    label = label.strip().lower()
    bare = _LABEL_PREFIX.sub("", label)
    spellings = (label, bare, bare.replace("windows-", "cp").replace("31j", "932"), _plain(bare))
    name = next((name for spelled in spellings if (name := _codec(spelled))), None)
    if name is None:
        return None
    # codecs such as rot13 or hex are no charsets, nor are those for names and source code
    if name in _NO_CHARSETS or not getattr(codecs.lookup(name), "_is_text_encoding", True):
        return None
    return _SUPERSETS.get(name, name)


def _plain(label: str) -> str:
    """Return the usual spelling of a label that is written with other signs, or with none."""
    squeezed = re.sub("[^a-z0-9]", "", label)
    if number := _NUMBERED.match(squeezed):
        return f"cp{number[1]}" if number[1] else f"iso8859-{number[2]}"
    return _ALIASES.get(squeezed, squeezed)


def _codec(label: str) -> str | None:
    try:
        return codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
