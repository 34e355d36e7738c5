// Take back posts, with the acts on them and the acts done through them
//
// Returns how many were there.
//
// returns: accepted INTEGER
:param ids => []

UNWIND $ids AS id
MATCH (post:Post {id: id})
OPTIONAL MATCH (author:User)-[:POSTED]->(post)
CALL (author, id) {
  OPTIONAL MATCH (author)<-[on:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED {post: id}]-()
  DELETE on
}
CALL (author, id) {
  OPTIONAL MATCH (author)-[through:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED {via: id}]->()
  DELETE through
}
WITH DISTINCT post
DETACH DELETE post
RETURN count(*) AS accepted;
