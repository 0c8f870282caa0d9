"""The tables, indexes and views, step by step; a step once released is never edited."""

from sqlite_utils import Database, Migrations

steps = Migrations("monitor")


@steps()
def first_tables(db: Database) -> None:
    """Create every table of the first release."""
    db.executescript(_SOURCES)
    db.executescript(_ARTICLES)
    db.executescript(_STORIES)
    db.executescript(_DELIVERIES)


@steps()
def first_views(db: Database) -> None:
    """Create what an analyst opens in any SQLite browser."""
    for name, query in _VIEWS.items():
        db.create_view(name, query)


@steps()
def story_told(db: Database) -> None:
    """Keep which developments a story has told that count once."""
    db.execute("ALTER TABLE stories ADD COLUMN told TEXT NOT NULL DEFAULT '[]'")


@steps()
def pruned_articles(db: Database) -> None:
    """Remember when an article's text was taken out."""
    db.execute("ALTER TABLE articles ADD COLUMN pruned_at TEXT")


@steps()
def held_deliveries(db: Database) -> None:
    """Let messages wait for their route's time, be gathered in a digest, or be silenced."""
    db.executescript(_HELD)


@steps()
def linking(db: Database) -> None:
    """Keep what linking needs of each flagged article, looked up by its keys."""
    db.execute("ALTER TABLE stories DROP COLUMN titles")
    db.execute("ALTER TABLE stories DROP COLUMN sketches")
    db.execute("ALTER TABLE stories ADD COLUMN merged_into TEXT")
    db.execute("ALTER TABLE story_articles ADD COLUMN copy INTEGER NOT NULL DEFAULT 0")
    db.executescript(_LINKING)


@steps()
def source_memory(db: Database) -> None:
    """Keep each source's rhythm, and since when no server answers for it."""
    db.execute("ALTER TABLE sources ADD COLUMN unreached_since TEXT")
    db.execute("ALTER TABLE sources ADD COLUMN memory TEXT NOT NULL DEFAULT '{}'")
    db.execute("UPDATE sources SET listing = NULL, gap = NULL")


@steps()
def owner_labels(db: Database) -> None:
    """Keep what the owner says of verdicts: the truth that they are measured by."""
    db.execute(
        """
        CREATE TABLE labels (
            article INTEGER NOT NULL REFERENCES articles (id),
            topic TEXT NOT NULL,
            relevant INTEGER NOT NULL,             -- 1: the article is of the topic
            note TEXT,
            labelled_at TEXT NOT NULL,
            PRIMARY KEY (article, topic)
        ) WITHOUT ROWID
        """
    )


@steps()
def revisions(db: Database) -> None:
    """Keep what an article said before its publisher changed it."""
    db.executescript(_REVISIONS)


_SOURCES = """
CREATE TABLE sources (
    name TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    kind TEXT NOT NULL,
    language TEXT,
    watched INTEGER NOT NULL,              -- 0: taken out of the configuration
    next_poll_at TEXT,
    first_polled_at TEXT,
    last_polled_at TEXT,
    last_success_at TEXT,
    last_new_at TEXT,
    failures INTEGER NOT NULL DEFAULT 0,   -- in a row
    failing_since TEXT,
    last_error TEXT,
    etag TEXT,
    last_modified TEXT,
    body_hash TEXT,
    moved_to TEXT,
    format TEXT,
    repairs TEXT NOT NULL DEFAULT '[]',
    interval_seconds INTEGER NOT NULL,
    listing TEXT,                          -- JSON: what the last poll listed, in numbers
    usual_entries REAL NOT NULL DEFAULT 0,
    was_dated INTEGER NOT NULL DEFAULT 0,
    gap TEXT,                              -- JSON: the latest time in which items may have rolled by
    health TEXT NOT NULL DEFAULT 'never polled',
    health_since TEXT,
    health_reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX sources_due ON sources (next_poll_at) WHERE watched;

CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL REFERENCES sources (name),
    feed_id TEXT NOT NULL,
    url TEXT,
    url_key TEXT,                          -- the address without what does not identify it
    title_key TEXT NOT NULL,               -- letters and digits of the title
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    content TEXT NOT NULL,
    author TEXT,
    published TEXT,
    updated TEXT,
    language TEXT,
    via TEXT,
    categories TEXT NOT NULL DEFAULT '[]',
    first_seen TEXT NOT NULL,
    baseline INTEGER NOT NULL,             -- it stood in the first poll of its source
    state TEXT NOT NULL DEFAULT 'waiting', -- waiting | read | unread
    tries INTEGER NOT NULL DEFAULT 0,
    next_read_at TEXT,
    reason TEXT,                           -- why it is not read
    article INTEGER REFERENCES articles (id)
);
CREATE INDEX entries_by_id ON entries (source, feed_id);
CREATE INDEX entries_by_url ON entries (url_key);
CREATE INDEX entries_by_title ON entries (source, title_key);
CREATE INDEX entries_waiting ON entries (source, id) WHERE state = 'waiting';
CREATE INDEX entries_by_article ON entries (article);
"""

_ARTICLES = """
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,         -- normalised address, else the entry
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    byline TEXT,
    published TEXT,
    modified TEXT,
    language TEXT,
    via TEXT,
    site_name TEXT,
    canonical_url TEXT,
    free INTEGER,
    read_at TEXT NOT NULL
);
CREATE INDEX articles_by_url ON articles (url);

CREATE TABLE blocks (
    article INTEGER NOT NULL REFERENCES articles (id),
    kept INTEGER NOT NULL,                 -- 0: removed
    position INTEGER NOT NULL,
    kind TEXT,
    text TEXT NOT NULL,
    reason TEXT,                           -- why it was removed
    kept_in INTEGER,                       -- position of the kept block that says the same
    PRIMARY KEY (article, kept, position)
) WITHOUT ROWID;

CREATE TABLE verdicts (
    article INTEGER NOT NULL REFERENCES articles (id),
    topic TEXT NOT NULL,
    flagged INTEGER NOT NULL,
    score REAL NOT NULL,
    organisations TEXT NOT NULL,
    labs TEXT NOT NULL,
    places TEXT NOT NULL,
    events TEXT NOT NULL,
    happenings TEXT NOT NULL,
    evidence TEXT NOT NULL,
    proof TEXT,
    reasons TEXT NOT NULL,
    note TEXT,                             -- why there is an alert, or why there is none
    judged_at TEXT NOT NULL,
    PRIMARY KEY (article, topic)
) WITHOUT ROWID;
CREATE INDEX verdicts_flagged ON verdicts (topic, judged_at) WHERE flagged;

CREATE VIRTUAL TABLE search USING fts5 (title, body, tokenize = 'unicode61 remove_diacritics 2');
"""

_STORIES = """
CREATE TABLE stories (
    key TEXT PRIMARY KEY,
    topic TEXT NOT NULL,
    title TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    last_article_at TEXT NOT NULL,
    organisations TEXT NOT NULL,
    labs TEXT NOT NULL,
    places TEXT NOT NULL,
    events TEXT NOT NULL,
    titles TEXT NOT NULL,
    figures TEXT NOT NULL,
    sketches TEXT NOT NULL
);
CREATE INDEX stories_recent ON stories (topic, last_article_at);

CREATE TABLE story_articles (
    story TEXT NOT NULL REFERENCES stories (key),
    article INTEGER NOT NULL REFERENCES articles (id),
    topic TEXT NOT NULL,
    reason TEXT NOT NULL,                  -- why it belongs there, in words
    added_at TEXT NOT NULL,
    PRIMARY KEY (topic, article)
) WITHOUT ROWID;
CREATE INDEX story_articles_by_story ON story_articles (story);
"""

_LINKING = """
CREATE TABLE tellings (
    id INTEGER PRIMARY KEY,
    topic TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (id),
    identity TEXT NOT NULL,                -- the article's name in news.story
    told_at TEXT NOT NULL,
    language TEXT,
    title TEXT NOT NULL,
    organisations TEXT NOT NULL,
    labs TEXT NOT NULL,
    places TEXT NOT NULL,
    events TEXT NOT NULL,
    subjects TEXT NOT NULL,                -- organisations that something happens to
    sites TEXT NOT NULL,                   -- cities where it happens
    figures TEXT NOT NULL,
    told TEXT NOT NULL,
    terms BLOB NOT NULL,                   -- packed as news.story.telling says
    frequencies BLOB NOT NULL,
    commonness BLOB NOT NULL,
    title_terms INTEGER NOT NULL,
    fingerprints BLOB NOT NULL,
    norm REAL NOT NULL,
    title_norm REAL NOT NULL,
    UNIQUE (topic, identity)
);
CREATE INDEX tellings_by_article ON tellings (article);

CREATE TABLE telling_keys (                -- where to look for articles that share something
    key INTEGER NOT NULL,                  -- hash of topic and key
    told_at INTEGER NOT NULL,              -- seconds since 1970, for short rows
    telling INTEGER NOT NULL REFERENCES tellings (id),
    PRIMARY KEY (key, told_at, telling)
) WITHOUT ROWID;

CREATE TABLE telling_fingerprints (        -- a fingerprint keeps few holders
    fingerprint INTEGER NOT NULL,          -- hash of topic and fingerprint
    telling INTEGER NOT NULL REFERENCES tellings (id),
    PRIMARY KEY (fingerprint, telling)
) WITHOUT ROWID;

CREATE TABLE telling_edges (               -- both ways
    telling INTEGER NOT NULL REFERENCES tellings (id),
    other INTEGER NOT NULL REFERENCES tellings (id),
    score INTEGER NOT NULL,
    copy INTEGER NOT NULL,
    PRIMARY KEY (telling, other)
) WITHOUT ROWID;

CREATE TABLE term_counts (                 -- of articles that name no organisation
    topic TEXT NOT NULL,
    term INTEGER NOT NULL,                 -- -1: of all of them
    articles INTEGER NOT NULL,
    PRIMARY KEY (topic, term)
) WITHOUT ROWID;

CREATE VIEW told AS                        -- all of a telling but what only linking needs
    SELECT t.id, t.topic, t.article, t.identity, t.told_at, t.language, t.title, t.organisations,
           t.labs, t.places, t.events, t.subjects, t.sites, t.figures, t.told, x'' AS terms, x'' AS frequencies,
           x'' AS commonness, 0 AS title_terms, x'' AS fingerprints, sa.story, sa.reason, sa.copy
    FROM tellings t
    LEFT JOIN story_articles sa ON sa.topic = t.topic AND sa.article = t.article;

CREATE TABLE hand (                        -- a person's word on pairs of articles, both ways
    topic TEXT NOT NULL,
    one TEXT NOT NULL,                     -- identity
    other TEXT NOT NULL,
    together INTEGER NOT NULL,
    said_at TEXT NOT NULL,
    PRIMARY KEY (topic, one, other)
) WITHOUT ROWID;
"""

_REVISIONS = """
CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (id),
    replaced_at TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT                              -- NULL: the feed alone listed it otherwise
);
CREATE INDEX revisions_by_article ON revisions (article);
"""

_DELIVERIES = """
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    dedup_key TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    thread_key TEXT,
    state TEXT NOT NULL DEFAULT 'pending', -- pending | sending | sent | dead
    attempts INTEGER NOT NULL DEFAULT 0,
    possible_repeat INTEGER NOT NULL DEFAULT 0,
    owner TEXT,                            -- the process that is sending it
    promised_at TEXT NOT NULL,
    first_attempt_at TEXT,
    next_attempt_at TEXT NOT NULL,
    settled_at TEXT,
    reference TEXT,                        -- the provider's name for the message
    last_error TEXT
);
CREATE INDEX deliveries_due ON deliveries (next_attempt_at, id) WHERE state = 'pending';
CREATE INDEX deliveries_by_thread ON deliveries (thread_key, channel, recipient);

CREATE TABLE channels (
    name TEXT PRIMARY KEY,
    paused_until TEXT NOT NULL,
    reason TEXT NOT NULL
);
"""

_HELD = """
-- state: held | pending | sending | sent | dead | gathered | silenced | cancelled
ALTER TABLE deliveries ADD COLUMN route TEXT;
ALTER TABLE deliveries ADD COLUMN score REAL NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN for_digest INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN held_reason TEXT;    -- why it waits, or was silenced
ALTER TABLE deliveries ADD COLUMN released_at TEXT;
ALTER TABLE deliveries ADD COLUMN digest INTEGER REFERENCES deliveries (id);  -- that tells it
ALTER TABLE deliveries ADD COLUMN outlets TEXT NOT NULL DEFAULT '[]';  -- that told it too
ALTER TABLE deliveries ADD COLUMN edit_due_at TEXT;    -- when the message is to name them
ALTER TABLE deliveries ADD COLUMN edited_at TEXT;
CREATE INDEX deliveries_held ON deliveries (id) WHERE state = 'held';
CREATE INDEX deliveries_to_edit ON deliveries (edit_due_at) WHERE edit_due_at IS NOT NULL;
CREATE INDEX deliveries_by_time ON deliveries (promised_at);
CREATE INDEX deliveries_by_digest ON deliveries (digest) WHERE digest IS NOT NULL;

CREATE TABLE silences (
    id INTEGER PRIMARY KEY,
    organisation TEXT,
    topic TEXT,
    story TEXT,
    until TEXT NOT NULL,
    reason TEXT,
    made_at TEXT NOT NULL,
    lifted_at TEXT
);
"""

_VIEWS = {
    "flagged": """
        SELECT a.published, a.source, a.title, a.url, v.topic, v.score, v.organisations, v.labs,
               v.places, v.events, v.proof, v.note, sa.story, a.id AS article
        FROM verdicts v
        JOIN articles a ON a.id = v.article
        LEFT JOIN story_articles sa ON sa.article = a.id AND sa.topic = v.topic
        WHERE v.flagged ORDER BY v.judged_at DESC
    """,
    "story_timeline": """
        SELECT s.key AS story, s.topic, s.title AS story_title, a.published, a.source, a.language,
               a.title, a.url, sa.reason, sa.added_at
        FROM stories s
        JOIN story_articles sa ON sa.story = s.key
        JOIN articles a ON a.id = sa.article
        ORDER BY s.opened_at DESC, s.key, sa.added_at
    """,
    "source_health": """
        SELECT name, url, health, health_since, health_reason, format, failures, last_error, last_success_at, last_new_at, next_poll_at,
               (SELECT count(*) FROM entries e WHERE e.source = s.name) AS entries,
               (SELECT count(*) FROM entries e WHERE e.source = s.name AND e.state = 'waiting')
                   AS waiting,
               (SELECT count(*) FROM entries e WHERE e.source = s.name AND e.state = 'unread')
                   AS unread,
               repairs
        FROM sources s WHERE watched ORDER BY failures DESC, name
    """,
}
