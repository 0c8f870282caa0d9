"""verdict -> story: opens a new one or joins a recent one.

What speaks for one story: a copied text, the same headline, or the same organisation with the
same lab, city, event or figures within days. What speaks against: events that exclude each other
(a lab that opens is not the lab that closes), other cities, weeks between. Two organisations that
do the same thing in one week are two stories.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.news.model import Article, Link, Story, Verdict
from monitor.news.story.agreement import Agreement, agreement, telling
from monitor.news.story.developments import developments, told_once
from monitor.news.story.figures import figures
from monitor.news.story.likeness import sketch
from monitor.news.urls import normalise

# News of one event runs dry within days, its echo in other languages within two weeks; dates that
# publishers give as a month alone stand for its first day. Weighed by ``agreement``.
WINDOW = timedelta(days=35)

REMEMBERED = 30  # headlines, sketches and figures that a story keeps of its articles


def link(article: Article, verdict: Verdict, candidates: Sequence[Story], now: datetime) -> Link:
    """Return the story that a flagged article belongs to, the best of the candidates or its own.

    ``now`` stands in where the article has no date. The key of a new story is derived from topic
    and article address, so that linking the same article twice gives the same story.
    """
    key, told = _key(article, verdict), telling(article, verdict, now)
    weighed: list[tuple[float, datetime, str, Agreement, Story]] = []
    for story in candidates:
        if story.topic != verdict.topic:
            continue
        found = agreement(told, story)
        if found.joins or story.key == key:
            weighed.append((found.weight, story.last_article_at, story.key, found, story))
    if not weighed:
        return Link(key, joined=False, reason="no recent story tells this")
    _, _, best, found, story = max(weighed, key=lambda one: one[:3])
    added = developments(article, verdict, story, copy=found.copy)
    return Link(best, True, found.reason, copy=found.copy, developments=added)


def extend(
    story: Story | None, key: str, article: Article, verdict: Verdict, now: datetime
) -> Story:
    """Return the story as it is once it holds this article; None opens it."""
    told_at = article.published or now
    if story is None:
        story = Story(
            key=key,
            topic=verdict.topic,
            title=article.title,
            opened_at=told_at,
            last_article_at=told_at,
            organisations=(),
            labs=(),
            places=(),
            events=(),
        )
    return replace(
        story,
        opened_at=min(story.opened_at, told_at),
        last_article_at=max(story.last_article_at, told_at),
        organisations=_union(story.organisations, verdict.organisations),
        labs=_union(story.labs, verdict.labs),
        places=_union(story.places, verdict.places),
        events=_union(story.events, verdict.events),
        titles=_union(story.titles, (article.title,))[-REMEMBERED:],
        figures=_union(story.figures, figures(article))[-REMEMBERED:],
        sketches=_sketches(story, article),
        told=_union(story.told, told_once(article, verdict)),
    )


def _sketches(story: Story, article: Article) -> tuple[tuple[int, ...], ...]:
    made = sketch(article)
    if not made or made in story.sketches:
        return story.sketches
    return (*story.sketches, made)[-REMEMBERED:]


def _union(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    return (*mine, *(name for name in theirs if name not in mine))


def _key(article: Article, verdict: Verdict) -> str:
    identity = normalise(article.canonical_url or article.url) if article.url else article.title
    digest = hashlib.sha256(f"{verdict.topic}\n{identity}".encode()).hexdigest()
    return f"s-{digest[:12]}"
