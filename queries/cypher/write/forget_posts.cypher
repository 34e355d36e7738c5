// Take away the posts of somebody who opted out
//
// returns: posts INTEGER
:param person => ''

MATCH (:User {id: $person})-[:POSTED]->(post:Post)
CALL (post) {
  DETACH DELETE post
} IN TRANSACTIONS OF 5000 ROWS
RETURN count(post) AS posts;
