"""Old texts taken out of the database; what was seen, judged and told is remembered for ever.

An entry that is forgotten would come back as news when its feed lists it again, so entries,
articles and verdicts stay as rows without their texts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from monitor.store.columns import time_text
from monitor.store.connection import connect_beside, transaction, translated

BATCH = 500  # articles in one transaction: a running monitor gets its turn between two

# An article whose text may go: no topic has flagged it, it belongs to no story, and the owner
# has said nothing of it.
_OLD = """
    SELECT a.id FROM articles a
    WHERE a.read_at < ? AND a.pruned_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM verdicts v WHERE v.article = a.id AND v.flagged)
        AND NOT EXISTS (SELECT 1 FROM story_articles s WHERE s.article = a.id)
        AND NOT EXISTS (SELECT 1 FROM labels l WHERE l.article = a.id)
    ORDER BY a.id LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many articles lost their text, and how many characters that were."""

    articles: int
    characters: int


def prune(database: Path, before: datetime, now: datetime) -> Iterator[Pruned]:
    """Take out the texts of unflagged articles read before a time, batch by batch.

    Yields what each batch took. Works beside a running monitor; raises ``StoreError``. The file does
    not shrink: its free pages are used again.
    """
    db = connect_beside(database)
    try:
        while True:
            with translated(database), transaction(db):
                done = _prune_batch(db, before, now)
            if not done.articles:
                return
            yield done
    finally:
        db.close()


def _prune_batch(db: Database, before: datetime, now: datetime) -> Pruned:
    numbers = [row[0] for row in db.execute(_OLD, [time_text(before), BATCH])]
    characters = 0
    for number in numbers:
        size = "SELECT coalesce(sum(length(text)), 0) FROM blocks WHERE article = ?"
        characters += int(db.execute(size, [number]).fetchone()[0])
        db.execute("DELETE FROM blocks WHERE article = ?", [number])
        db.execute("DELETE FROM search WHERE rowid = ?", [number])
        db.execute("UPDATE verdicts SET evidence = '[]', proof = NULL WHERE article = ?", [number])
        db.execute("UPDATE entries SET summary = '', content = '' WHERE article = ?", [number])
        db.execute("UPDATE articles SET pruned_at = ? WHERE id = ?", [time_text(now), number])
    return Pruned(len(numbers), characters)
