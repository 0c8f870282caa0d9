"""text -> the language it is written in: by script where that decides, by statistics where not."""

import re
from collections import Counter
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

READ = ("en", "zh", "zh-Hant", "vi", "ja", "ko", "de", "fr", "es")

# Told apart by statistics: the ones read, and the neighbours that would else be taken for them.
_LATIN = ("en", "vi", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "pl", "cs", "ro")
_LATIN_MORE = ("hu", "fi", "tr", "id", "ms", "tl", "ca")

SAMPLE = 4000
SAMPLE_COUNTED = 1200  # of it, where words are counted
# Measured by others on 96 headlines: below some twenty letters a guess is worth less than what the
# feed says of itself.
SHORT = 24

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]")
_LETTER = re.compile(r"[^\W\d_]")
_ASCII = bytes(range(0x80))
_NO_LETTERS = bytes(code for code in _ASCII if not chr(code).isalpha())
# Letters that only Vietnamese has (each in one code point; the text is composed before).
_VIETNAMESE = re.compile(
    r"[ơưđăƠƯĐĂạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰ]"
)
_MARKS = re.compile(r"[\u0300-\u036f]")

# The most frequent characters of ordinary text that differ between the two ways of writing.
_TRADITIONAL = re.compile(
    "[們這個國來時說對會發學無見經長開問關應實現點業門東動電機與產從後資進還過種當樣體間總將麼"
    "讓價軟硬網際財報導記題選議員試驗據戶單連億萬設備雙專團區萊達術車輛產業務務聯結構維護處於]"
)
_SIMPLIFIED = re.compile(
    "[们这个国来时说对会发学无见经长开问关应实现点业门东动电机与产从后资进还过种当样体间总将么"
    "让价软网际财报导记题选议员试验据户单连亿万设备双专团区莱达术车辆务联结构维护处于]"
)
_JAPANESE_ONLY = re.compile("[込働峠畑辻榊枠円図売発広応沢竜単戦験実続読経済鉄黒県]")

_SCRIPTS = (
    ("th", re.compile(r"[\u0e01-\u0e5b]")),
    ("ar", re.compile(r"[\u0621-\u06d3]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")),
    ("hi", re.compile(r"[\u0904-\u0939]")),
    ("el", re.compile(r"[\u0386-\u03ce]")),
    ("ka", re.compile(r"[\u10d0-\u10ff]")),
    ("hy", re.compile(r"[\u0531-\u0587]")),
    ("bn", re.compile(r"[\u0985-\u09b9]")),
    ("ta", re.compile(r"[\u0b83-\u0bb9]")),
    ("km", re.compile(r"[\u1780-\u17b3]")),
    ("lo", re.compile(r"[\u0e81-\u0ec6]")),
    ("my", re.compile(r"[\u1000-\u103f]")),
)
_CYRILLIC = re.compile(r"[\u0410-\u044f\u0401\u0451\u0404-\u0407\u0454-\u0457\u0490\u0491]")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")


def identify(text: str, prior: str | None = None) -> str | None:
    """Return the language as a primary subtag, ``zh-Hant`` for traditional Chinese, or None.

    The languages read are told surely; of others it is a best guess. ``prior`` is what the source
    says of itself: it decides where the text is too short, or of Han characters alone.
    """
    sample = text[:SAMPLE]
    beyond = beyond_ascii(sample)
    letters = _letters(sample, beyond)
    if not letters:
        return _known(prior)
    found = _by_script(beyond, letters, prior)
    if found is not None:
        return found
    return _by_statistics(sample, letters, prior)


def identify_lead(text: str, whole: str | None) -> str | None:
    """Return the language of a headline with its lead, of which that of the whole text is a prior.

    The prior holds but where the script or several small words of the lead are of another.
    """
    if whole not in _LATIN:
        return whole
    beyond = beyond_ascii(text)
    found = _by_script(beyond, _letters(text, beyond), whole)
    if found is not None:
        return found
    words = set(_WORD.findall(text.lower())) & _SMALL.keys()
    counts = Counter(_SMALL[word] for word in words)
    likely, count = max(counts.items(), key=itemgetter(1), default=(whole, 0))
    return likely if count >= _A_FEW and count > 2 * counts[whole] else whole


def beyond_ascii(text: str) -> str:
    """Return the signs of a text that are not ASCII: of most texts few, and quickly looked through."""
    if text.isascii():
        return ""
    signs = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return signs.decode("utf-8", "surrogatepass")


def _letters(text: str, beyond: str) -> int:
    """Return how many letters a text has, some of them ``beyond`` ASCII."""
    plain = text.encode("ascii", "ignore").translate(None, _NO_LETTERS)
    return len(plain) + len(_LETTER.findall(beyond))


def _by_script(beyond: str, letters: int, prior: str | None) -> str | None:
    """Return the language that the script of the signs beyond ASCII tells, or None."""
    if not beyond:
        return None
    kana, hangul, han = (len(each.findall(beyond)) for each in (_KANA, _HANGUL, _HAN))
    # A sign of Han or hangul says as much as two letters and more of an alphabet.
    if hangul * 4 > letters and hangul >= kana:
        return "ko"
    if (kana + han) * 4 > letters:
        return "ja" if kana * 12 > han else _han(beyond, prior)
    for language, script in _SCRIPTS:
        if len(script.findall(beyond)) * 2 > letters:
            return language
    if len(_CYRILLIC.findall(beyond)) * 2 > letters:
        return "uk" if _UKRAINIAN.search(beyond) else "ru"
    vietnamese = len(_VIETNAMESE.findall(beyond))
    if not vietnamese and len(_MARKS.findall(beyond)) * 12 > letters:
        return "vi"
    return "vi" if vietnamese * 16 > letters else None


def _han(signs: str, prior: str | None) -> str:
    traditional = len(_TRADITIONAL.findall(signs))
    simplified = len(_SIMPLIFIED.findall(signs))
    japanese = len(_JAPANESE_ONLY.findall(signs))
    known = _known(prior)
    if known == "ja" and simplified == 0:
        return "ja"
    if japanese > max(traditional, simplified):
        return "ja"
    if traditional != simplified:
        return "zh-Hant" if traditional > simplified else "zh"
    return known if known in {"zh", "zh-Hant"} else "zh"


def _by_statistics(sample: str, letters: int, prior: str | None) -> str | None:
    known = _known(prior)
    if known is not None and letters < SHORT:
        return known
    plain = _by_small_words(sample)
    if plain is not None:
        return plain
    if letters < 2 * SHORT and known is not None:
        return known
    ranked = [str(code) for code, _ in _identifier().rank(sample[:SAMPLE_COUNTED])]
    if letters < 3 * SHORT:  # a headline full of names looks like any language
        return next(code for code in ranked if code in READ)
    return ranked[0]


# The smallest words that one language has and its neighbours have not.
_SMALL = {
    word: language
    for language, words in {
        "en": "the of and to for with that from by its was were this which are has have will been",
        "de": "der die das und von zu mit für auf im ist ein eine dem nicht auch sich wird",
        "fr": "le du des et une pour dans est avec au aux qui ce cette sont été par leur mais dont depuis",
        "es": "el los las y por su al más ha fue sus lo muy pero desde hasta según está están donde cuando sin",
        "it": "il gli dei della di che nel alla sono delle anche più dal nella degli",
        "pt": "os do da dos em uma com não mais pelo pela ao foi são também ou",
        "nl": "het een van voor met dat te zijn niet ook wordt naar bij aan deze",
        "sv": "och att det som på är av för har inte ett om från",
    }.items()
    for word in words.split()
}
_ENOUGH = 8
_A_FEW = 3
_WORD = re.compile(r"[^\W\d_]+")


def _by_small_words(sample: str) -> str | None:
    """Return the language whose small words outweigh all others by far, if the text is long."""
    counts = Counter(map(_SMALL.get, _WORD.findall(sample[:SAMPLE_COUNTED].lower())))
    del counts[None]
    best = counts.most_common(2)
    if not best or best[0][1] < _ENOUGH:
        return None
    return best[0][0] if len(best) == 1 or best[0][1] >= 4 * best[1][1] else None


def _known(prior: str | None) -> str | None:
    if not prior:
        return None
    tag = prior.replace("_", "-").casefold()
    if tag.startswith("zh"):
        return "zh-Hant" if any(part in tag for part in ("hant", "tw", "hk", "mo")) else "zh"
    return tag.split("-")[0]


@cache
def _identifier() -> "LanguageIdentifier":
    """Return py3langid's identifier restricted to the languages of Latin letters, loaded once."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=False)
    identifier.set_languages([*_LATIN, *_LATIN_MORE])
    return identifier
