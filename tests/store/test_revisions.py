"""A changed article of a told story is read again, kept as it was, and its news is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.news.model import Article, Block, BlockKind, Entry, Link, Reading, Verdict
from monitor.news.source import Source, SourceState
from monitor.store import Poll, Promised
from monitor.store.records import records
from monitor.store.revisions import MOST
from monitor.store.sqlite import SQLiteStore

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
URL = "https://gazette.test/closes"
SAID = Verdict("labs", True, 0.9, ("Amazon",), (), ("Shanghai",), ("closure",))
ENTRY = Entry(id=URL, url=URL, title="Amazon closes its lab", published=NOW)
ADVERT = "Buy a boat today, it has never been as cheap."


class Desk:
    """Polls and reads one source; keeps the links that were made."""

    def __init__(self, store: SQLiteStore) -> None:
        self.store = store
        self.links: list[Link] = []
        self.now = NOW
        store.sync_sources([Source("Gazette", "https://gazette.test/feed")], NOW)

    def poll(self, *entries: Entry) -> int:
        """Return how many entries wait after a poll."""
        self.now += timedelta(hours=1)
        state = SourceState(first_polled_at=NOW)
        self.store.record_poll("Gazette", Poll(state, entries, self.now))
        return len(self.store.waiting("Gazette", self.now, 99))

    def read(self, title: str, texts: Sequence[str], verdict: Verdict = SAID) -> None:
        blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
        article = Article(URL, title, blocks, published=NOW)
        for waiting in self.store.waiting("Gazette", self.now, 99):
            reading = Reading(article, (verdict,))
            self.store.record_reading(waiting, reading, self.now, self._note)

    def _note(self, _verdict: Verdict, link: Link) -> Promised:
        self.links.append(link)
        return Promised((), "")


@pytest.fixture
def desk(store: SQLiteStore) -> Desk:
    made = Desk(store)
    made.poll(ENTRY)
    made.read(ENTRY.title, ["It is over."])
    return made


def test_the_same_entry_again_is_not_read_again(desk: Desk) -> None:
    assert desk.poll(ENTRY) == 0
    assert desk.poll(replace(ENTRY, id="renumbered", url=f"{URL}?utm_source=feed")) == 0
    assert desk.poll(replace(ENTRY, published=NOW + timedelta(days=1))) == 0


def test_an_edited_headline_is_news_of_the_same_article(desk: Desk, database: Path) -> None:
    title = "Staff of the lab learn of its end by mail"
    assert desk.poll(replace(ENTRY, title=title)) == 1
    desk.read(title, ["It is over."])
    first, again = desk.links
    assert (again.key, again.joined) == (first.key, True)
    assert [(one.kind.value, one.text) for one in again.developments] == [("headline", title)]
    with records(database) as asked:
        (story,) = asked.stories(topic=None, since=None, limit=9)
        kept = asked.database.execute("SELECT title, text FROM revisions ORDER BY id").fetchall()
    assert story.articles == 1
    assert kept == [(ENTRY.title, None), (ENTRY.title, "It is over.")]


def test_a_changed_figure_and_party_are_news(desk: Desk) -> None:
    changed = replace(ENTRY, updated=NOW + timedelta(hours=1))
    assert desk.poll(changed) == 0  # the feed told no update before
    title = "Amazon closes its lab, 1,640 people leave"
    assert desk.poll(replace(changed, title=title)) == 1
    desk.read(title, ["It is over."], replace(SAID, organisations=("Amazon", "Alibaba")))
    told = [(one.kind.value, one.text) for one in desk.links[-1].developments]
    assert told == [("organisation", "Alibaba"), ("figure", "1,640 people")]


def test_a_changed_advert_is_no_news(desk: Desk, database: Path) -> None:
    desk.poll(replace(ENTRY, title="Amazon closes its lab - Gazette"))
    desk.read("Amazon closes its lab - Gazette", ["It is over.", ADVERT])
    assert desk.links[-1].developments == ()


def test_a_headline_that_flips_is_not_followed_for_ever(desk: Desk) -> None:
    read = 0
    for turn in range(40):
        read += desk.poll(replace(ENTRY, title=f"Headline {turn % 2}"))
        desk.read(f"Headline {turn % 2}", ["It is over."])
    assert read <= MOST


def test_what_tells_no_story_is_not_read_again(store: SQLiteStore) -> None:
    quiet = Desk(store)
    quiet.poll(ENTRY)
    quiet.read(ENTRY.title, ["A bridge is painted."], replace(SAID, flagged=False))
    assert quiet.poll(replace(ENTRY, title="Another headline")) == 0
