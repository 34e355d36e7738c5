// Which of these ids name a topic, and what stands above and below it?
//
// `parents` and `children` are lists of {id, name}; `people` are ranked on it in the newest run,
// or nobody is where its recipe calls the topic `sensitive`.
//
// for: developers
// returns: id STRING, name STRING, people INTEGER, parents LIST OF MAP, children LIST OF MAP, sensitive BOOLEAN
:param ids => ["*"]

MATCH (topic:Topic)
WHERE topic.id IN $ids
OPTIONAL MATCH (run:Run {complete: true})
WITH topic, run
ORDER BY run.at DESC, run.id
WITH topic, head(collect(run.id)) AS run, head(collect(coalesce(run.sensitive, []))) AS hidden
RETURN topic.id AS id, coalesce(topic.name, topic.id) AS name,
       // Over the index of ranks: a topic has as many relationships as there are runs kept.
       COUNT { MATCH ()-[scored:SCORED]->() WHERE scored.run = run AND scored.topic = topic.id AND scored.rank > 0 } AS people,
       COLLECT { MATCH (topic)-[:CHILD_OF]->(other:Topic) WHERE other.id <> '*' RETURN other {.id, .name} ORDER BY other.id } AS parents,
       COLLECT { MATCH (topic)<-[:CHILD_OF]-(other:Topic) WHERE topic.id <> '*' RETURN other {.id, .name} ORDER BY other.id } AS children,
       topic.id IN coalesce(hidden, []) AS sensitive
ORDER BY id;
