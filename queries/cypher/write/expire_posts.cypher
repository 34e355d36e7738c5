// Take away the posts from before a moment; what has no moment stays
//
// returns: posts INTEGER
:param before => '2026-01-01T00:00:00Z'

MATCH (post:Post) WHERE post.at < datetime($before)
CALL (post) {
  DETACH DELETE post
} IN TRANSACTIONS OF 1000 ROWS
RETURN count(post) AS posts;
