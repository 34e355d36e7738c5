// What stands around this topic in the tree, and how many people are ranked on each?
//
// `place` says how a topic stands to $topic: above, beside (below the same one) or below.
//
// for: marketers, researchers
// returns: place STRING, id STRING, name STRING, people INTEGER
:param topic => 'food'
:param run => ''
:param limit => 100

MATCH (topic:Topic {id: $topic})
OPTIONAL MATCH (run:Run {complete: true})
WHERE $run = '' OR run.id = $run
WITH topic, run
ORDER BY run.at DESC, run.id
LIMIT 1
CALL (topic) {
  MATCH (topic)-[:CHILD_OF]->(other:Topic)
  RETURN other, 0 AS nearness
  UNION
  MATCH (topic)<-[:CHILD_OF]-(other:Topic)
  RETURN other, 1 AS nearness
  UNION
  MATCH (topic)-[:CHILD_OF]->(:Topic)<-[:CHILD_OF]-(other:Topic)
  WHERE other <> topic
  RETURN other, 2 AS nearness
}
WITH run, other, min(nearness) AS nearness
WHERE other.id <> '*'
ORDER BY nearness, other.id
LIMIT $limit
WITH nearness, other, COUNT {
  MATCH ()-[scored:SCORED]->()
  WHERE scored.run = run.id AND scored.topic = other.id AND scored.rank > 0
} AS people
RETURN ['above', 'below', 'beside'][nearness] AS place, other.id AS id,
       coalesce(other.name, other.id) AS name, people
ORDER BY place, people DESC, id;
