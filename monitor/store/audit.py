"""What is known of articles that an index names, whichever source brought them."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from monitor.news.model import Entry
from monitor.news.source.audit import Found, Sighting
from monitor.news.urls import normalise
from monitor.store.columns import storable, time_text


def read_elsewhere(db: Database, source: str, entries: Sequence[Entry]) -> tuple[bool, ...]:
    """Tell for each entry whether another source brought it and it was read."""
    return tuple(
        entry.url is not None
        and db.execute(
            "SELECT 1 FROM entries WHERE url_key = ? AND source <> ? AND state = 'read' LIMIT 1",
            [storable(normalise(entry.url)), source],
        ).fetchone()
        is not None
        for entry in entries
    )


def found_since(db: Database, source: str, since: datetime) -> tuple[Found, ...]:
    """Return what an index's articles turned out to be, of those read since then."""
    rows = db.query(
        """
        SELECT a.title, a.url, max(v.score) AS score, max(v.flagged) AS flagged,
               max(EXISTS (SELECT 1 FROM story_articles mine
                           JOIN story_articles other ON other.story = mine.story
                           WHERE mine.article = a.id AND mine.topic = v.topic
                             AND other.article <> a.id AND other.added_at < a.read_at)) AS told,
               (SELECT json_array(e.source, coalesce(e.reason, 'not yet read')) FROM entries e
                WHERE e.url_key = mine.url_key AND e.source <> :source AND e.state <> 'read'
                LIMIT 1) AS sighting
        FROM entries mine
        JOIN articles a ON a.id = mine.article
        JOIN verdicts v ON v.article = a.id
        WHERE mine.source = :source AND mine.state = 'read' AND a.read_at >= :since
        GROUP BY a.id ORDER BY flagged DESC, score DESC
        """,
        {"source": source, "since": time_text(since)},
    )
    return tuple(
        Found(
            title=row["title"],
            url=row["url"],
            score=row["score"],
            flagged=bool(row["flagged"]),
            told=bool(row["told"]),
            sighting=None if row["sighting"] is None else Sighting(*json.loads(row["sighting"])),
        )
        for row in list(rows)
    )


def watched(db: Database) -> dict[str, str]:
    """Return the address of each source that is watched and publishes itself."""
    rows = db.execute("SELECT name, url FROM sources WHERE watched AND kind <> 'index'")
    return dict(rows.fetchall())
