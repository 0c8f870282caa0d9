"""The shelf of linked articles on disk: an inverted index with short posting lists."""

import json
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from monitor.news.model import Telling
from monitor.news.story.agreement import JOINS
from monitor.news.story.fingerprints import FEWEST_SAMPLED, sampled, unpacked
from monitor.news.story.grouping import NEAREST, Edge, Hand, Pair, pair
from monitor.news.story.index import COPY_VOTES, FEWEST_VOTES, HOLDERS, POSTINGS
from monitor.news.story.linking import LARGEST, Component
from monitor.news.story.telling import Keys, Shelved, Vector, story_key
from monitor.news.story.terms import Counts
from monitor.store.columns import (
    names_of,
    names_text,
    optional_storable,
    storable,
    time_of,
    time_text,
)


class Shelf:
    """Keeps one article more; ``article`` is its number. Part of a transaction of the caller."""

    def __init__(self, db: Database, article: int) -> None:
        self._db = db
        self._article = article
        # What ``neighbours`` saw, and ``add`` needs again:
        self._numbers: dict[str, int] = {}  # identity -> number
        self._holders: Counter[int] = Counter()  # fingerprint -> how many articles have it

    def counts(self, telling: Telling) -> Counts:
        """Return in how many articles of the topic each term of this one stands."""
        topic = _topic(telling.topic)
        rows = self._db.conn.execute(
            "SELECT term & 0xFFFFFFFF, articles FROM term_counts "
            "WHERE term IN (SELECT value FROM json_each(?))",
            (json.dumps([topic | term for term in unpacked(telling.terms)]),),
        )
        holding: dict[int, int] = dict(rows)
        total = self._db.conn.execute(
            "SELECT articles FROM term_counts WHERE term = ?", (_all_of(topic),)
        ).fetchone()
        return Counts(0 if total is None else total[0], holding)

    def neighbours(self, telling: Telling, lookup: Keys) -> Sequence[Shelved]:
        """Return the articles of the topic that share most with this one, at most NEAREST."""
        votes: Counter[int] = Counter()
        moment = int(telling.told_at.timestamp())
        for key, vote in lookup:
            for number in self._holders_of(_hashed(telling.topic, key), moment):
                votes[number] += vote
        for number, hits in self._sharing_passages(telling).items():
            votes[number] += COPY_VOTES + hits
        able = (number for number, vote in votes.items() if vote >= FEWEST_VOTES)
        nearest = sorted(able, key=lambda number: (-votes[number], number))[:NEAREST]
        return [shelved for shelved in self._shelved(nearest) if shelved.telling.id != telling.id]

    def add(
        self, telling: Telling, vector: Vector, lookup: Keys, edges: Mapping[str, Edge]
    ) -> None:
        """Keep an article with what it has in common with others."""
        number = self._insert(telling, vector)
        moment = int(telling.told_at.timestamp())
        hashed = sorted(_hashed(telling.topic, key) for key, _ in lookup)
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO telling_keys VALUES (?, ?, ?)",
            [(key, moment, number) for key in hashed],
        )
        self._add_fingerprints(telling, number)
        self._add_edges(number, edges)
        if not telling.subjects:
            self._count(telling)

    def component(self, topic: str, identity: str) -> Component:
        """Return what hangs together with an article, the nearest LARGEST of it."""
        rows = list(
            self._db.execute(
                """
                WITH RECURSIVE near (telling) AS (
                    SELECT id FROM tellings WHERE topic = :topic AND identity = :identity
                    UNION
                    SELECT e.other FROM near JOIN telling_edges e ON e.telling = near.telling
                    WHERE e.score >= :joins
                    UNION
                    SELECT t.id FROM near JOIN tellings n ON n.id = near.telling
                    JOIN hand h ON h.topic = n.topic AND h.one = n.identity AND h.together
                    JOIN tellings t ON t.topic = n.topic AND t.identity = h.other
                    LIMIT :most
                )
                SELECT t.id, t.identity, sa.story FROM near
                JOIN tellings t ON t.id = near.telling
                LEFT JOIN story_articles sa ON sa.topic = t.topic AND sa.article = t.article
                """,
                {"topic": topic, "identity": identity, "joins": JOINS, "most": LARGEST + 1},
            )
        )
        nearest = rows[:LARGEST]
        names = {int(number): str(name) for number, name, _ in nearest}
        stories = {str(name): story for _, name, story in nearest}
        whole = len(rows) <= LARGEST
        return Component(self._edges(names), stories, self._hand(topic, stories), whole)

    def opened(self, topic: str, articles: Collection[str]) -> Sequence[tuple[str, str]]:
        """Return (story, article that opened it) for these articles, in the order of opening."""
        by_key = {story_key(topic, name): name for name in articles}
        rows = self._db.execute(
            "SELECT key FROM stories WHERE key IN (SELECT value FROM json_each(?)) ORDER BY rowid",
            [json.dumps(list(by_key))],
        )
        return [(str(key), by_key[key]) for (key,) in rows]

    def _holders_of(self, key: int, moment: int) -> list[int]:
        before = self._db.conn.execute(
            "SELECT telling FROM telling_keys WHERE key = ? AND told_at < ? "
            "ORDER BY told_at DESC, telling DESC LIMIT ?",
            (key, moment, POSTINGS // 2),
        )
        after = self._db.conn.execute(
            "SELECT telling FROM telling_keys WHERE key = ? AND told_at >= ? "
            "ORDER BY told_at, telling LIMIT ?",
            (key, moment, POSTINGS // 2),
        )
        return [number for (number,) in (*before, *after)]

    def _sharing_passages(self, telling: Telling) -> dict[int, int]:
        rows = self._db.conn.execute(
            "SELECT fingerprint, telling FROM telling_fingerprints "
            "WHERE fingerprint IN (SELECT value FROM json_each(?))",
            (json.dumps(_fingerprints(telling)),),
        ).fetchall()
        self._holders = Counter(fingerprint for fingerprint, _ in rows)
        hits = Counter(number for _, number in rows)
        return {number: found for number, found in hits.items() if found >= FEWEST_SAMPLED}

    def _shelved(self, numbers: Iterable[int]) -> list[Shelved]:
        rows = self._db.conn.execute(
            "SELECT * FROM tellings WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )
        found = {int(row[0]): Shelved(telling_of(row), *row[-2:]) for row in rows}
        self._numbers |= {one.telling.id: number for number, one in found.items()}
        return [*found.values()]

    def _insert(self, telling: Telling, vector: Vector) -> int:
        cursor = self._db.conn.execute(
            "INSERT INTO tellings (topic, article, identity, told_at, language, title, "
            "organisations, labs, places, events, subjects, sites, figures, told, terms, frequencies, commonness, "
            "title_terms, fingerprints, sums_up, norm, title_norm) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                telling.topic,
                self._article,
                storable(telling.id),
                time_text(telling.told_at),
                optional_storable(telling.language),
                storable(telling.title),
                names_text(telling.organisations),
                names_text(telling.labs),
                names_text(telling.places),
                names_text(telling.events),
                names_text(telling.subjects),
                names_text(telling.sites),
                names_text(telling.figures),
                names_text(telling.told),
                telling.terms,
                telling.frequencies,
                telling.commonness,
                telling.title_terms,
                telling.fingerprints,
                telling.sums_up,
                vector.norm,
                vector.title_norm,
            ),
        )
        return int(str(cursor.lastrowid))

    def _add_fingerprints(self, telling: Telling, number: int) -> None:
        rarer = [one for one in _fingerprints(telling) if self._holders[one] < HOLDERS]
        self._db.conn.executemany(
            "INSERT INTO telling_fingerprints VALUES (?, ?)",
            [(fingerprint, number) for fingerprint in sorted(rarer)],
        )

    def _add_edges(self, number: int, edges: Mapping[str, Edge]) -> None:
        self._db.conn.executemany(
            "INSERT INTO telling_edges VALUES (?, ?, ?, ?)",
            [
                (*names, edge.score, int(edge.copy))
                for other, edge in sorted((self._numbers[name], edges[name]) for name in edges)
                for names in ((number, other), (other, number))
            ],
        )

    def _count(self, telling: Telling) -> None:
        topic = _topic(telling.topic)
        held = [_all_of(topic), *(topic | term for term in sorted(unpacked(telling.terms)))]
        self._db.conn.executemany(
            "INSERT INTO term_counts VALUES (?, 1) "
            "ON CONFLICT (term) DO UPDATE SET articles = articles + 1",
            [(term,) for term in held],
        )

    def _edges(self, names: Mapping[int, str]) -> dict[Pair, Edge]:
        rows = self._db.conn.execute(
            "SELECT telling, other, score, copy FROM telling_edges "
            "WHERE telling IN (SELECT value FROM json_each(?)) AND telling < other",
            (json.dumps(list(names)),),
        )
        return {
            pair(names[one], names[other]): Edge(score, bool(copy))
            for one, other, score, copy in rows
            if other in names
        }

    def _hand(self, topic: str, names: Collection[str]) -> Hand:
        rows = list(
            self._db.conn.execute(
                "SELECT one, other, together FROM hand WHERE topic = ? "
                "AND one < other AND one IN (SELECT value FROM json_each(?))",
                (topic, json.dumps(list(names))),
            )
        )
        together = frozenset((one, other) for one, other, joined in rows if joined)
        return Hand(together, frozenset((one, other) for one, other, joined in rows if not joined))


def telling_of(row: Sequence[Any]) -> Telling:
    """Read a row of ``tellings``, or of ``told``, whose first columns are the same."""
    _, topic, _, identity, told_at, language, title = row[:7]
    organisations, labs, places, events, subjects, sites, figures, told = map(names_of, row[7:15])
    terms, frequencies, commonness, title_terms, fingerprints, sums_up = row[15:21]
    return Telling(
        identity,
        topic,
        time_of(told_at),
        language,
        title,
        organisations,
        labs,
        places,
        events,
        subjects,
        sites,
        figures,
        told,
        terms,
        frequencies,
        commonness,
        title_terms,
        fingerprints,
        bool(sums_up),
    )


def _hashed(topic: str, key: str) -> int:
    """Return a number of 62 bits for a key of a topic."""
    text = f"{topic}\n{key}".encode("utf-8", "replace")
    return zlib.crc32(text) << 30 | zlib.adler32(text) & 0x3FFFFFFF


def _topic(topic: str) -> int:
    """Return what keeps the hashes of one topic apart from those of others."""
    return (zlib.crc32(topic.encode("utf-8", "replace")) & 0x3FFFFFFF) << 32


def _all_of(topic: int) -> int:
    """Return the number under which all counted articles of a topic stand; no term has it."""
    return -1 - topic


def _fingerprints(telling: Telling) -> list[int]:
    """Return the fingerprints as they are kept: those of two topics never meet."""
    topic = _topic(telling.topic)
    return [topic | fingerprint for fingerprint in sampled(telling.fingerprints)]
