"""verdict -> story: opens a new one or joins a recent one.

First rule set: two articles tell one story when they speak of the same organisation, in places
and events that agree, within days of each other. Articles about one organisation whose events
differ are different stories; so are two organisations that do the same thing in one week.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.news.model import Article, Link, Story, Verdict
from monitor.news.urls import normalise

# News of one event runs dry within days: peers close a story after 36 hours (Kagi) to two weeks
# (NewsBlur); translations into other languages trail by up to a week.
WINDOW = timedelta(days=7)

# Places that say no more than that it is the country at large agree with any city in it.
COUNTRY_AT_LARGE = frozenset({"China"})


def link(article: Article, verdict: Verdict, candidates: Sequence[Story], now: datetime) -> Link:
    """Return the story that a flagged article belongs to, the best of the candidates or its own.

    ``now`` stands in where the article has no date. The key of a new story is derived from topic
    and article address, so that linking the same article twice gives the same story.
    """
    told_at = article.published or now
    scored = [
        (agreement, story.last_article_at, story.key, story)
        for story in candidates
        if (agreement := _agreement(article, verdict, story, told_at)) > 0
    ]
    if not scored:
        return Link(_key(article, verdict), joined=False, reason="no recent story tells this")
    story = max(scored)[3]
    return Link(story.key, joined=True, reason=_reason(article, verdict, story))


def extend(
    story: Story | None, key: str, article: Article, verdict: Verdict, now: datetime
) -> Story:
    """Return the story as it is once it holds this article; None opens it."""
    told_at = article.published or now
    if story is None:
        return Story(
            key=key,
            topic=verdict.topic,
            title=article.title,
            opened_at=told_at,
            last_article_at=told_at,
            organisations=verdict.organisations,
            labs=verdict.labs,
            places=verdict.places,
            events=verdict.events,
            titles=(article.title,),
        )
    return replace(
        story,
        opened_at=min(story.opened_at, told_at),
        last_article_at=max(story.last_article_at, told_at),
        organisations=_union(story.organisations, verdict.organisations),
        labs=_union(story.labs, verdict.labs),
        places=_union(story.places, verdict.places),
        events=_union(story.events, verdict.events),
        titles=_union(story.titles, (article.title,)),
    )


def _agreement(article: Article, verdict: Verdict, story: Story, told_at: datetime) -> float:
    """Weigh what article and story share; 0 when anything they both name speaks against it."""
    if verdict.topic != story.topic or not _close(told_at, story):
        return 0.0
    if _title(article.title) in {_title(title) for title in story.titles}:
        return 4.0
    organisations = _shared(verdict.organisations, story.organisations)
    if not organisations:
        return 0.0
    labs = _shared(verdict.labs, story.labs)
    places = _shared(_cities(verdict.places), _cities(story.places))
    events = _shared(verdict.events, story.events)
    if not labs and _both_named(_cities(verdict.places), _cities(story.places)) and not places:
        return 0.0
    if _both_named(verdict.events, story.events) and not events:
        return 0.0
    return 1.0 + bool(labs) + 0.5 * bool(places) + 0.5 * bool(events)


def _reason(article: Article, verdict: Verdict, story: Story) -> str:
    shared = (
        *_shared(verdict.organisations, story.organisations),
        *_shared(verdict.labs, story.labs),
        *_shared(verdict.places, story.places),
        *_shared(verdict.events, story.events),
    )
    if shared:
        return "both tell of " + ", ".join(shared)
    return f"same headline: {article.title}"


def _close(told_at: datetime, story: Story) -> bool:
    return story.opened_at - WINDOW <= told_at <= story.last_article_at + WINDOW


def _cities(places: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(place for place in places if place not in COUNTRY_AT_LARGE)


def _shared(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in mine if name in theirs)


def _both_named(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return bool(mine) and bool(theirs)


def _union(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    return (*mine, *(name for name in theirs if name not in mine))


def _title(title: str) -> str:
    return "".join(sign for sign in title.casefold() if sign.isalnum())


def _key(article: Article, verdict: Verdict) -> str:
    identity = normalise(article.canonical_url or article.url) if article.url else article.title
    digest = hashlib.sha256(f"{verdict.topic}\n{identity}".encode()).hexdigest()
    return f"s-{digest[:12]}"
