"""What the owner says of a verdict: kept beside it, never in its place."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.store.columns import optional_storable, time_text
from monitor.store.connection import connect_beside, transaction, translated
from monitor.store.trail import article_at


@dataclass(frozen=True, slots=True)
class Label:
    """Whether an article is of a topic, as the owner sees it."""

    topic: str
    relevant: bool
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Labelled:
    """The article that was labelled, and what the monitor had decided of it."""

    title: str
    flagged: bool | None  # None: never judged against this topic
    score: float | None
    before: bool | None  # what the owner had said earlier


def label(database: Path, url: str, said: Label, now: datetime) -> Labelled | None:
    """Store a label in the place of an earlier one; None where no article has this address.

    One short transaction, beside a running monitor. Raises ``StoreError``.
    """
    db = connect_beside(database)
    try:
        with translated(database), transaction(db):
            number = article_at(db, url)
            if number is None:
                return None
            key = {"article": number, "topic": said.topic}
            title, flagged, score, before = db.execute(
                """
                SELECT a.title, v.flagged, v.score, l.relevant FROM articles a
                LEFT JOIN verdicts v ON v.article = a.id AND v.topic = :topic
                LEFT JOIN labels l ON l.article = a.id AND l.topic = :topic
                WHERE a.id = :article
                """,
                key,
            ).fetchone()
            row = {
                **key,
                "relevant": int(said.relevant),
                "note": optional_storable(said.note),
                "labelled_at": time_text(now),
            }
            db.table("labels").upsert(row, pk=("article", "topic"))
    finally:
        db.close()
    return Labelled(
        title=title,
        flagged=None if flagged is None else bool(flagged),
        score=score,
        before=None if before is None else bool(before),
    )
