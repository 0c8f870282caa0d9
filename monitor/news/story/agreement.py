"""Article against story: what they share and what speaks against, weighed and in words.

The weights were set by hand on labelled groups (tests/evaluation/stories) so that no single fact
but a copied text joins two articles.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.news.model import Article, Story, Verdict
from monitor.news.story.developments import COUNTRY_AT_LARGE
from monitor.news.story.figures import figures
from monitor.news.story.likeness import likeness, sketch

JOINS = 1.25
COPY = 0.5  # share of shingles; rewrites of one agency text stay over it, retellings far under
COPY_WINDOW = timedelta(days=35)
TITLE_WINDOW = timedelta(days=14)

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

# what each day apart costs, by the number of days
COST_OF_TIME = ((3, 0.0), (7, 0.25), (14, 0.75), (35, 1.25))
TOO_LONG = 9.0


@dataclass(frozen=True, slots=True)
class Telling:
    """What linking needs of a flagged article, worked out once."""

    verdict: Verdict
    told_at: datetime
    title: str  # letters and digits
    figures: tuple[str, ...]
    sketch: tuple[int, ...]


def telling(article: Article, verdict: Verdict, now: datetime) -> Telling:
    """Return what an article tells; ``now`` stands in for a missing date."""
    return Telling(
        verdict=verdict,
        told_at=article.published or now,
        title=_letters(article.title),
        figures=figures(article),
        sketch=sketch(article),
    )


@dataclass(frozen=True, slots=True)
class Agreement:
    """How much speaks for one story, and why, in words."""

    weight: float
    reason: str
    copy: bool = False

    @property
    def joins(self) -> bool:
        """Whether the article belongs to the story."""
        return self.weight >= JOINS


def agreement(told: Telling, story: Story) -> Agreement:
    """Weigh a flagged article against a story of the same topic."""
    verdict, apart = told.verdict, _apart(told.told_at, story)
    alike = max((likeness(told.sketch, theirs) for theirs in story.sketches), default=0.0)
    if alike >= COPY and apart <= COPY_WINDOW:
        return Agreement(10.0 + alike, f"a copy: {alike:.0%} of its text stands there", copy=True)
    if told.title and apart <= TITLE_WINDOW:
        same = next((title for title in story.titles if _letters(title) == told.title), None)
        if same is not None:
            return Agreement(6.0, f"same headline: {same}")
    organisations = _shared(verdict.organisations, story.organisations)
    if not organisations:
        return Agreement(0.0, "no organisation in common")
    labs = _shared(verdict.labs, story.labs)
    cities = _shared(_cities(verdict.places), _cities(story.places))
    events = _shared(verdict.events, story.events)
    numbers = _shared(told.figures, story.figures)
    weight = (
        0.5 * (verdict.organisations[0] == story.organisations[0])
        + _of_places(verdict, story, labs, cities)
        + _of_events(verdict, story, events)
        + min(1.0, 0.5 * len(numbers))
        - _cost(apart)
    )
    shared = (*organisations, *labs, *cities, *events, *numbers)
    return Agreement(weight, "both tell of " + ", ".join(dict.fromkeys(shared)))


def _of_places(
    verdict: Verdict, story: Story, labs: tuple[str, ...], cities: tuple[str, ...]
) -> float:
    weight = 1.0 * bool(labs) + 1.0 * bool(cities)
    both_named = _cities(verdict.places) and _cities(story.places)
    if both_named and not cities and not labs:
        return -2.0
    return weight


def _of_events(verdict: Verdict, story: Story, shared: tuple[str, ...]) -> float:
    if shared:
        return 1.5
    if not verdict.events or not story.events:
        return 0.25
    kin = any(frozenset((a, b)) in KIN for a in verdict.events for b in story.events)
    return 0.5 if kin else -2.0


def _cost(apart: timedelta) -> float:
    days = apart / timedelta(days=1)
    return next((cost for limit, cost in COST_OF_TIME if days <= limit), TOO_LONG)


def _apart(told_at: datetime, story: Story) -> timedelta:
    return max(story.opened_at - told_at, told_at - story.last_article_at, timedelta())


def _cities(places: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(place for place in places if place not in COUNTRY_AT_LARGE)


def _shared(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in mine if name in theirs)


def _letters(title: str) -> str:
    return "".join(sign for sign in title.casefold() if sign.isalnum())
