"""Everything that one reading leaves behind: article, blocks, verdicts, stories, promises."""

import json
from datetime import datetime

from sqlite_utils import Database

from monitor.news.model import Article, Reading, Verdict
from monitor.news.urls import normalise
from monitor.store import PromiseAlert, Waiting
from monitor.store.columns import (
    names_text,
    optional_storable,
    optional_time_text,
    storable,
    time_text,
)
from monitor.store.deliveries import note_outlet, promise
from monitor.store.linking import place_article
from monitor.store.revisions import keep_revision
from monitor.store.search import indexed


def record_reading(
    db: Database, waiting: Waiting, reading: Reading, now: datetime, decide: PromiseAlert
) -> None:
    """Store one reading; a flagged verdict finds its story and its promises on the way."""
    number = _write_article(db, waiting, reading.article, now)
    db.execute(
        "UPDATE entries SET state = 'read', article = ?, next_read_at = NULL, reason = ? "
        "WHERE id = ?",
        [number, optional_storable(reading.page_fault), waiting.id],
    )
    for verdict in reading.verdicts:
        note = None
        if verdict.flagged:
            note = _tell(db, number, reading.article, verdict, now, decide)
        _write_verdict(db, number, verdict, note, now)


def _tell(
    db: Database,
    number: int,
    article: Article,
    verdict: Verdict,
    now: datetime,
    decide: PromiseAlert,
) -> str:
    """Link the article to its story and promise what is to be told; returns why, in words."""
    place = place_article(db, number, article, verdict, now)
    promised = decide(verdict, place)
    promise(db, promised.promises, now)
    if promised.outlet is not None:
        note_outlet(db, place.key, promised.outlet, now)
    return promised.note


def _write_article(db: Database, waiting: Waiting, article: Article, now: datetime) -> int:
    """Insert the article, or write it anew where its address is known; returns its number."""
    address = article.canonical_url or article.url
    identity = storable(normalise(address)) if address else f"entry:{waiting.id}"
    row = {
        "identity": identity,
        "source": waiting.source,
        "url": storable(article.url),
        "title": storable(article.title),
        "byline": optional_storable(article.byline),
        "published": optional_time_text(article.published),
        "modified": optional_time_text(article.modified),
        "language": optional_storable(article.language),
        "via": optional_storable(article.via),
        "site_name": optional_storable(article.site_name),
        "canonical_url": optional_storable(article.canonical_url),
        "free": article.free,
        "read_at": time_text(now),
    }
    known = db.execute("SELECT id FROM articles WHERE identity = ?", [identity]).fetchone()
    if known is None:
        number = int(str(db.table("articles").insert(row).last_pk))
    else:
        number = int(known[0])
        keep_revision(db, number, article, now)
        db.table("articles").update(number, row)
        db.execute("DELETE FROM blocks WHERE article = ?", [number])
        db.execute("DELETE FROM search WHERE rowid = ?", [number])
    _write_blocks(db, number, article)
    return number


def _write_blocks(db: Database, number: int, article: Article) -> None:
    kept = (
        (number, 1, position, block.kind.value, storable(block.text), None, None)
        for position, block in enumerate(article.blocks)
    )
    removed = (
        (number, 0, position, None, storable(gone.text), gone.reason.value, gone.kept_in)
        for position, gone in enumerate(article.removed)
    )
    statement = "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?)"
    db.conn.executemany(statement, kept)
    db.conn.executemany(statement, removed)
    body = "\n".join(block.text for block in article.blocks)
    db.execute(
        "INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)",
        [number, indexed(storable(article.title)), indexed(storable(body))],
    )


def _write_verdict(
    db: Database, number: int, verdict: Verdict, note: str | None, now: datetime
) -> None:
    happenings = [[h.event, h.organisation, h.place] for h in verdict.happenings]
    evidence = [[e.block, e.start, e.end, e.text, e.role.value] for e in verdict.evidence]
    db.table("verdicts").upsert(
        {
            "article": number,
            "topic": verdict.topic,
            "flagged": int(verdict.flagged),
            "score": verdict.score,
            "organisations": names_text(verdict.organisations),
            "labs": names_text(verdict.labs),
            "places": names_text(verdict.places),
            "events": names_text(verdict.events),
            "happenings": storable(json.dumps(happenings, ensure_ascii=False)),
            "evidence": storable(json.dumps(evidence, ensure_ascii=False)),
            "proof": optional_storable(verdict.proof),
            "reasons": names_text(verdict.reasons),
            "note": optional_storable(note),
            "judged_at": time_text(now),
        },
        pk=("article", "topic"),
    )
