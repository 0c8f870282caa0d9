"""Labels stand beside verdicts, and pruning leaves what is labelled alone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.news.model import Article, Block, BlockKind, Entry, Link, Reading, Verdict
from monitor.news.source import Source, SourceState
from monitor.store import Poll, Promised
from monitor.store.articles import count_articles, stored_articles
from monitor.store.labels import Label, Labelled, label
from monitor.store.pruning import prune
from monitor.store.records import records
from monitor.store.sqlite import SQLiteStore

READ = datetime(2026, 3, 1, 8, tzinfo=UTC)
NOW = READ + timedelta(days=200)
GAZETTE = Source("Gazette", "https://gazette.test/feed")
HEADING, LINE = Block(BlockKind.HEADING, "Bridges"), Block(BlockKind.PARAGRAPH, "A line.")


def filled(store: SQLiteStore, count: int) -> None:
    """Read so many articles, all left alone by the topic labs."""
    store.sync_sources([GAZETTE], READ)
    entries = tuple(
        Entry(id=str(n), url=f"https://gazette.test/{n}", title=f"No {n}") for n in range(count)
    )
    store.record_poll("Gazette", Poll(SourceState(first_polled_at=READ), entries, READ))
    for waiting in store.waiting("Gazette", READ, count):
        day = READ + timedelta(days=int(waiting.entry.id))
        url = str(waiting.entry.url)
        article = Article(url, waiting.entry.title, (HEADING, LINE), published=day, language="en")
        verdict = Verdict("labs", flagged=False, score=0.25)
        store.record_reading(waiting, Reading(article, (verdict,)), READ, nobody)


def nobody(verdict: Verdict, link: Link) -> Promised:
    del verdict, link
    return Promised((), "no channel")


def test_a_label_is_kept_with_what_was_decided(store: SQLiteStore, database: Path) -> None:
    filled(store, 2)
    url = "http://www.gazette.test/1?utm_medium=rss"
    first = label(database, url, Label("labs", relevant=True, note="missed"), NOW)
    again = label(database, url, Label("labs", relevant=False), NOW)
    assert first == Labelled("No 1", flagged=False, score=0.25, before=None)
    assert again == Labelled("No 1", flagged=False, score=0.25, before=True)
    assert label(database, url, Label("other", relevant=True), NOW) == Labelled(
        "No 1", flagged=None, score=None, before=None
    )
    assert label(database, "https://gazette.test/9", Label("labs", relevant=True), NOW) is None
    with records(database) as asked:
        (stored,) = stored_articles(asked, labelled=True)
    assert stored.article.title == "No 1"
    assert {topic: said.relevant for topic, said in stored.said.items()} == {
        "labs": False,
        "other": True,
    }


def test_articles_come_back_as_they_were_judged(store: SQLiteStore, database: Path) -> None:
    filled(store, 3)
    with records(database) as asked:
        found = list(stored_articles(asked))
    assert {each.article.title for each in found} == {"No 0", "No 1", "No 2"}
    (second,) = (each for each in found if each.article.title == "No 1")
    article = second.article
    assert article.blocks == (HEADING, LINE)
    assert (article.language, article.published) == ("en", READ + timedelta(days=1))
    assert second.decided["labs"].score == 0.25


def test_batches_join_without_a_seam_and_respect_a_date(store: SQLiteStore, database: Path) -> None:
    filled(store, 205)
    with records(database) as asked:
        titles = [each.article.title for each in stored_articles(asked)]
        since = READ + timedelta(days=200)
        late = [each.article.title for each in stored_articles(asked, since)]
        assert count_articles(asked, since) == len(late) == 5
        assert count_articles(asked) == 205
    assert sorted(titles) == sorted(f"No {n}" for n in range(205))


def test_pruning_spares_what_is_labelled(store: SQLiteStore, database: Path) -> None:
    filled(store, 2)
    label(database, "https://gazette.test/1", Label("labs", relevant=False), NOW)
    list(prune(database, NOW, NOW))
    with records(database) as asked:
        assert [each.article.title for each in stored_articles(asked)] == ["No 1"]


def test_without_a_database_a_label_is_refused(tmp_path: Path) -> None:
    missing = tmp_path / "none.db"
    with pytest.raises(StoreError, match="no such database"):
        label(missing, "https://gazette.test/1", Label("labs", relevant=True), NOW)
    assert not missing.exists()
