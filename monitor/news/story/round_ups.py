"""Tells articles that sum up several stories, which belong to none of them."""

import re

from monitor.news.model import Role, Verdict

MANY = 3  # organisations that something happens to, in more cities than one

# What the headlines of weekly reviews, digests and briefings say, in seven languages.
_SUMS_UP = re.compile(
    r"^(?:this |the |last )?week in\b|\b(?:weekly (?:round|digest|brief|recap|review|news)|"
    r"round-?ups?\b|(?:news|daily|morning|evening) (?:digest|brief|recap|headlines)|in brief\b|"
    r"year in review|top stories|newsletter|timeline\b|"
    r"wochenrückblick|rückblick|kurzmeldungen|presseschau|kurz notiert|in kürze\b|"
    r"(?:la |cette )semaine (?:en|de|tech|ia)\b|récap|revue de presse|en bref\b|tour d[’']horizon|"
    r"điểm tin|nhìn lại tuần|tổng hợp tin|tin (?:nổi bật|đáng chú ý)|bản tin (?:sáng|tối|tuần))"
    r"|(?:一周|一週|本周|本週)(?:回顾|回顧|要闻|要聞|热点|大事|盘点|新闻|科技|动态)|盘点|盤點|汇总|彙整|^tuần qua|"
    r"^[\[【]?\w{0,6}(?:早报|晚报|日报|周报|简报|早報|晚報|週報|早知道)[\]】|｜丨:：·\s]|"
    r"まとめ|今週の(?:ニュース|話題|注目)|ダイジェスト|週間ニュース|振り返|주간 ?(?:뉴스|동향|이슈)|브리핑|뉴스 ?(?:모음|정리)|돌아보",
    re.IGNORECASE,
)

# Many of a kind, none of them by name: what the headline of a comment on a trend tells of.
_FROM_WHERE = (
    r"(?:foreign|multinational|western|u\.?s\.?|american|european|japanese|korean|global|international|"
    r"overseas|big|tech(?:nology)?)"
)
_OF_MANY = re.compile(
    rf"\b{_FROM_WHERE} (?:\w+ ){{0,2}}(?:giants|firms|companies|groups|(?:research )?labs|laboratories|"
    r"multinationals|automakers|carmakers|chipmakers|drugmakers|brands|players|r&d)\b|\bmultinationals\b|"
    r"\bbig tech\b|\b(?:ausländische|westliche|internationale|amerikanische|deutsche|globale|us-?|tech-?) ?"
    r"(?:konzerne|firmen|unternehmen|autobauer|hersteller|riesen)\b|\bkonzerne\b|"
    r"\b(?:les|des|ces) (?:géants|groupes|entreprises|multinationales|firmes|constructeurs)\b|"
    r"\b(?:las|los|varias|grandes) (?:multinacionales|empresas|tecnológicas|gigantes|firmas|farmacéuticas)\b|"
    r"\blàn sóng\b|\bhàng loạt\b|\b(?:các|những|loạt) (?:hãng|công ty|tập đoàn|ông lớn|đại gia|gã khổng lồ)\b"
    r"|扎堆|纷纷|紛紛|巨头们|巨頭們|外企|外资企业|外資企業|跨国(?:公司|企业|药企|车企)|跨國(?:公司|企業|藥廠|車廠)|"
    r"多家(?:外|跨|企|公司)|(?:撤离|撤離|撤退|关闭|關閉|裁员|裁員|离华)潮|相次(?:ぐ|ぎ|いで)|続々|各社|外資系|"
    r"잇따라|줄줄이|빅테크|기업들",
    re.IGNORECASE,
)


def sums_up(
    title: str, verdict: Verdict, subjects: tuple[str, ...], sites: tuple[str, ...]
) -> bool:
    """Tell a review of several stories by its headline, or by how many it tells."""
    if len(subjects) >= MANY and len(sites) > 1:
        return True
    if _SUMS_UP.search(title):
        return True
    named = {one.text for one in verdict.evidence if one.role is Role.ORGANISATION}
    in_title = {name for name in (*named, *verdict.organisations) if name in title}
    if not in_title:
        return bool(subjects) and _OF_MANY.search(title) is not None
    return len(in_title) >= MANY and len(verdict.organisations) >= MANY and len(verdict.places) > 1
