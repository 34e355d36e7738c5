// Take back people, with their posts and all they did and all that was done to them
//
// Returns how many were there.
//
// returns: accepted INTEGER
:param ids => []

UNWIND $ids AS id
MATCH (person:User {id: id})
CALL (person) {
  OPTIONAL MATCH (person)-[:POSTED]->(post:Post)
  DETACH DELETE post
}
DETACH DELETE person
RETURN count(*) AS accepted;
