"""Pruning takes texts and forgets nothing: not what was told, not what was seen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.news.model import Article, Block, BlockKind, Entry, Link, Reading, Verdict
from monitor.news.source import Source, SourceState
from monitor.store import Poll, Promised
from monitor.store.pruning import Pruned, prune
from monitor.store.records import records
from monitor.store.sqlite import SQLiteStore
from monitor.store.trail import trail

READ = datetime(2026, 3, 1, 8, tzinfo=UTC)
NOW = READ + timedelta(days=200)
GAZETTE = Source("Gazette", "https://gazette.test/feed")
ENTRIES = tuple(
    Entry(id=name, url=f"https://gazette.test/{name}", title=f"News of {name}", content="<p>x</p>")
    for name in ("quiet", "flagged")
)


def _filled(store: SQLiteStore) -> None:
    store.sync_sources([GAZETTE], READ)
    store.record_poll("Gazette", Poll(SourceState(first_polled_at=READ), ENTRIES, READ))
    for waiting in store.waiting("Gazette", READ, 9):
        block = Block(BlockKind.PARAGRAPH, f"All about the {waiting.entry.id} bridge.")
        article = Article(str(waiting.entry.url), waiting.entry.title, (block,))
        flagged = waiting.entry.id == "flagged"
        verdict = Verdict("labs", flagged=flagged, score=0.5, proof="proof", reasons=("so",))
        store.record_reading(waiting, Reading(article, (verdict,)), READ, _nobody)


def _nobody(verdict: Verdict, link: Link) -> Promised:
    del verdict, link
    return Promised((), "no channel")


def test_only_old_texts_that_nothing_flagged_go(store: SQLiteStore, database: Path) -> None:
    _filled(store)
    assert list(prune(database, READ, NOW)) == []
    assert list(prune(database, NOW, NOW)) == [Pruned(1, len("All about the quiet bridge."))]
    assert list(prune(database, NOW, NOW)) == []
    with records(database) as asked:
        assert [hit.title for hit in asked.search("bridge", 9)] == ["News of flagged"]
        quiet = trail(asked, "https://gazette.test/quiet")
        flagged = trail(asked, "https://gazette.test/flagged")
    assert quiet.article is not None
    assert quiet.article.pruned_at == NOW
    assert quiet.article.blocks == ()
    assert quiet.judged[0].verdict.reasons == ("so",)
    assert flagged.article is not None
    assert flagged.article.blocks == ("All about the flagged bridge.",)


def test_what_was_pruned_never_comes_back_as_new(store: SQLiteStore, database: Path) -> None:
    _filled(store)
    list(prune(database, NOW, NOW))
    renumbered = tuple(replace(entry, id=f"new-{entry.id}") for entry in ENTRIES)
    again = Poll(SourceState(first_polled_at=READ), (*ENTRIES, *renumbered), NOW)
    assert store.record_poll("Gazette", again) == 0
