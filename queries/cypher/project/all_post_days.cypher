// On which days did each person post, and when first on each?
//
// The lists run side by side; `first` is in seconds since 1970.
//
// returns: who INTEGER, posts LIST, first LIST

MATCH (who:User)-[:POSTED]->(post:Post)
WHERE post.at IS NOT NULL
WITH who, post.at.epochSeconds / 86400 AS day, count(*) AS posts, min(post.at.epochSeconds) AS first
RETURN id(who) AS who, collect(posts) AS posts, collect(first) AS first;
