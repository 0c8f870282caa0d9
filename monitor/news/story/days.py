"""How far apart two articles were told, as far as their dates say.

``monitor.news.dates`` reads a month without a day as the first of it and a year as its first day, both
at midnight. Such a moment stands for all that it may mean, so that a page dated 2024-08 is not
weeks away from the one that it copies.
"""

from datetime import UTC, datetime, timedelta

NO_TIME = timedelta(0)
MONTH = timedelta(days=31)
SOME_TIME_THIS_YEAR = timedelta(days=21)  # what a year says is little: all else has to agree


def apart(a: datetime, b: datetime) -> timedelta:
    """Return the time between two tellings, nothing where an open date may mean the other one.

    From another month it is half way between the least that is possible and what is read.
    """
    first, second = sorted((a.astimezone(UTC), b.astimezone(UTC)))
    gap = second - first
    if not gap or not _starts_month(first):
        return gap
    month_ends = (first + MONTH).replace(day=1)
    since_month = NO_TIME if second < month_ends else (second - month_ends + gap) / 2
    if first.month != 1:
        return since_month
    since_year = second - first.replace(year=first.year + 1)
    return min(since_month, max(SOME_TIME_THIS_YEAR, since_year))


def _starts_month(moment: datetime) -> bool:
    """Tell whether a moment is the first of a month, at midnight."""
    return moment == moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
