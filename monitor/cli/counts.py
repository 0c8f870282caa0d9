"""Precision, recall and F1, the same way for every command that shows them."""

from collections.abc import Iterable

from monitor.cli.screen import table
from monitor.news.topic.evaluation import Count

HEADINGS = ("precision", "recall", "F1", "hit", "false", "missed", "left alone")


def show_counts(first: str, counts: Iterable[tuple[str, Count]]) -> None:
    """Print one line for each name under the heading ``first``."""
    table((first, *HEADINGS), ((name, *_cells(count)) for name, count in counts))


def counts_object(count: Count) -> dict[str, float | int]:
    """Return the shares and numbers for a script."""
    return {
        "precision": round(count.precision, 4),
        "recall": round(count.recall, 4),
        "f1": round(count.f1, 4),
        "hit": count.hit,
        "false": count.false,
        "missed": count.missed,
        "left": count.left,
    }


def _cells(count: Count) -> tuple[object, ...]:
    shares = (f"{share:.3f}" for share in (count.precision, count.recall, count.f1))
    return (*shares, count.hit, count.false, count.missed, count.left)
