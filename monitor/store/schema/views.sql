-- What an analyst opens in any SQLite browser.

CREATE VIEW flagged AS
    SELECT a.published, a.source, a.title, a.url, v.topic, v.score, v.organisations, v.labs,
           v.places, v.events, v.proof, v.note, sa.story, a.id AS article
    FROM verdicts v
    JOIN articles a ON a.id = v.article
    LEFT JOIN story_articles sa ON sa.article = a.id AND sa.topic = v.topic
    WHERE v.flagged ORDER BY v.judged_at DESC;

CREATE VIEW story_timeline AS
    SELECT s.key AS story, s.topic, s.title AS story_title, a.published, a.source, a.language,
           a.title, a.url, sa.reason, sa.added_at
    FROM stories s
    JOIN story_articles sa ON sa.story = s.key
    JOIN articles a ON a.id = sa.article
    ORDER BY s.opened_at DESC, s.key, sa.added_at;

CREATE VIEW source_health AS
    SELECT name, url, health, health_since, health_reason, format, failures, last_error, last_success_at, last_new_at, next_poll_at,
           (SELECT count(*) FROM entries e WHERE e.source = s.name) AS entries,
           (SELECT count(*) FROM entries e WHERE e.source = s.name AND e.state = 'waiting')
               AS waiting,
           (SELECT count(*) FROM entries e WHERE e.source = s.name AND e.state = 'unread')
               AS unread,
           repairs
    FROM sources s WHERE watched ORDER BY failures DESC, name;
