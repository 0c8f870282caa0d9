"""Mentions of places of research -> what happens to them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from monitor.news.topic.lexicon import Sort
from monitor.news.topic.matching import Hit
from monitor.news.topic.mention import Mention, gap
from monitor.news.topic.text import Sentence, Text

# How far an event may stand from its place of research, in letters.
_REACH = 110.0
# Forms that say little by themselves: 'new', 'first', 'joint', 'million'.
_FAINT = frozenset(
    [
        "new",
        "newly",
        "first",
        "joint",
        "jointly",
        "million",
        "billion",
        "head",
        "heads",
        "headed",
        "left",
        "building",
        "build",
        "built",
        "neues",
        "neue",
        "neuen",
        "nouveau",
        "nouvelle",
        "nuevo",
        "nueva",
        "nuovo",
        "novo",
        "新的",
        "开放",
        "亿美元",
        "亿元",
        "triệu usd",
        "tỷ usd",
        "đặt",
        "director",
        "led by",
        "to lead",
        "will lead",
        "starts",
        "started",
        "start",
        "create",
        "creates",
        "created",
        "announces",
        "end",
        "ends",
        "exit",
        "partner",
        "partners",
        "names",
        "named",
        "concern",
        "ban",
        "限制",
        "关注",
        "前途",
        "推出",
        "建设",
        "lập",
        "rời",
        "ký",
        "加入",
        "achieve",
        "paper",
        "papers",
        "algorithm",
        "developed",
        "develops",
        "developing",
        "负责人",
        "院长",
        "所长",
        "giám đốc",
        "đứng đầu",
        "lãnh đạo",
        "dẫn dắt",
        "所長",
        "トップ",
        "소장",
        "센터장",
        "leiter",
        "leitet",
        "chef",
        "directeur",
        "directrice",
        "dirig",
        "director",
        "directora",
        "al frente",
        "à la tête",
        "plans for",
        "military",
        "surveillance",
        "规制",
        "合规",
        "question",
        "questions",
        "questioned",
        "fear",
        "fears",
        "attack",
        "committee",
        "ethic",
        "uncertain",
        "million",
        "millions",
        "milliards",
        "millones",
        "milliarden",
        "accord",
        "acuerdo",
        "协议",
        "gemeinsam",
        "合作",
        "cooper",
        "collabor",
        "partner",
        "合并",
        "联合",
        "hợp tác",
        "협력",
        "공동",
        "連携",
        "協力",
        "共同",
        "researchers at",
        "scientists at",
        "researchers from",
        "open-source",
        "patent",
        "专利",
        "attack",
        "tension",
        "tensions",
        "tension",
        "紧张",
        "căng thẳng",
        "pressure",
        "joins",
        "joined",
        "transfer",
        "moves to",
        "upgrade",
        "debut",
        "signed",
        "đóng",
        "ra mắt",
        "exits",
        "settled",
        "operational",
        "lanza",
        "위안",
        "억원",
        "자본금",
        "资本金",
        "注册资本",
        "registered capital",
        "공동",
        "studie",
        "publi",
        "publica",
        "avance",
        "新设",
        "dicht",
        "stellen",
    ]
)
# Every event needs this much, the others this share of the strongest beside it.
_ENOUGH = 0.2
_SHARE = 0.8
_MOST = 3
_YEAR = re.compile(r"(?<!\d)(?:19[89]\d|20[0-4]\d)(?!\d)")
_AROUND = 32  # signs about an event in which a year says when it was
# Verbs whose other half stands at the end: 'baut … aus'.
_PARTED = (
    ("expansion", re.compile(r"\bbau(?:t|en|te)\b[^.;]{3,140}\baus\b")),
    (
        "hiring",
        re.compile(
            r"\bstell(?:t|en|te)\b[^.;]{3,140}(?:entwickler|ingenieur|mitarbeiter|forscher)[^.;]{0,60}\bein\b"
        ),
    ),
    ("closure", re.compile(r"\b(?:macht|machte|machen)\b[^.;]{3,120}\bdicht\b")),
)

Tied = tuple[tuple[str, ...], tuple[tuple[Mention, Hit], ...]]


def events(
    text: Text,
    strong: Sequence[tuple[float, Mention]],
    hits: Mapping[int, Sequence[Hit]],
    year: int,
) -> Tied:
    """Return the events, surest first, and for each happening its mention and the form found.

    ``strong`` are weighted mentions, ``hits`` the hits of each sentence by its number; what
    happened before ``year`` is background and yields to what did not.
    """
    weights: dict[str, float] = defaultdict(float)
    tied: dict[str, tuple[float, Mention, Hit]] = {}
    for weight, mention in _with_title(strong, hits):
        for hit in hits.get(mention.sentence.number, ()):
            if hit.sense.sort is not Sort.EVENT:
                continue
            tie = _tie(text, mention, hit, year) * weight
            event = _parted(text, mention, hit)
            if tie <= 0:
                continue
            weights[event] = max(weights[event], tie) + 0.2 * min(weights[event], tie)
            if tie > tied.get(event, (0.0, mention, hit))[0]:
                tied[event] = (tie, mention, hit)
    best = max(weights.values(), default=0.0)
    if best < _ENOUGH:
        return (), ()
    order = sorted(weights, key=lambda event: -weights[event])
    kept = tuple(event for event in order if weights[event] >= max(best * _SHARE, _ENOUGH))
    return kept[:_MOST], tuple((tied[event][1], tied[event][2]) for event in kept[:_MOST])


def _with_title(
    strong: Sequence[tuple[float, Mention]], hits: Mapping[int, Sequence[Hit]]
) -> Iterator[tuple[float, Mention]]:
    """Yield the mentions, and the best one again at the title that names its owner only."""
    yield from strong
    if not strong or any(mention.sentence.number == 0 for _, mention in strong):
        return
    weight, mention = strong[0]
    names = {owner.sense.name for owner in mention.owners}
    owners = [hit for hit in hits.get(0, ()) if hit.sense.name in names]
    if owners and mention.sentence.number > 0:
        title = Sentence(0, -1, owners[0].start, owners[0].end)
        yield 0.75 * weight, replace(mention, sentence=title, hit=owners[0])


def _parted(text: Text, mention: Mention, hit: Hit) -> str:
    """Return the event of a verb in two halves, else the one that its form is listed under."""
    if hit.sense.language == "de":
        sentence = text.folded.text[hit.start : mention.sentence.end]
        for event, pattern in _PARTED:
            if pattern.match(sentence):
                return event
    return hit.sense.name


def _tie(text: Text, mention: Mention, hit: Hit, year: int) -> float:
    """Return how surely an event is said of the place of research, 0…1."""
    distance = gap(text, mention.hit, hit)
    if distance > _REACH:
        return 0.0
    near = 1.0 - 0.6 * distance / _REACH
    faint = 0.4 if hit.sense.form.lower() in _FAINT else 1.0
    title = 1.6 if mention.sentence.block < 0 else 1.0
    around = text.folded.text[max(0, hit.start - _AROUND) : hit.end + _AROUND]
    past = any(int(found) < year for found in _YEAR.findall(around)) and hit.sense.name in {
        "opening",
        "hiring",
        "expansion",
        "investment",
        "leadership",
    }
    return near * faint * title * (0.35 if past else 1.0)
