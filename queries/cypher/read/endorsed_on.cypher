// On what do people on this site say that this person influences them?
//
// One row for each topic: how many endorsed the person on it (+K after Klout), and when last. As it
// stands now; the measure `plus_k` is as it stood at the newest run, with what is part of a topic.
// Topics that the newest run's recipe calls sensitive are left out.
//
// for: marketers, researchers
// returns: topic STRING, topic_name STRING, people INTEGER, last DATETIME
:param person => 'planted:raffertysaltmarshe'
:param limit => 50

OPTIONAL MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
WITH head(collect(coalesce(run.sensitive, []))) AS hidden
MATCH (:User {id: $person})-[endorsed:ENDORSED_ON]->(topic:Topic)
WHERE NOT topic.id IN coalesce(hidden, [])
WITH topic, count(DISTINCT endorsed.by) AS people, max(endorsed.at) AS last
RETURN topic.id AS topic, coalesce(topic.name, topic.id) AS topic_name, people, last
ORDER BY people DESC, topic
LIMIT $limit;
