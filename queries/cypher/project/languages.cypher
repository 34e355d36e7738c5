// In which language does each person post most, by the tags of their posts?
//
// returns: who INTEGER, tags LIST OF STRING, posts LIST OF INTEGER

MATCH (who:User)-[:POSTED]->(post:Post)
WHERE post.lang IS NOT NULL
WITH who, post.lang AS tag, count(*) AS posts
RETURN id(who) AS who, collect(tag) AS tags, collect(posts) AS posts;
