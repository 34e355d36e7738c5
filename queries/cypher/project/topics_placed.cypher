// Every topic, and where it stands
//
// `known` topics stand in a taxonomy; the others are tags. `parents` are as sources and taxonomies
// say, `matches` (pairs of topic and why) as tags were matched. `posts` are about it.
//
// returns: id STRING, name STRING, known BOOLEAN, synonyms LIST, posts INTEGER, parents LIST, matches LIST

MATCH (topic:Topic)
WHERE topic.id <> '*'
RETURN topic.id AS id, coalesce(topic.name, topic.id) AS name,
       topic.taxonomy IS NOT NULL AS known, coalesce(topic.synonyms, []) AS synonyms,
       COUNT { (topic)<-[:ABOUT]-() } AS posts,
       COLLECT { MATCH (topic)-[part:CHILD_OF]->(above:Topic) WHERE part.by IS NULL RETURN above.id } AS parents,
       COLLECT { MATCH (topic)-[part:CHILD_OF]->(above:Topic) WHERE part.by IS NOT NULL RETURN [above.id, part.by] } AS matches
ORDER BY id;
