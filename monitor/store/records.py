"""What a person asks the database: read-only, beside a running daemon."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from monitor.news.source import SourceState
from monitor.store.columns import names_of, optional_time_of, optional_time_text, time_of
from monitor.store.connection import connect, translated
from monitor.store.search import as_query
from monitor.store.source_rows import state_of


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A flagged story as an owner lists it."""

    key: str
    topic: str
    title: str
    opened_at: datetime
    score: float  # of its best article
    organisations: tuple[str, ...]
    places: tuple[str, ...]
    events: tuple[str, ...]
    articles: int
    outlets: tuple[str, ...]
    languages: tuple[str, ...]
    copies: int  # articles whose text stands in another one of the story
    first: str  # the outlet that told it first
    via: tuple[str, ...]  # outlets that its articles credit
    url: str  # of its first article
    alerts: str  # "1 sent", "1 pending", "none: …"


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found."""

    published: datetime | None
    source: str
    language: str | None
    title: str
    url: str
    flagged: tuple[str, ...]  # topics


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source, what is known of it, and how many of its entries stand where."""

    name: str
    url: str
    watched: bool
    state: SourceState
    entries: int
    waiting: int
    unread: int
    flagged: int


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """An article that no topic flagged, and the first reason given."""

    title: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class TakenOut:
    """Text that is not in its article, and why."""

    title: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole database in a few numbers."""

    articles: int
    flagged: int
    stories: int
    waiting: int
    unread: int
    deliveries: dict[str, int]  # state -> how many
    last_poll_at: datetime | None
    oldest_pending_at: datetime | None
    paused: tuple[tuple[str, datetime, str], ...]  # channel, until, why


class Records:
    """Answers questions; holds one read-only connection."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def stories(self, *, topic: str | None, since: datetime | None, limit: int) -> list[StoryRow]:
        """Return flagged stories, newest first."""
        rows = self._db.query(
            """
            SELECT s.*, max(v.score) AS score, count(*) AS articles,
                   json_group_array(DISTINCT a.source) AS outlets,
                   json_group_array(DISTINCT a.language) FILTER (WHERE a.language IS NOT NULL)
                       AS languages,
                   json_group_array(DISTINCT a.via) FILTER (WHERE a.via IS NOT NULL) AS via,
                   sum(sa.copy) AS copies,
                   (SELECT a3.source FROM story_articles sa3 JOIN articles a3 ON a3.id = sa3.article
                    WHERE sa3.story = s.key
                    ORDER BY coalesce(a3.published, sa3.added_at), sa3.added_at, a3.id LIMIT 1)
                       AS first,
                   (SELECT a2.url FROM story_articles sa2 JOIN articles a2 ON a2.id = sa2.article
                    WHERE sa2.story = s.key ORDER BY sa2.added_at, a2.id LIMIT 1) AS url,
                   min(v.note) AS note
            FROM stories s
            JOIN story_articles sa ON sa.story = s.key
            JOIN articles a ON a.id = sa.article
            JOIN verdicts v ON v.article = a.id AND v.topic = s.topic
            WHERE (:topic IS NULL OR s.topic = :topic)
              AND (:since IS NULL OR s.last_article_at >= :since)
            GROUP BY s.key ORDER BY s.last_article_at DESC, s.key LIMIT :limit
            """,
            {"topic": topic, "since": optional_time_text(since), "limit": limit},
        )
        return [self._story(row) for row in list(rows)]

    def _story(self, row: dict[str, Any]) -> StoryRow:
        return StoryRow(
            key=row["key"],
            topic=row["topic"],
            title=row["title"],
            opened_at=time_of(row["opened_at"]),
            score=row["score"],
            organisations=names_of(row["organisations"]),
            places=names_of(row["places"]),
            events=names_of(row["events"]),
            articles=row["articles"],
            outlets=tuple(sorted(names_of(row["outlets"]))),
            languages=tuple(sorted(names_of(row["languages"]))),
            copies=row["copies"],
            first=row["first"],
            via=tuple(sorted(names_of(row["via"]))),
            url=row["url"],
            alerts=self._alerts(row["key"]) or str(row["note"] or "none"),
        )

    def _alerts(self, story: str) -> str:
        rows = self._db.query(
            "SELECT state, count(*) AS n FROM deliveries WHERE thread_key = ? GROUP BY state",
            [story],
        )
        return ", ".join(f"{row['n']} {row['state']}" for row in rows)

    def search(self, words: str, limit: int) -> list[Hit]:
        """Return articles that hold all the words, best first."""
        query = as_query(words)
        if not query:
            return []
        rows = self._db.query(
            """
            SELECT a.published, a.source, a.language, a.title, a.url,
                   (SELECT json_group_array(topic) FROM verdicts v
                    WHERE v.article = a.id AND v.flagged) AS flagged
            FROM search JOIN articles a ON a.id = search.rowid
            WHERE search MATCH ? ORDER BY bm25(search, 4.0, 1.0) LIMIT ?
            """,
            [query, limit],
        )
        return [
            Hit(
                published=optional_time_of(row["published"]),
                source=row["source"],
                language=row["language"],
                title=row["title"],
                url=row["url"],
                flagged=names_of(row["flagged"]),
            )
            for row in rows
        ]

    def left_alone(self, limit: int) -> list[LeftAlone]:
        """Return articles that no topic flagged, newest first, with the first reason of each."""
        rows = self._db.query(
            """
            SELECT a.title, a.url, coalesce(json_extract(v.reasons, '$[0]'), '') AS reason
            FROM articles a JOIN verdicts v ON v.article = a.id
            GROUP BY a.id HAVING max(v.flagged) = 0
            ORDER BY a.published DESC, a.id DESC LIMIT ?
            """,
            [limit],
        )
        return [LeftAlone(row["title"], row["url"], row["reason"]) for row in rows]

    def taken_out(self, limit: int) -> list[TakenOut]:
        """Return what was removed, article by article, repeats and teasers first."""
        rows = self._db.query(
            """
            SELECT a.title, b.text, b.reason FROM blocks b JOIN articles a ON a.id = b.article
            WHERE NOT b.kept
            ORDER BY a.id, b.reason NOT IN ('repeat', 'teaser'), b.position LIMIT ?
            """,
            [limit],
        )
        return [TakenOut(row["title"], row["text"], row["reason"]) for row in rows]

    def sources(self) -> list[SourceRow]:
        """Return every source that is watched, by name."""
        rows = self._db.query(
            """
            SELECT s.*,
                (SELECT count(*) FROM entries WHERE source = s.name) AS entries,
                (SELECT count(*) FROM entries WHERE source = s.name AND state = 'waiting')
                    AS waiting,
                (SELECT count(*) FROM entries WHERE source = s.name AND state = 'unread')
                    AS unread,
                (SELECT count(DISTINCT e.article) FROM entries e
                 JOIN verdicts v ON v.article = e.article AND v.flagged
                 WHERE e.source = s.name) AS flagged
            FROM sources s WHERE watched ORDER BY name
            """
        )
        return [
            SourceRow(
                name=row["name"],
                url=row["url"],
                watched=bool(row["watched"]),
                state=state_of(row),
                entries=row["entries"],
                waiting=row["waiting"],
                unread=row["unread"],
                flagged=row["flagged"],
            )
            for row in list(rows)
        ]

    def totals(self) -> Totals:
        """Return the whole database in a few numbers."""
        row = next(
            self._db.query(
                """
                SELECT (SELECT count(*) FROM articles) AS articles,
                       (SELECT count(DISTINCT article) FROM verdicts WHERE flagged) AS flagged,
                       (SELECT count(*) FROM stories) AS stories,
                       (SELECT count(*) FROM entries WHERE state = 'waiting') AS waiting,
                       (SELECT count(*) FROM entries WHERE state = 'unread') AS unread,
                       (SELECT max(last_polled_at) FROM sources) AS last_poll_at,
                       (SELECT min(promised_at) FROM deliveries WHERE state = 'pending') AS oldest
                """
            )
        )
        states = self._db.query("SELECT state, count(*) AS n FROM deliveries GROUP BY state")
        paused = self._db.query("SELECT * FROM channels ORDER BY name")
        return Totals(
            articles=row["articles"],
            flagged=row["flagged"],
            stories=row["stories"],
            waiting=row["waiting"],
            unread=row["unread"],
            deliveries={state["state"]: state["n"] for state in states},
            last_poll_at=optional_time_of(row["last_poll_at"]),
            oldest_pending_at=optional_time_of(row["oldest"]),
            paused=tuple(
                (one["name"], time_of(one["paused_until"]), one["reason"]) for one in paused
            ),
        )

    @property
    def database(self) -> Database:
        """Return the connection, for the rooms beside this file."""
        return self._db


@contextmanager
def records(path: Path) -> Iterator[Records]:
    """Open a database for questions; raises ``StoreError`` where there is none."""
    db = connect(path, read_only=True)
    try:
        with translated(path):
            yield Records(db)
    finally:
        db.conn.close()
