// What do people talk about, and how many of them are ranked on it?
//
// One row a topic, the one with the most ranked people first; `leader` is the first of them.
// $least leaves out topics on which fewer people are ranked; $like keeps those whose name or
// id contains it. "Everything" ('*') is left out.
//
// for: marketers, researchers
// returns: id STRING, name STRING, people INTEGER, parents LIST OF STRING, parent_names LIST OF STRING, leader STRING, leader_handle STRING, leader_name STRING, leader_score FLOAT
:param like => ''
:param least => 1
:param skip => 0
:param limit => 100

MATCH (topic:Topic)
WHERE topic.id <> '*'
  AND ($like = '' OR toLower(topic.id) CONTAINS toLower($like) OR toLower(topic.name) CONTAINS toLower($like))
OPTIONAL MATCH (run:Run {complete: true})
WITH topic, run
ORDER BY run.at DESC, run.id
WITH topic, head(collect(run.id)) AS run
WITH topic, run, COUNT {
  MATCH ()-[scored:SCORED]->()
  WHERE scored.run = run AND scored.topic = topic.id AND scored.rank > 0
} AS people
WHERE people >= $least
ORDER BY people DESC, topic.id
SKIP $skip
LIMIT $limit
CALL (topic, run) {
  OPTIONAL MATCH (person:User)-[scored:SCORED]->()
  WHERE scored.run = run AND scored.topic = topic.id AND scored.rank > 0
  WITH person, scored
  // Run and topic as well: then the index has the order already.
  ORDER BY scored.run, scored.topic, scored.rank, person.id
  LIMIT 1
  RETURN person, scored.score AS score
}
RETURN topic.id AS id, coalesce(topic.name, topic.id) AS name, people,
       COLLECT { MATCH (topic)-[:CHILD_OF]->(parent:Topic) WHERE parent.id <> '*' RETURN parent.id ORDER BY parent.id } AS parents,
       COLLECT {
         MATCH (topic)-[:CHILD_OF]->(parent:Topic) WHERE parent.id <> '*'
         RETURN coalesce(parent.name, parent.id) ORDER BY parent.id
       } AS parent_names,
       person.id AS leader, person.handle AS leader_handle, person.name AS leader_name,
       score AS leader_score
ORDER BY people DESC, id;
