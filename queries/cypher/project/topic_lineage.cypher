// What each topic is part of, itself included
//
// returns: topic STRING, lineage LIST

MATCH (topic:Topic)
WHERE EXISTS { (topic)-[:CHILD_OF]->() }
MATCH (topic)-[:CHILD_OF*0..]->(ancestor:Topic)
// Distinct at once: there are many more ways up than topics above.
WITH DISTINCT topic, ancestor
WITH topic, ancestor ORDER BY ancestor.id
RETURN topic.id AS topic, collect(ancestor.id) AS lineage
ORDER BY topic;
