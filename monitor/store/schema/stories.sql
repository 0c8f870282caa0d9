-- What several articles tell, and what linking needs of each of them.

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
    figures TEXT NOT NULL,
    told TEXT NOT NULL DEFAULT '[]',       -- developments that count once
    merged_into TEXT                       -- the story that its articles moved to
);
CREATE INDEX stories_recent ON stories (topic, last_article_at);

CREATE TABLE story_articles (
    story TEXT NOT NULL REFERENCES stories (key),
    article INTEGER NOT NULL REFERENCES articles (id),
    topic TEXT NOT NULL,
    reason TEXT NOT NULL,                  -- why it belongs there, in words
    added_at TEXT NOT NULL,
    copy INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (topic, article)
) WITHOUT ROWID;
CREATE INDEX story_articles_by_story ON story_articles (story);

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
    sums_up INTEGER NOT NULL,              -- a review of several stories
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
    term INTEGER PRIMARY KEY,              -- hash of topic and term; a topic's least counts them all
    articles INTEGER NOT NULL
);

CREATE VIEW told AS                        -- all of a telling but what only linking needs
    SELECT t.id, t.topic, t.article, t.identity, t.told_at, t.language, t.title, t.organisations,
           t.labs, t.places, t.events, t.subjects, t.sites, t.figures, t.told, x'' AS terms, x'' AS frequencies,
           x'' AS commonness, 0 AS title_terms, x'' AS fingerprints, 0 AS sums_up,
           sa.story, sa.reason, sa.copy
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
