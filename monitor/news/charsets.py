"""Bytes of an undeclared charset -> the encoding in which they make the most sense.

Each candidate reads the bytes; what comes out is weighed sign by sign: frequent characters of the
languages that are read speak for it, signs that stand in no word speak against it. The same idea
as Mozilla's detector (Li and Momoi, 2001: character distribution), with weights by hand.
"""

import re
from collections import Counter
from functools import cache

from monitor.news.vietnamese_charsets import LETTERS, VIETNAMESE, strange_words

SAMPLE = 16_384  # bytes that are looked at

CANDIDATES = (
    "cp1252", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "cp1251", "koi8-u",
    "cp874", "cp1250", "iso8859-2", "cp1254", "cp1258", "cp1253", "cp1255", "cp1256",
    *VIETNAMESE,
)  # fmt: skip
WIDE = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})

# The first bytes of the characters that each national standard put into its first, common level.
COMMON_ROWS = {
    "gb18030": (0xB0, 0xD7),
    "big5hkscs": (0xA4, 0xC6),
    "cp932": (0x88, 0x97),
    "euc_jp": (0xB0, 0xCF),
    "cp949": (0xB0, 0xC8),  # hangul
}
CYRILLIC = frozenset({"cp1251", "koi8-u"})
_EUC = frozenset({"gb18030", "euc_jp", "cp949"})
# The most frequent signs, by encoding: together about half of any text.
_SIMPLIFIED = """的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年
过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想
实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见
被利什二等产或新制身果加西月话合回特代内信表化老给世位次度门任常先海通教原东声提立及比员解水名真论处走义各入
几口认条平系气题活更别打女变四总何电数安少报才结反受目太量再感建务做接必场件计管期市直资山金指统区保至形社便
空决治展科司五基书非则界达光放强即难且权思完设式色路记南品住告类求据程北边该交规万取格望术领共确传师观清今切
院让识候带导争运研究室所闭实验智能公司称宣布北京上海深圳
谷歌百度阿里巴腾讯华为京东美团拼蔚宁德商汤寒武纪苹果微软英伟达特斯拉亚芯片股价跌涨亏损收窄裁员融资财报复航厂"""
_TRADITIONAL = """的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年
過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想
實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見
被利什二等產或新制身果加西月話合回特代內信表化老給世位次度門任常先海通教原東聲提立及比員解水名真論處走義各入
幾口認條平系氣題活更別打女變四總何電數安少報才結反受目太量再感建務做接必場件計管期市直資山金指統區保至形社便
空決治展科司五基書非則界達光放強即難且權思完設式色路記南品住告類求據程北邊該交規萬取格望術領共確傳師觀清今切
院讓識候帶導爭運研究室所閉實驗智慧公司稱宣佈北京上海深圳臺灣
谷歌蘋果輝達微軟聯電鴻華碩台積廣晶片股價跌漲裁員財報擴廠筆"""
_JAPANESE = """日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四
定今回新場金員九入選立開手米力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来
作性的要用制治度務強気小七成期公野協取都和統以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心
界支第産結百派点教報済書府活原先共得解名交資予川向際査勝面委告軍文反元重近千考判認画海参売利組知案道信策集在
件団別物側任引使求所次水半品昨論計死官増係感特情投示変打男基私各始島直両朝革価式確村提運終挙果西勢減台広容必応
演電歳住争談能無再位置企真流格有疑口過局少放税検藤町常校料沢裁状工建語球営空職証土与急止送援供可役構木割聞身
費付施切由説転食比難防補車優夫研収断井何南石足違消境神番規術護展態導鮮備宅害配副算視条幹独警宮究育席輸訪楽起
万着乗店述残想線率病農州武声質念待試族象銀域助労例衛然早張映限親額監環験追審商葉義伝働形景落欧担好退準賞訴辺
造英被株頭技低毎医復仕去姿味負閣韓渡失移差衆個門写評課末守若脳極種美岡影命含福蔵量望松非撃佐核観察整段横融型白深
字答夜製票況音申様財港識注呼渉達閉鎖"""
_KOREAN = """이다는의에가을고은하를로한지도사기서인나대시자정일부리어전보스들장수으해라해제국상원구적동비세성과있아
그안주조미공만연신경용회관년여중면했위소들된선계화업게내개유까오모방치트것무실말할당금문산물없생행발민학차분
람드야려반로바열단간재러합타프터음명강외결투진북요심체마법후식직군건임같최월우령출추표석되작교현될우데길하며중속
울영니서르결양품때통특략권많천등천았했됐있습니다연구소인공지능상하이베이징회사밝혔직원
삼성네이버카카오넥슨토스쿠팡현대엘지포스코규제논란배달민족반도체수출급증실적감원뱅크닫급"""

_WEST = frozenset("¿¡ãõåøìòÃÕÅØŒÆàâçéèêëîïôûùüœæäößáíñóúÀÂÇÉÈÊËÎÏÔÛÙÜÄÖÁÍÑÓÚ")
_NORTH = frozenset("ýþðŸÿ")
_CENTRE = frozenset("ąćęłńśźżčěňřšžůőűĄĆĘŁŃŚŹŻČŘŠŽ")
_TURKISH = frozenset("ığşİŞĞ")
_VIETNAMESE = frozenset("ăđơưĂĐƠƯ\u0300\u0301\u0303\u0309\u0323")
_QUOTES = frozenset("“”‘’–—…€«»°·©®„‚•™§£½¼²³\u00a0")
_RUSSIAN = frozenset("оеаинтсрвлкмдпу")
_HEBREW = frozenset("יוהאלרתבשמ")
# The most frequent pairs of Cyrillic letters: what KOI8-R makes of Windows-1251 has other ones
_CYRILLIC_PAIRS = re.compile(
    "(?=ст|но|то|на|ен|ни|ра|во|ко|пр|ро|ре|ов|по|ли|не|ос|ть|го|ес|ер|ал|ан|от|ет|та|ор|ка|ва|ел|за"
    "|ил|ол|ом|ин|ит|ат|ав|ть|де|ло|да|ла|ле|ри|ти|об|ог|ия|ие|ий|ск|ки|те|ве|нн|тр|мо|ма|ми|од|до|ль|ру)"
)
_THAI = frozenset("านรอกเงมยวลดสตทบคปหแจพชไใโข่้ีัิืุู์ะำ")
# A Thai vowel sign or tone mark on no consonant; a consonant run that no word has
_LOOSE_VOWEL = re.compile(
    "(?<![ก-ฮ\u0e31\u0e34-\u0e3a\u0e47-\u0e4d])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]|[ก-ฮ]{7}|[ฯๆ฿๏๚๛](?=[ก-ฮ])"
)
# A Greek, Cyrillic or Thai letter inside a Latin word
_MIXED = re.compile(r"(?<=[A-Za-z])[Ͱ-ӿא-ۿ\u0e00-\u0e5f]|[Ͱ-ӿא-ۿ\u0e00-\u0e5f](?=[A-Za-z])")
# What stands in no word: a sign between letters; letters that no language of the West has in one word
_STRANGE = re.compile(
    r"(?<=[a-z])(?:[^\x00-\x7f\w\s“”‘’–—…«»®™\u0300-\u0323]|[¹²³])(?=[a-z])|(?<=[a-z])[¿¡£¼¾](?=[\sa-z])"
    r"|[èìùò][a-z]*ø|[øØ][a-z]*[èìùò]|[øØ][íáý]|[âêô][ìòÌÒÞ]|[ìù](?=[a-z])|[aeouy]ò(?=[a-z])|ã(?=[nmptc])"
)
# Hungarian in another charset, known by its other letters: no other language has both of them and õ
_HUNGARIAN = re.compile("õ|û")
_OF_HUNGARY = (re.compile("[áíóú]"), re.compile("[öü]"))
_CAPITAL_INSIDE = re.compile(r"(?<=[a-zß-ÿа-яё])[À-ÞА-ЯЁ]")
_LATIN_RUN = re.compile("[\x80-ɏ\u0300-\u0323‚-›]{4,}")


def likeliest(body: bytes) -> str:
    """Return the one of ``CANDIDATES`` in which bytes make the most sense."""
    sample = _sample(body)
    return max(CANDIDATES, key=lambda encoding: sense(sample, encoding))


def compare(body: bytes, claimed: str) -> tuple[str, float]:
    """Return the likeliest encoding and how much more sense it makes than the claimed one.

    A claim that is none of ``CANDIDATES`` can't be weighed, and stands.
    """
    if claimed not in CANDIDATES:
        return claimed, 0.0
    sample, best = _sample(body), likeliest(body)
    return best, sense(sample, best) - sense(sample, claimed)


def sense(sample: bytes, encoding: str) -> float:
    """Return how much sense bytes make: 0 none, 1 plain text; signs of ASCII bear no witness."""
    text = sample.decode(encoding, "replace")
    signs = Counter(sign for sign in text if sign > "\x7f")
    total = sum(signs.values())
    if not total:
        return 0.0
    points = sum(_points(sign, encoding) * count for sign, count in signs.items())
    if encoding not in WIDE:
        points -= _faults(text, encoding)
    if encoding in CYRILLIC:
        points += 0.5 * len(_CYRILLIC_PAIRS.findall(text.lower()))
    return points / total


def _faults(text: str, encoding: str) -> float:
    """Return the points that speak against an alphabet: signs where no word has them."""
    if encoding in VIETNAMESE:
        return 2.0 * strange_words(text)
    patterns = [_MIXED, _STRANGE, _CAPITAL_INSIDE]
    if encoding == "cp874":
        patterns.append(_LOOSE_VOWEL)
    if encoding in {"cp1252", "cp1254"} and all(sign.search(text) for sign in _OF_HUNGARY):
        patterns.append(_HUNGARIAN)
    points = 2.0 * sum(len(pattern.findall(text)) for pattern in patterns)
    if encoding in {"cp1252", "cp1250", "iso8859-2", "cp1254", "cp1258"}:
        points += sum(len(run) for run in _LATIN_RUN.findall(text))
    return points


def _sample(body: bytes) -> bytes:
    """Return the first stretch that holds signs beyond ASCII, cut where ASCII stands."""
    start = next((place for place, byte in enumerate(body[: SAMPLE * 8]) if byte > 0x7F), 0)
    start = max(0, start - 64)
    sample = body[start : start + SAMPLE]
    end = max(sample.rfind(b"\n"), sample.rfind(b"<"), sample.rfind(b" "))
    return sample[:end] if len(sample) == SAMPLE and end > SAMPLE // 2 else sample


@cache
def _frequent(encoding: str) -> frozenset[str]:
    texts = {
        "gb18030": _SIMPLIFIED,
        "big5hkscs": _TRADITIONAL,
        "cp932": _JAPANESE,
        "euc_jp": _JAPANESE,
        "cp949": _KOREAN,
    }
    return frozenset("".join(texts.get(encoding, "").split()))


def _points(sign: str, encoding: str) -> float:
    code = ord(sign)
    if sign == "\ufffd" or 0x80 <= code < 0xA0:
        return -3.0
    return (
        _wide_points(sign, code, encoding)
        if encoding in WIDE
        else _narrow_points(sign, code, encoding)
    )


def _wide_points(sign: str, code: int, encoding: str) -> float:
    japanese, korean = encoding in {"cp932", "euc_jp"}, encoding == "cp949"
    if sign in _frequent(encoding):
        return 1.0
    if 0x3040 <= code < 0x3100:  # kana
        return 1.0 if japanese else -0.5
    if 0xAC00 <= code < 0xD7A4:  # hangul
        return 0.75 if korean and _is_common(sign, encoding) else -0.7
    if 0x3000 <= code < 0x3020 or 0xFF01 <= code < 0xFF5F or sign in "“”‘’—…·":
        return 0.7
    if 0x4E00 <= code < 0xA000:
        return 0.7 if not korean and _is_common(sign, encoding) else 0.1
    return -0.7  # half-width kana, private use, rare extensions, boxes, Greek and Cyrillic


def _is_common(sign: str, encoding: str) -> bool:
    """Tell whether a standard holds a sign in its common level; extensions use lower second bytes."""
    lead, *rest = sign.encode(encoding)
    first, last = COMMON_ROWS[encoding]
    return first <= lead <= last and all(byte >= 0xA1 for byte in rest if encoding in _EUC)


def _narrow_points(sign: str, code: int, encoding: str) -> float:
    if encoding in VIETNAMESE:
        return 0.7 if sign in LETTERS else -0.5
    alphabets = {
        "cp1251": (0x400, 0x460), "koi8-u": (0x400, 0x460), "cp874": (0xE00, 0xE60),
        "cp1253": (0x370, 0x400), "cp1255": (0x5D0, 0x5F0), "cp1256": (0x620, 0x6D0),
    }  # fmt: skip
    if encoding in alphabets:
        first, last = alphabets[encoding]
        if first <= code < last and encoding == "cp874":
            return 0.75 if sign in _THAI else 0.1
        if first <= code < last:
            small = sign == sign.lower()
            if encoding in CYRILLIC:
                return (0.7 if small else 0.45) if sign.lower() in _RUSSIAN else 0.4
            if encoding == "cp1255":
                return 0.9 if sign in _HEBREW else 0.5
            return 0.6 if small else 0.5
        return 0.4 if sign in _QUOTES else -0.7
    local = {
        "cp1250": _CENTRE, "iso8859-2": _CENTRE, "cp1254": _TURKISH, "cp1258": _VIETNAMESE,
    }.get(encoding, frozenset())  # fmt: skip
    if sign in local or sign in _WEST:
        return 0.8
    if sign in _NORTH:
        return 0.5 if encoding == "cp1252" else 0.3
    return 0.7 if sign in _QUOTES else -0.5
