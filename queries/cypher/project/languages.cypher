// In which language does each person post most, by the tags of their posts before $as_of?
//
// returns: who INTEGER, tags LIST OF STRING, posts LIST OF INTEGER
:param as_of => '2026-07-01T00:00:00Z'

MATCH (who:User)-[:POSTED]->(post:Post)
WHERE post.lang IS NOT NULL AND (post.at IS NULL OR post.at < datetime($as_of))
WITH who, post.lang AS tag, count(*) AS posts
RETURN id(who) AS who, collect(tag) AS tags, collect(posts) AS posts;
