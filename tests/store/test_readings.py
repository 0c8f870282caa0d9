"""A reading leaves article, verdict, story and promise behind together, or nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.news.model import (
    Article,
    Block,
    BlockKind,
    Entry,
    Evidence,
    Happening,
    Link,
    Reading,
    Removal,
    Removed,
    Role,
    Verdict,
)
from monitor.news.source import Source, SourceState
from monitor.store import Poll, Promise, Promised, Waiting
from monitor.store.records import records
from monitor.store.sqlite import SQLiteStore
from monitor.store.trail import trail

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
URL = "https://gazette.test/closes"
TEXT = "Viện nghiên cứu đóng cửa tại Thượng Hải."


def article(url: str = URL, title: str = "The lab in Shanghai closes") -> Article:
    return Article(
        url=url,
        title=title,
        blocks=(
            Block(BlockKind.PARAGRAPH, TEXT),
            Block(BlockKind.PARAGRAPH, "研究院宣布关闭上海实验室。"),
        ),
        removed=(Removed(TEXT, Removal.REPEAT, 0),),
        published=NOW,
        language="vi",
    )


def verdict(*, flagged: bool = True) -> Verdict:
    return Verdict(
        topic="labs",
        flagged=flagged,
        score=0.9 if flagged else 0.1,
        organisations=("Amazon",),
        places=("Shanghai",),
        events=("closure",),
        happenings=(Happening("closure", "Amazon", "Shanghai"),),
        evidence=(Evidence(0, 0, 4, "Viện", Role.FACILITY),),
        proof=TEXT,
        reasons=("Amazon closes a lab in Shanghai.",),
    )


def promising(_verdict: Verdict, link: Link) -> Promised:
    made = Promise(f"desk:a:{link.key}:story", "desk", "a", "story", "{}", link.key)
    return Promised((made,), "alert to desk")


def queue(store: SQLiteStore, url: str = URL, source: str = "Gazette") -> Waiting:
    store.sync_sources([Source(source, f"https://{source}.test/feed")], NOW)
    entry = Entry(id=url, url=url, title="The lab in Shanghai closes", published=NOW)
    store.record_poll(source, Poll(SourceState(first_polled_at=NOW), (entry,), NOW))
    (waiting,) = [w for w in store.waiting(source, NOW, 10) if w.entry.url == url]
    return waiting


def test_story_and_promise_are_written_in_one_transaction(
    store: SQLiteStore, database: Path
) -> None:
    def failing(_verdict: Verdict, _link: Link) -> Promised:
        raise RuntimeError("cut off here")

    waiting = queue(store)
    with pytest.raises(RuntimeError):
        store.record_reading(waiting, Reading(article(), (verdict(),)), NOW, failing)
    with records(database) as asked:
        assert asked.stories(topic=None, since=None, limit=9) == []
        assert asked.totals().articles == 0
    assert store.waiting("Gazette", NOW, 10) == (waiting,)


def test_the_same_reading_twice_promises_once(store: SQLiteStore, database: Path) -> None:
    waiting = queue(store)
    for _ in range(2):
        store.record_reading(waiting, Reading(article(), (verdict(),)), NOW, promising)
    with records(database) as asked:
        (story,) = asked.stories(topic=None, since=None, limit=9)
        assert asked.totals().deliveries == {"pending": 1}
    assert (story.articles, story.outlets, story.score) == (1, ("Gazette",), 0.9)


def test_a_second_outlet_joins_the_story_and_promises_nothing_new(
    store: SQLiteStore, database: Path
) -> None:
    store.record_reading(queue(store), Reading(article(), (verdict(),)), NOW, promising)
    other = queue(store, "https://courier.test/shanghai", "Courier")
    told = article("https://courier.test/shanghai", "Amazon leaves Shanghai")
    store.record_reading(other, Reading(told, (verdict(),)), NOW + timedelta(hours=2), promising)
    with records(database) as asked:
        (story,) = asked.stories(topic=None, since=None, limit=9)
        assert asked.totals().deliveries == {"pending": 1}
    assert (story.articles, story.outlets) == (2, ("Courier", "Gazette"))


def test_what_is_not_flagged_is_stored_too_and_promises_nothing(
    store: SQLiteStore, database: Path
) -> None:
    reading = Reading(article(), (verdict(flagged=False),))
    store.record_reading(queue(store), reading, NOW, promising)
    with records(database) as asked:
        totals = asked.totals()
        assert (totals.articles, totals.flagged, totals.deliveries) == (1, 0, {})
        (left,) = asked.left_alone(9)
    assert left.reason == "Amazon closes a lab in Shanghai."


def test_kept_and_removed_text_are_both_stored(store: SQLiteStore, database: Path) -> None:
    store.record_reading(queue(store), Reading(article(), (verdict(),)), NOW, promising)
    with records(database) as asked:
        (gone,) = asked.taken_out(9)
        found = trail(asked, URL)
    assert (gone.text, gone.reason) == (TEXT, "repeat")
    assert found.article is not None
    assert (len(found.article.blocks), found.article.removed) == (2, 1)


def test_the_trail_of_an_address_tells_every_decision(store: SQLiteStore, database: Path) -> None:
    store.record_reading(queue(store), Reading(article(), (verdict(),)), NOW, promising)
    with records(database) as asked:
        found = trail(asked, URL + "?utm_source=mail#top")
    (judged,) = found.judged
    assert judged.verdict == verdict()
    assert (judged.note, judged.story_title) == ("alert to desk", "The lab in Shanghai closes")
    assert [(d.channel, d.state) for d in judged.deliveries] == [("desk", "pending")]
    assert [s.source for s in found.sightings] == ["Gazette"]


def test_an_unknown_address_has_an_empty_trail(store: SQLiteStore, database: Path) -> None:
    queue(store)
    with records(database) as asked:
        found = trail(asked, "https://gazette.test/never-seen")
    assert (found.sightings, found.article, found.judged) == ((), None, ())


@pytest.mark.parametrize(
    "words",
    [
        "Viện nghiên cứu",
        "vien nghien cuu",
        "dong cua",
        "ĐÓNG CỬA",
        "关闭",
        "实验室",
        "上海实验室",
        "院",
        '"shanghai closes"',
        "shang*",
    ],
)
def test_search_finds_words(store: SQLiteStore, database: Path, words: str) -> None:
    store.record_reading(queue(store), Reading(article(), (verdict(),)), NOW, promising)
    with records(database) as asked:
        assert [hit.flagged for hit in asked.search(words, 5)] == [("labs",)]


@pytest.mark.parametrize(
    "words", ["海上", '"closes shanghai"', "hanoi", '" OR NEAR( *', "title:", "—", ""]
)
def test_search_finds_nothing_else_and_never_fails(
    store: SQLiteStore, database: Path, words: str
) -> None:
    store.record_reading(queue(store), Reading(article(), (verdict(),)), NOW, promising)
    with records(database) as asked:
        assert asked.search(words, 5) == []


def test_a_database_that_is_not_there_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such database yet"), records(tmp_path / "none.db"):
        pass
    assert not (tmp_path / "none.db").exists()
