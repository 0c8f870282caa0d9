"""Links to the rest of a text: 'Read more' in the languages that are read, and what they end."""

import re

from monitor.news.repeats.letters import letters

# In the languages that are read and their neighbours.
_PHRASES = """
    read more | read on | read full story | read the full story | read full article |
    read the full article | read the rest | continue reading | keep reading | see more |
    show more | learn more | full story | view more | find out more | click here to read more |
    xem thêm | đọc thêm | đọc tiếp | xem tiếp | xem chi tiết | đọc toàn bộ | tìm hiểu thêm | 阅读更多 |
    阅读全文 | 查看更多 | 查看全文 | 全文 | 继续阅读 | 点击查看 | 了解更多 | 展开全文 | 閱讀更多 | 閱讀全文 | 繼續閱讀 | 看更多 | 続きを読む |
    もっと見る | もっと読む | 詳しく見る | 全文を読む | 全文を見る | 查看详情 | 点击阅读全文 | 記事全文 | さらに読む | 더 보기 | 더보기 | 더 읽기 | 자세히 보기 | 계속 읽기 | 기사 더보기 |
    전체보기 | 기사 전문 보기 | weiterlesen | mehr lesen | lesen sie mehr | mehr erfahren | zum artikel |
    lesen sie weiter | hier weiterlesen | ganzen artikel lesen | jetzt lesen | mehr dazu |
    lire la suite | en savoir plus | lire plus | lire l'article | lire aussi | voir plus |
    leer más | seguir leyendo | ver más | más información | sigue leyendo | continuar leyendo |
    leia mais | ler mais | continue lendo | saiba mais | continuar lendo | ler artigo completo |
    leggi di più | leggi tutto | continua a leggere | leggi l'articolo | scopri di più |
    lees meer | lees verder | meer lezen | czytaj więcej | czytaj dalej | zobacz więcej |
    číst dále | číst více | celý článek | čítať viac | читать далее | читать полностью |
    читать дальше | читайте также | читати далі | devamını oku | daha fazla | daha fazla oku |
    haberin devamı | baca selengkapnya | baca juga | baca lagi | lanjutkan membaca | läs mer |
    läs hela artikeln | les mer | les også | læs mere | læs videre | lue lisää | lue koko juttu |
    olvass tovább | citește mai mult | vezi mai mult | διαβάστε περισσότερα | اقرأ المزيد |
    قراءة المزيد | تابع القراءة | بیشتر بخوانید | ادامه مطلب | और पढ़ें | आगे पढ़ें | पूरा पढ़ें |
    और देखें | อ่านต่อ | อ่านเพิ่มเติม | ดูเพิ่มเติม | קרא עוד | קראו עוד | המשך קריאה |
    להמשך קריאה
"""
# Too common to be cut off other words; after an ellipsis or a stop they invite, too.
_PHRASES_AFTER_DOTS = """
    more | mehr | suite | więcej | více | далее | ещё | 详情 | 详细 | 展开 | continua | 更多 | devamı |
    selengkapnya | tovább | részletek | περισσότερα | المزيد | للمزيد | 詳細 | подробнее |
    детальніше | докладніше | chi tiết | mai mult | citește
"""
READ_ON = frozenset(letters(phrase) for phrase in _PHRASES.split("|"))
"""What a link to the rest says, in letters only, …"""
READ_ON_ALONE = READ_ON | {letters(phrase) for phrase in _PHRASES_AFTER_DOTS.split("|")}
"""… and what it says in a sentence of its own."""
_CUT = re.compile(r"(?:…|\.{3,}|。{3,}|⋯+)[\s\])}）】」』\"'”’»*_]*[→›»>▶+]*\s*$")
CUT_INSIDE = re.compile(r"(?:…|\.{3,}|⋯)[\s\])}）】”’»\"']*")
_LONGEST_INVITATION = 48


def has_ellipsis(text: str) -> bool:
    """Tell whether a text trails off somewhere."""
    return "…" in text or "..." in text or "⋯" in text


def body_of_teaser(text: str) -> str | None:
    """Return the letters of a text before its closing ellipsis and 'Read more', if it has one."""
    if not has_ellipsis(text):
        return None
    found = _CUT.search(text, max(0, len(text) - 16))
    if found:
        return letters(text[: found.start()])
    floor = max(0, len(text) - _LONGEST_INVITATION)
    for inside in CUT_INSIDE.finditer(text, floor):
        if letters(text[inside.end() :]) in READ_ON_ALONE:
            return letters(text[: inside.start()])
    return None


def is_cut_short(text: str) -> bool:
    """Tell whether a text ends in an ellipsis, with or without an invitation to read on."""
    return body_of_teaser(text) is not None
