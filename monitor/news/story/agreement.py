"""Two flagged articles: what they share and what speaks against, weighed and in words.

Scores are whole numbers, so that sums do not depend on the order in which they are made; from
``JOINS`` on two articles tell one story. The weights were set by hand on labelled groups of our own
(tests/evaluation/stories).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from monitor.news.model import Telling
from monitor.news.story.days import apart
from monitor.news.story.developments import letters
from monitor.news.story.fingerprints import COPY, Shared, shared, unpacked
from monitor.news.story.kinship import are_two, holds, of_one_party
from monitor.news.story.telling import EMPHASIS, Shelved, Vector

JOINS = 1000
FLOOR = JOINS // 2  # less than that, for itself, brings no two articles near each other
WINDOW = timedelta(days=35)  # later echoes and reprints of one event are not one story

CERTAIN_COPY = 0.6  # contained share that stands whatever the verdicts say
COPIED = 2500
WHOLE = 500  # what a copy of the whole has more, so that it joins before one of a part
QUOTED = 1500  # a short text wholly inside one many times longer: a round-up quotes many stories
ROUND_UP = 5
SAME_TITLE = 1800
TITLE_WINDOW = timedelta(days=4)
TITLE_BYTES = 16  # UTF-8; a shorter headline may be a rubric

FEWEST_WORDS = 4  # and pairs of words; what has fewer in common is alike by chance
ALIKE = 0.10  # cosine from which two texts of one week tell one event; see README of the evaluation
TITLE_SHARE = 0.25  # of the cosine
ONE_TEMPLATE = 0.55  # of the terms of the shorter text; two tellers of one event reach half
FULL_OF_FIGURES = 5
FADES = 3.0  # days in which likeness fades to a third: an event is told within days
MOST_BY_TEXT = 2000
TEXT_BESIDE_FACTS = 0.5
MOST_BESIDE_FACTS = 500

# Events that tellers of one story name differently; opening and closing never meet.
KIN = frozenset(
    frozenset(pair)
    for pair in (
        ("closure", "layoffs"),
        ("closure", "relocation"),
        ("layoffs", "relocation"),
        ("closure", "scrutiny"),
        ("relocation", "scrutiny"),
        ("opening", "expansion"),
        ("opening", "investment"),
        ("opening", "partnership"),
        ("opening", "hiring"),
        ("opening", "leadership"),
        ("expansion", "investment"),
        ("expansion", "hiring"),
        ("hiring", "leadership"),
        ("investment", "partnership"),
        ("partnership", "research-output"),
    )
)

LONG = 3  # digits of a figure that two stories don't share by chance

# what days apart cost, by the number of days
COST_OF_TIME = ((3, 0), (7, 200), (14, 700), (35, 1500))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How much speaks for one story, and why, in words."""

    score: int
    reason: str
    copy: bool = False


def agreement(a: Telling, b: Telling, alike: Callable[[], float]) -> Agreement:
    """Weigh two articles of one topic; ``alike`` returns the cosine of their texts if needed."""
    if apart(a.told_at, b.told_at) > WINDOW:
        return Agreement(-JOINS, "weeks apart")
    common = shared(a.fingerprints, b.fingerprints)
    found = _copied(common) if _is_copy(a, b, common) else _retold(a, b, common, alike)
    if found.score >= FLOOR and not found.copy and (a.sums_up or b.sums_up):
        return Agreement(-JOINS, "a round-up of several stories")
    return found


def _retold(a: Telling, b: Telling, common: Shared, alike: Callable[[], float]) -> Agreement:
    """Weigh two articles neither of which is a copy of the other."""
    between = apart(a.told_at, b.told_at)
    if _strangers(a, b):
        return Agreement(-JOINS, "no organisation in common")

    def by_text() -> int:
        found = int(_own_words(common) * _by_text(alike(), between))
        return 0 if found and _is_template(a, b) else found

    if not (a.subjects or a.sites) or not (b.subjects or b.sites):
        found = Agreement(by_text(), "told in the same words")
    else:
        facts = _by_facts(a, b) - _cost(between)
        if facts + MOST_BESIDE_FACTS >= FLOOR:
            facts += min(MOST_BESIDE_FACTS, int(TEXT_BESIDE_FACTS * by_text()))
        found = Agreement(facts, _in_common(a, b))
    if found.score >= 0 and between <= TITLE_WINDOW and _same_title(a, b):
        return max(found, Agreement(SAME_TITLE, f"same headline: {a.title}"), key=_score)
    return found


def likeness(mine: Vector, theirs: Shelved) -> float:
    """Return how alike two texts are: the cosine of their weighed terms, headlines apart."""
    terms = unpacked(theirs.telling.terms)
    title = mine.title.intersection(terms[: theirs.telling.title_terms])
    words = [
        mine.weights[term] * (EMPHASIS[often] * mine.rarities[term])
        for term, often in zip(terms, theirs.telling.frequencies, strict=True)
        if term in mine.weights
    ]
    in_text = _ratio(words, mine.norm * theirs.norm)
    if len(words) < FEWEST_WORDS:
        return 0.0
    squares = [mine.rarities[term] ** 2 for term in title]
    in_title = _ratio(squares, mine.title_norm * theirs.title_norm)
    return (1 - TITLE_SHARE) * in_text + TITLE_SHARE * in_title


def _is_copy(a: Telling, b: Telling, common: Shared) -> bool:
    if common.around or common.share < COPY:
        return False
    return common.share >= CERTAIN_COPY or not (_strangers(a, b) or _is_template(a, b))


def _copied(common: Shared) -> Agreement:
    reason = f"a copy: {common.share:.0%} of the shorter text stands in the other"
    if common.share > ROUND_UP * common.of_longer:
        return Agreement(QUOTED, reason)
    return Agreement(COPIED + int(WHOLE * common.of_longer), reason, copy=True)


def _own_words(common: Shared) -> float:
    """Return how much the likeness of two texts says that share what is neither one's own."""
    return max(0.0, 1.0 - common.share) if common.around else 1.0


def _by_text(alike: float, between: timedelta) -> int:
    faded = alike * math.exp(-(between / timedelta(days=FADES)))
    return min(MOST_BY_TEXT, int(JOINS * faded / ALIKE))


def _is_template(a: Telling, b: Telling) -> bool:
    """Tell two reports written by one template: the same words, other figures."""
    few, many = sorted((a.figures, b.figures), key=len)
    if len(few) < FULL_OF_FIGURES or 3 * len(_shared(few, many)) > len(few):
        return False
    one, other = set(unpacked(a.terms)), set(unpacked(b.terms))
    return len(one & other) >= ONE_TEMPLATE * min(len(one), len(other))


def _by_facts(a: Telling, b: Telling) -> int:
    numbers = _shared(a.figures, b.figures)
    events = _of_events(a, b)
    if events < 0 and _told_at_once(a, b):
        events = _of_mistaken(a, b, numbers)
    return _of_organisations(a, b) + _of_places(a, b) + events + min(800, 400 * len(numbers))


def _of_mistaken(a: Telling, b: Telling, numbers: tuple[str, ...]) -> int:
    """Weigh other events told at once: the more else is the same, the likelier one is mistaken.

    An article on a lab recalls who opened it, and a verdict may take that for the news.
    """
    if sum(len(one) >= LONG for one in numbers) >= 2:
        return 0
    same_site = a.subjects[:1] == b.subjects[:1] and _shared(a.sites, b.sites)
    return -600 if same_site else -1600


def _told_at_once(a: Telling, b: Telling) -> bool:
    return _cost(apart(a.told_at, b.told_at)) == 0


def _of_organisations(a: Telling, b: Telling) -> int:
    """Return 0 for one that both name in passing; a name that one side lacks has to be made up for."""
    if not any(of_one_party(x, y) for x in a.subjects for y in b.subjects):
        return -1100
    return 400 if a.subjects[0] == b.subjects[0] else 0


def _of_places(a: Telling, b: Telling) -> int:
    labs, cities = _shared(a.labs, b.labs), _shared(a.sites, b.sites)
    if a.sites and b.sites and not cities and not labs and not _within(a, b):
        named = _shared(a.sites, b.places) or _shared(a.places, b.sites)
        return -700 if named else -1600
    # Where nobody is known, nothing ties the event to one of several cities.
    sure = (a.subjects and b.subjects) or a.sites == b.sites
    return 800 * bool(labs) + (800 if sure else 400) * bool(cities)


def _within(a: Telling, b: Telling) -> bool:
    """Tell whether one says of a city what the other says of its province."""
    return any(holds(x, y) or holds(y, x) for x in a.sites for y in b.sites)


def _of_events(a: Telling, b: Telling) -> int:
    if _shared(a.events, b.events):
        return 1200
    if not a.events or not b.events:
        return 200
    return 400 if any(frozenset((x, y)) in KIN for x in a.events for y in b.events) else -1600


def _strangers(a: Telling, b: Telling) -> bool:
    """Tell whether both tell of organisations and none of them may be, or own, one of the other's."""
    named = bool(a.subjects and b.subjects)
    return named and all(are_two(x, y) for x in a.subjects for y in b.subjects)


def _in_common(a: Telling, b: Telling) -> str:
    shared = (
        *_shared(a.subjects, b.subjects),
        *_shared(a.labs, b.labs),
        *_shared(a.sites, b.sites),
        *_shared(a.events, b.events),
        *_shared(a.figures, b.figures),
    )
    return "both tell of " + ", ".join(dict.fromkeys(shared))


def _same_title(a: Telling, b: Telling) -> bool:
    title = letters(a.title)
    return len(title.encode()) >= TITLE_BYTES and title == letters(b.title)


def _cost(between: timedelta) -> int:
    days = between / timedelta(days=1)
    return next((cost for limit, cost in COST_OF_TIME if days <= limit), COPIED)


def _shared(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in mine if name in theirs)


def _ratio(products: list[float], lengths: float) -> float:
    return math.fsum(products) / lengths if lengths else 0.0


def _score(found: Agreement) -> int:
    return found.score
