-- What is watched, and what its polls brought.

CREATE TABLE sources (
    name TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    kind TEXT NOT NULL,
    language TEXT,
    watched INTEGER NOT NULL,              -- 0: taken out of the configuration
    next_poll_at TEXT,
    leased_at TEXT,                        -- since when a poll is under way
    first_polled_at TEXT,
    last_polled_at TEXT,
    last_success_at TEXT,
    last_new_at TEXT,
    failures INTEGER NOT NULL DEFAULT 0,   -- in a row
    failing_since TEXT,
    unreached_since TEXT,                  -- no server has answered for it
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
    health_reason TEXT NOT NULL DEFAULT '',
    memory TEXT NOT NULL DEFAULT '{}'      -- JSON: its rhythm, and what else the scheduler keeps
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
