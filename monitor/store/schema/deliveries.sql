-- What was promised to whom, and what became of it.

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    dedup_key TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    thread_key TEXT,
    -- held | pending | sending | sent | dead | gathered | silenced | cancelled
    state TEXT NOT NULL DEFAULT 'pending',
    attempts INTEGER NOT NULL DEFAULT 0,
    possible_repeat INTEGER NOT NULL DEFAULT 0,
    owner TEXT,                            -- the process that is sending it
    promised_at TEXT NOT NULL,
    first_attempt_at TEXT,
    next_attempt_at TEXT NOT NULL,
    settled_at TEXT,
    reference TEXT,                        -- the provider's name for the message
    last_error TEXT,
    route TEXT,
    score REAL NOT NULL DEFAULT 0,
    for_digest INTEGER NOT NULL DEFAULT 0,
    held_reason TEXT,                      -- why it waits, or was silenced
    released_at TEXT,
    digest INTEGER REFERENCES deliveries (id),  -- that tells it
    outlets TEXT NOT NULL DEFAULT '[]',    -- that told it too
    edit_due_at TEXT,                      -- when the message is to name them
    edited_at TEXT
);
CREATE INDEX deliveries_due ON deliveries (next_attempt_at, id) WHERE state = 'pending';
CREATE INDEX deliveries_by_thread ON deliveries (thread_key, channel, recipient);
CREATE INDEX deliveries_held ON deliveries (id) WHERE state = 'held';
CREATE INDEX deliveries_to_edit ON deliveries (edit_due_at) WHERE edit_due_at IS NOT NULL;
CREATE INDEX deliveries_by_time ON deliveries (promised_at);
CREATE INDEX deliveries_by_digest ON deliveries (digest) WHERE digest IS NOT NULL;

CREATE TABLE channels (
    name TEXT PRIMARY KEY,
    paused_until TEXT NOT NULL,
    reason TEXT NOT NULL
);

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
