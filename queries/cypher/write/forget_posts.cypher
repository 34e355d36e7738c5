// Take away the posts of people who opted out
//
// returns: posts INTEGER
:param people => []

MATCH (person:User)-[:POSTED]->(post:Post)
WHERE person.id IN $people
CALL (post) {
  DETACH DELETE post
} IN TRANSACTIONS OF 1000 ROWS
RETURN count(post) AS posts;
