-- What was read and judged, also what did not match.

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
    read_at TEXT NOT NULL,
    pruned_at TEXT                         -- when its text was taken out
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

CREATE TABLE revisions (                   -- what an article said before it was changed
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (id),
    replaced_at TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT                              -- NULL: the feed alone listed it otherwise
);
CREATE INDEX revisions_by_article ON revisions (article);

CREATE TABLE labels (                      -- what the owner says of verdicts: they are measured by it
    article INTEGER NOT NULL REFERENCES articles (id),
    topic TEXT NOT NULL,
    relevant INTEGER NOT NULL,             -- 1: the article is of the topic
    note TEXT,
    labelled_at TEXT NOT NULL,
    PRIMARY KEY (article, topic)
) WITHOUT ROWID;
