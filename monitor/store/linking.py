"""A flagged article -> its story on disk, and the other articles that move on its arrival."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from monitor.news.model import Article, Development, Link, Story, Telling, Verdict
from monitor.news.story import place, story_key, summary, tell
from monitor.news.story.developments import developments, revised
from monitor.news.story.linking import link_of
from monitor.store.columns import names_text, storable, time_text
from monitor.store.deliveries import rethread
from monitor.store.shelf import Shelf, telling_of


def place_article(
    db: Database, number: int, article: Article, verdict: Verdict, now: datetime
) -> Link:
    """Link a stored article to its story; a second time it stays there, with what it has changed."""
    telling = tell(article, verdict, now)
    known = _place_of(db, telling, number)
    if known is not None:
        return _tell_again(db, number, article, verdict, telling, known)
    placed = place(Shelf(db, number), telling)
    move(db, telling.topic, placed.moves, now)
    others = [one for one in _of_story(db, placed.key) if one.id != telling.id]
    added: tuple[Development, ...] = ()
    if others:
        added = developments(article, verdict, summary(placed.key, others), copy=placed.is_copy)
    earlier = None if placed.earlier is None else _story_of(db, telling.topic, placed.earlier)
    link = link_of(placed, added, earlier, joined=bool(others))
    db.execute(
        "UPDATE story_articles SET reason = ?, copy = ? WHERE topic = ? AND article = ?",
        [storable(link.reason), link.copy, telling.topic, number],
    )
    return link


def move(db: Database, topic: str, moves: Mapping[str, str], now: datetime) -> None:
    """Put articles under other stories, and write down anew what all these stories tell.

    A story that lost its last article stays, and says which one holds them now.
    """
    left: set[str] = set()
    entering: defaultdict[str, list[tuple[int, Telling]]] = defaultdict(list)
    for row in db.conn.execute(
        "SELECT article, story, told.* FROM told WHERE topic = ? AND identity IN (SELECT value FROM json_each(?))",
        (topic, names_text(moves)),
    ):
        number, story, *columns = row
        telling = telling_of(columns)
        entering[moves[telling.id]].append((number, telling))
        if story is not None:
            left.add(story)
    for key, found in entering.items():
        _write_story(db, summary(key, (telling for _, telling in found)))
        db.conn.executemany(
            "INSERT INTO story_articles (story, article, topic, reason, added_at) "
            "VALUES (?, ?, ?, 'moved: other articles showed where it belongs', ?) "
            "ON CONFLICT (topic, article) DO UPDATE SET story = excluded.story, "
            "reason = excluded.reason",
            [(key, number, topic, time_text(now)) for number, _ in found],
        )
    for key in left | entering.keys():
        if tellings := _of_story(db, key):
            _write_story(db, summary(key, tellings))
    _note_merged(db, topic, moves, left)


def _place_of(db: Database, telling: Telling, number: int) -> Link | None:
    """Return where an article stands that was linked before."""
    row = db.execute(
        "SELECT story, reason, copy FROM story_articles WHERE topic = :topic AND article = coalesce("
        "(SELECT article FROM tellings WHERE topic = :topic AND identity = :identity), :article)",
        {"topic": telling.topic, "identity": storable(telling.id), "article": number},
    ).fetchone()
    return None if row is None else Link(row[0], joined=True, reason=row[1], copy=bool(row[2]))


def _tell_again(
    db: Database, number: int, article: Article, verdict: Verdict, telling: Telling, known: Link
) -> Link:
    """Return what a changed article adds to its story, and let the story know it."""
    story = summary(known.key, _of_story(db, known.key))
    rows = db.query("SELECT * FROM told WHERE topic = ? AND article = ?", [telling.topic, number])
    before = next((row["title"] for row in rows), telling.title)
    db.execute(
        "UPDATE tellings SET title = ?, organisations = ?, labs = ?, places = ?, events = ?, "
        "figures = ?, told = ? WHERE topic = ? AND article = ?",
        [
            storable(telling.title),
            names_text(telling.organisations),
            names_text(telling.labs),
            names_text(telling.places),
            names_text(telling.events),
            names_text(telling.figures),
            names_text(telling.told),
            telling.topic,
            number,
        ],
    )
    _write_story(db, summary(known.key, _of_story(db, known.key)))
    return replace(known, developments=revised(article, verdict, story, before))


def _note_merged(db: Database, topic: str, moves: Mapping[str, str], left: Iterable[str]) -> None:
    """Say of each story that its opener left where it went."""
    opened = {story_key(topic, name): key for name, key in moves.items()}
    for key in left:
        if key in opened and not _of_story(db, key):
            db.execute("UPDATE stories SET merged_into = ? WHERE key = ?", [opened[key], key])
            rethread(db, key, opened[key])


def _of_story(db: Database, key: str) -> list[Telling]:
    rows = db.conn.execute("SELECT * FROM told WHERE story = ?", (key,))
    return [telling_of(row) for row in rows]


def _story_of(db: Database, topic: str, name: str) -> str | None:
    row = db.execute(
        "SELECT story FROM told WHERE topic = ? AND identity = ?", [topic, storable(name)]
    ).fetchone()
    return None if row is None else str(row[0])


def _write_story(db: Database, story: Story) -> None:
    db.execute(
        "INSERT INTO stories (key, topic, title, opened_at, last_article_at, organisations, labs, "
        "places, events, figures, told) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (key) DO UPDATE SET title = excluded.title, opened_at = excluded.opened_at, "
        "last_article_at = excluded.last_article_at, organisations = excluded.organisations, "
        "labs = excluded.labs, places = excluded.places, events = excluded.events, "
        "figures = excluded.figures, told = excluded.told, merged_into = NULL",
        [
            story.key,
            story.topic,
            storable(story.title),
            time_text(story.opened_at),
            time_text(story.last_article_at),
            names_text(story.organisations),
            names_text(story.labs),
            names_text(story.places),
            names_text(story.events),
            names_text(story.figures),
            names_text(story.told),
        ],
    )
