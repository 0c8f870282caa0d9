"""Stored articles, one after the other, with what was decided and said of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from monitor.news.model import Article, Block, BlockKind
from monitor.store.columns import optional_time_of, optional_time_text
from monitor.store.records import Records

BATCH = 100  # articles at a time: a reader that lingers keeps the monitor's log from folding in

_COUNT = """
    SELECT count(*) FROM articles WHERE pruned_at IS NULL
        AND (:since IS NULL OR coalesce(published, read_at) >= :since)
"""
_NEXT = """
    SELECT a.* FROM articles a WHERE a.id > :last AND a.pruned_at IS NULL
        AND (:since IS NULL OR coalesce(a.published, a.read_at) >= :since)
        AND (NOT :labelled OR EXISTS (SELECT 1 FROM labels l WHERE l.article = a.id))
    ORDER BY a.id LIMIT :batch
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What the owner said of an article and a topic."""

    relevant: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class Decided:
    """What the monitor decided of an article and a topic when it read it."""

    flagged: bool
    score: float


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as it was judged, every sentence once; verdicts and labels by topic."""

    article: Article
    source: str
    decided: Mapping[str, Decided]
    said: Mapping[str, Said]


def count_articles(records: Records, since: datetime | None = None) -> int:
    """Return how many articles ``stored_articles`` would yield."""
    wanted = {"since": optional_time_text(since)}
    return int(records.database.execute(_COUNT, wanted).fetchone()[0])


def stored_articles(
    records: Records, since: datetime | None = None, *, labelled: bool = False
) -> Iterator[StoredArticle]:
    """Yield the articles whose text is kept, in the order read, in bounded memory.

    ``since`` is compared with the date of publication, else of reading; ``labelled`` leaves the
    others out. Each batch is one short read, so that the monitor beside it is not held up.
    """
    db = records.database
    wanted = {"since": optional_time_text(since), "labelled": labelled, "batch": BATCH}
    last = 0
    while rows := list(db.query(_NEXT, {**wanted, "last": last})):
        for row in rows:
            yield _stored(db, row)
        last = rows[-1]["id"]


def _stored(db: Database, row: dict[str, Any]) -> StoredArticle:
    number = [row["id"]]
    blocks = db.execute(
        "SELECT kind, text FROM blocks WHERE article = ? AND kept ORDER BY position", number
    )
    decided = db.execute("SELECT topic, flagged, score FROM verdicts WHERE article = ?", number)
    said = db.execute("SELECT topic, relevant, note FROM labels WHERE article = ?", number)
    return StoredArticle(
        article=Article(
            url=row["url"],
            title=row["title"],
            blocks=tuple(Block(BlockKind(kind), text) for kind, text in blocks),
            byline=row["byline"],
            published=optional_time_of(row["published"]),
            modified=optional_time_of(row["modified"]),
            language=row["language"],
            via=row["via"],
            site_name=row["site_name"],
            canonical_url=row["canonical_url"],
            free=None if row["free"] is None else bool(row["free"]),
        ),
        source=row["source"],
        decided={topic: Decided(bool(flagged), score) for topic, flagged, score in decided},
        said={topic: Said(bool(relevant), note) for topic, relevant, note in said},
    )
