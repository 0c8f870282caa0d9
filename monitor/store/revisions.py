"""What an article said before its publisher changed it; told stories alone are read again."""

from datetime import datetime

from sqlite_utils import Database

from monitor.news.model import Article, Entry
from monitor.store.columns import optional_time_text, storable, time_text
from monitor.store.known import Newcomers

MOST = 10  # of one article; a headline that flips to and fro is not followed for ever

# an entry that was read, whose article stands in a story, and which its feed now lists otherwise
_LISTED_OTHERWISE = """
    SELECT e.id, e.article, e.title FROM entries e
    WHERE e.source = :source AND e.url_key = :url_key AND e.state = 'read'
      AND (e.title_key <> :title_key OR e.updated < :updated)
      AND EXISTS (SELECT 1 FROM story_articles sa WHERE sa.article = e.article)
      AND (SELECT count(*) FROM revisions r WHERE r.article = e.article) < :most
    LIMIT 1
"""


def read_again(
    db: Database, source: str, entry: Entry, newcomers: Newcomers, seen_at: datetime
) -> bool:
    """Queue a known entry once more if it tells a story and its feed lists it otherwise now."""
    updated = optional_time_text(entry.updated)
    row = db.execute(
        _LISTED_OTHERWISE,
        {
            "source": source,
            "url_key": newcomers.url_key(entry),
            "title_key": newcomers.title_key(entry),
            "updated": updated,
            "most": MOST,
        },
    ).fetchone()
    if row is None:
        return False
    number, article, title = row
    db.execute(
        "INSERT INTO revisions (article, replaced_at, title) VALUES (?, ?, ?)",
        [article, time_text(seen_at), title],
    )
    db.execute(
        "UPDATE entries SET state = 'waiting', tries = 0, next_read_at = NULL, title = ?, "
        "title_key = ?, updated = ?, summary = ?, content = ? WHERE id = ?",
        [
            storable(entry.title),
            newcomers.title_key(entry),
            updated,
            storable(entry.summary),
            storable(entry.content),
            number,
        ],
    )
    return True


def keep_revision(db: Database, number: int, article: Article, now: datetime) -> None:
    """Keep what a stored article said, if the one that is to replace it says something else."""
    row = db.execute(
        "SELECT title, (SELECT group_concat(text, char(10)) FROM (SELECT text FROM blocks "
        "WHERE article = :number AND kept ORDER BY position)) FROM articles WHERE id = :number",
        {"number": number},
    ).fetchone()
    title, text = str(row[0]), str(row[1] or "")
    body = "\n".join(storable(block.text) for block in article.blocks)
    if text and (title, text) != (storable(article.title), body):
        db.execute(
            "INSERT INTO revisions (article, replaced_at, title, text) VALUES (?, ?, ?, ?)",
            [number, time_text(now), title, text],
        )
