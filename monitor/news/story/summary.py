"""Tellings -> the story they make, all in all."""

from collections.abc import Iterable
from datetime import datetime

from monitor.news.model import Story, Telling

REMEMBERED = 60  # figures; what is news is told by the first of them


def summary(key: str, tellings: Iterable[Telling]) -> Story:
    """Return what articles tell together, the order of telling kept; needs one or more."""
    told = sorted(tellings, key=_by_time)
    return Story(
        key=key,
        topic=told[0].topic,
        title=told[0].title,
        opened_at=told[0].told_at,
        last_article_at=told[-1].told_at,
        organisations=_union(one.organisations for one in told),
        labs=_union(one.labs for one in told),
        places=_union(one.places for one in told),
        events=_union(one.events for one in told),
        figures=_union(one.figures for one in told)[:REMEMBERED],
        told=_union(one.told for one in told),
    )


def _by_time(telling: Telling) -> tuple[datetime, str]:
    return telling.told_at, telling.id


def _union(found: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in found for name in names))
