// Take back posts, with the acts on them and the acts done through them
//
// A post that is not there itself is known by who wrote it, where that is told: the acts on it
// are among those on its author, which are looked through once for all posts of theirs. Returns
// of how many posts there was something.
//
// returns: accepted INTEGER
:param rows => []

UNWIND $rows AS row
OPTIONAL MATCH (post:Post {id: row.id})
OPTIONAL MATCH (writer:User)-[:POSTED]->(post)
OPTIONAL MATCH (told:User {id: row.author})
WITH coalesce(writer, told) AS author, collect(row.id) AS ids, collect(post) AS posts
CALL (author, ids) {
  OPTIONAL MATCH (author)-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]-()
  WHERE act.post IN ids OR act.via IN ids
  WITH act, [id IN [act.post, act.via] WHERE id IN ids] AS gone
  DELETE act
  WITH gone UNWIND gone AS id
  RETURN collect(DISTINCT id) AS acted
}
WITH ids, posts, acted + [post IN posts | post.id] AS found
FOREACH (post IN posts | DETACH DELETE post)
RETURN sum(size([id IN ids WHERE id IN found])) AS accepted;
