"""Tells articles that sum up several stories, which belong to none of them."""

import re

from monitor.news.model import Telling

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


def is_round_up(telling: Telling) -> bool:
    """Tell a review of several stories by its headline, or by how many it tells."""
    if len(telling.subjects) >= MANY and len(telling.sites) > 1:
        return True
    return _SUMS_UP.search(telling.title) is not None
