// On which days did some people post, and when first on each?
//
// People are named by the database's own numbers. `first` is in seconds since 1970.
//
// returns: who INTEGER, posts LIST, first LIST
:param numbers => []

UNWIND $numbers AS number
MATCH (who:User)
WHERE id(who) = number
MATCH (who)-[:POSTED]->(post:Post)
WHERE post.at IS NOT NULL
WITH number, post.at.epochSeconds / 86400 AS day, count(*) AS posts, min(post.at.epochSeconds) AS first
RETURN number AS who, collect(posts) AS posts, collect(first) AS first;
