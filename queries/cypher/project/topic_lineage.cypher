// What each topic is part of, itself included
//
// returns: topic STRING, lineage LIST

MATCH (topic:Topic)-[:CHILD_OF]->()
MATCH (topic)-[:CHILD_OF*0..12]->(ancestor:Topic)
WITH topic, ancestor ORDER BY ancestor.id
RETURN topic.id AS topic, collect(DISTINCT ancestor.id) AS lineage
ORDER BY topic;
