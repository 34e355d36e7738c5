// Which topics are called this?
//
// $text is a Lucene query over a topic's name and id: 'gate', 'quant*'. `people` are ranked on it, null
// unless $counted.
//
// for: marketers, researchers
// returns: id STRING, name STRING, people INTEGER, match FLOAT
:param text => 'bread'
:param counted => true
:param limit => 25

CALL db.index.fulltext.queryNodes('topics_text', $text) YIELD node AS topic, score AS match
WHERE topic.id <> '*'
OPTIONAL MATCH (run:Run {complete: true})
WITH topic, match, run
ORDER BY run.at DESC, run.id
WITH topic, match, head(collect(run.id)) AS run
RETURN topic.id AS id, coalesce(topic.name, topic.id) AS name,
       CASE WHEN $counted THEN COUNT { MATCH ()-[scored:SCORED]->() WHERE scored.run = run AND scored.topic = topic.id AND scored.rank > 0 } END AS people,
       round(match, 2) AS match
ORDER BY match DESC, people DESC, id
LIMIT $limit;
