"""Blocks -> the outlet that an article credits: in its last lines, or where it begins."""

import re
from collections.abc import Sequence

from monitor.news.model import Block

LAST = 3  # blocks at the end in which a credit stands
FIRST = 2  # at the beginning
LONGEST = 80  # signs of a credit at the end of a line, with all its words
MOST_WORDS = 4  # of an outlet's name

# 'Source' before a colon, and what says 'from' or 'according to' before a name alone.
_SOURCE_WORDS = (
    "(?:文章|本文|信息|新闻|内容|稿件)?(?:来源|來源)|稿源|出典|출처|자료|nguồn|source|quelle|fuente|fonte|bron|"
    "kaynak|źródło|zdroj|källa|kilde|lähde|forrás|sursa|sumber|источник|джерело|πηγή|מקור|المصدر|स्रोत|ที่มา"
)
_FROM = "via|theo|según|d'après|laut|selon"
_TAKEN = "(?:本文|文章|以上内容)?(?:来自|來自|转自|轉自|摘自|转载自|轉載自)"
_PREFIX = re.compile(rf"^(?:(?:{_SOURCE_WORDS}|{_TAKEN})\s*[:：]?|(?:{_FROM})\s)\s*", re.IGNORECASE)
_PERSON = re.compile("记者|記者|摄影|攝影|编辑|編輯|责编|責編|撰文|기자")
_MORE = re.compile(r"(?<=[^\x00-\x7f])\s*[,，;；、].*")  # what follows a name: where to read on

_LAST_LINES = (
    re.compile(r"[(（\[【]\s*([^()（）\[\]【】.。!?]{2,40})\s*[)）\]】]\s*[.。]?\s*$"),
    re.compile(rf"^(?:{_SOURCE_WORDS})\s*[:：]\s*([^\s].{{1,29}})$", re.IGNORECASE),
    re.compile(
        r"(?:originally published (?:by|in|on)|(?:first )?appeared (?:first )?(?:on|in)) (.{2,30}?)[.]?$"
    ),
    re.compile(
        r"(?:^|[\s.])(?:via|theo|source|quelle|fuente|nguồn|来源|來源|출처|出典)\s*[:：]?\s+([^\s.,;:()][^.,;:()]{1,29})\s*[.]?$",
        re.IGNORECASE,
    ),
)
_ALONE = re.compile(
    rf"^[(（\[【][^()（）]*[)）\]】]?[.。]?$|^(?:{_SOURCE_WORDS}|{_TAKEN}|(?:{_FROM})\s)|"
    rf"[(（]\s*(?:{_SOURCE_WORDS}|(?:{_FROM})\s)|originally published|appeared (?:first )?on",
    re.IGNORECASE,
)
# A wire's dateline, and whom the first lines report after.
_FIRST_LINES = (
    re.compile(
        r"^[^()]{2,50}\((A[FP]P?|Reuters|dpa|EFE|ANSA|Lusa|PAP|APA|Xinhua|Bloomberg|TASS)\)\s?[.]?\s?[-–—]"
    ),
    re.compile(r"^[(\[]\s?[^=()\[\]]{1,12}=\s?([^=()\[\]\d]{2,12}?)\s?[)\]]"),
    re.compile(r"^【[^】]{0,8}?(共同|時事|ロイター|AFP)[^】]{0,6}】"),
    re.compile(
        r"^[（(\[【]?\s*(新华社|新華社|中新社|中新网|路透社|彭博社|法新社|美联社|共同社|中央社)[^，。]{0,14}[电電]"
    ),
    re.compile(
        r"[据據](?<![^，。；\s].)(?!悉|了解|介绍)([^，。；、\s据據]{1,12}?(?:社|报|報|网|網|电视台|電視台|周刊|新闻|新聞))"
        r"(?:网站)?[^，。；]{0,12}?(?:报道|報道|報導|消息|援引)"
    ),
)
_DATELINE_AUTHOR = re.compile(
    r"^.{0,24}?[（(〔\[【][^，。()（）]{0,12}?(?:记者|記者)[ :：]?([\u3400-\u9fff·]{2,4}(?:、[\u3400-\u9fff·]{2,4})*)"
    r"\s?[）)〕\]／/】]|"
    r"^[(\[][^()\[\]]{2,24}[)\]]\s?((?:[가-힣]{2,4}[ ·,]{0,2}){1,3}?)\s(?:기자|특파원)\s?="
)
# In a line above the text, before whoever wrote it.
_ABOVE = re.compile(
    rf"(?:{_SOURCE_WORDS})\s*[:：]\s*([^\s|｜,，:：]{{2,30}}?)"
    r"(?=记者|記者|作者|编辑|編輯|责任|責任|责编|[\s|｜,，:：]|$)",
    re.IGNORECASE,
)
_WIRES = "|".join(
    """
    aa afp afxp anadolu ani anp ansa ap apa ats belga bloomberg dpa efe epd kna lusa mti ntb
    pap pti ptı reuters ritzau sda sid tass tt xinhua čtk
    """.split()
)
_WITH = re.compile(
    rf"\s*(?:[,/|(]|\b(?:avec|with|mit|con|com|and|et|und|y|e|i|và))\s*(?:l[’'])?({_WIRES})\)?$",
    re.IGNORECASE,
)
_WIRE = re.compile(rf"^(?:{_WIRES})$", re.IGNORECASE)


def credit(blocks: Sequence[Block]) -> str | None:
    """Return the outlet that the last lines credit, or the first ones report after."""
    for block in reversed(blocks[-LAST:]):
        if outlet := credited_by(block.text):
            return outlet
    firsts = (pattern.search(block.text) for block in blocks[:FIRST] for pattern in _FIRST_LINES)
    return next((found[1] for found in firsts if found), None)


def credited_by(text: str) -> str | None:
    """Return the outlet that a line credits at its end."""
    start = max(0, len(text) - LONGEST)
    for pattern in _LAST_LINES:
        if found := pattern.search(text, start):
            outlet = _MORE.sub("", _PREFIX.sub("", found[1])).strip()
            if _names_an_outlet(outlet):
                return outlet
    return None


def credit_below(lines: Sequence[str]) -> str | None:
    """Return the outlet that a line below an article credits, if that is all that the line is for."""
    outlets = (credited_by(line) for line in lines if len(line) <= LONGEST and _ALONE.search(line))
    return next(filter(None, outlets), None)


def is_credit(text: str) -> bool:
    """Tell a line that credits an outlet and says nothing else: it names no author."""
    found = _PREFIX.match(text)
    return found is not None and credited_by(text) == text[found.end() :].strip(" .。")


def dateline_author(blocks: Sequence[Block]) -> str | None:
    """Return the reporter whom the first line names: '（记者周晓岚）', '김하늘 기자 ='."""
    found = _DATELINE_AUTHOR.search(blocks[0].text) if blocks else None
    return next(filter(None, found.groups()), None) if found else None


def source_above(line: str) -> str | None:
    """Return the outlet that a line between headline and text names as its source."""
    found = _ABOVE.search(line) if ":" in line or "：" in line else None
    return found[1] if found else None


def without_wire(byline: str) -> tuple[str, str | None]:
    """Part the agency from a byline: 'Claire Lefort avec AFP'."""
    found = _WITH.search(byline)
    return (byline[: found.start()], found[1]) if found else (byline, None)


def _names_an_outlet(text: str) -> bool:
    """Tell an outlet's name from an aside in brackets: short, and written like a name."""
    if len(text.split()) > MOST_WORDS or any(map(str.isdigit, text)) or _PERSON.search(text):
        return False
    # some agencies write themselves in lower case
    return text[:1].isupper() or text[:1] > "\x7f" or _WIRE.match(text) is not None
