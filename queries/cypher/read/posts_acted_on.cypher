// Which posts of this person did others act on?
//
// The person's posts by how many distinct people reposted, quoted, answered or liked them.
// $topic '*' is everything; a topic stands for those below it as well.
//
// for: marketers, researchers
// returns: post STRING, at DATETIME, text STRING, url STRING, topics LIST OF MAP, people INTEGER, acts INTEGER
:param person => 'planted:raffertysaltmarshe'
:param topic => '*'
:param skip => 0
:param limit => 50

// From the topic alone, each below it once: from both ends it would go all the ways there are.
WITH COLLECT { MATCH (top:Topic {id: $topic}) WITH top LIMIT 1 MATCH (below)-[:CHILD_OF*0..]->(top) RETURN DISTINCT below.id } AS below
// Without the label of those who act, which takes long to look up: people alone do.
MATCH (person:User {id: $person})<-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]-(other)
WHERE act.post IS NOT NULL AND ($topic = '*' OR any(tag IN act.topics WHERE tag IN below))
WITH act.post AS id, count(DISTINCT other) AS people, sum(coalesce(act.count, 1)) AS acts
MATCH (post:Post {id: id})
WITH post, people, acts
ORDER BY people DESC, acts DESC, post.id
SKIP $skip
LIMIT $limit
RETURN post.id AS post, post.at AS at, post.text AS text, post.url AS url,
       COLLECT { MATCH (post)-[:ABOUT]->(topic:Topic) RETURN topic {.id, .name} ORDER BY topic.id } AS topics,
       people, acts
ORDER BY people DESC, acts DESC, post;
