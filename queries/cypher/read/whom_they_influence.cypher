// Whom does this person influence?
//
// Those who reposted, answered or named the person on $topic ('*' is everything), the
// strongest first. `share` is the part of the other's attention that goes to this person:
// near 1, they listen to hardly anybody else.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, weight FLOAT, share FLOAT, acts INTEGER, topics LIST OF MAP, first DATETIME, last DATETIME, score FLOAT
:param person => 'planted:raffertysaltmarshe'
:param topic => '*'
:param skip => 0
:param limit => 50

MATCH (person:User {id: $person})<-[attention:ATTENDS_TO]-(other:User)
WHERE attention.topic = $topic
WITH person, attention, other
ORDER BY attention.weight DESC, attention.acts DESC, other.id
SKIP $skip
LIMIT $limit
CALL (other) {
  MATCH (other)-[all:ATTENDS_TO]->(:User)
  WHERE all.topic = $topic
  RETURN sum(all.weight) AS whole
}
OPTIONAL MATCH (run:Run {complete: true})
WITH person, whole, attention, other, run
ORDER BY run.at DESC, run.id
WITH person, whole, attention, other, head(collect(run.id)) AS run
RETURN other.id AS id, other.handle AS handle, other.name AS name,
       attention.weight AS weight,
       CASE WHEN whole > 0 THEN attention.weight / whole END AS share,
       attention.acts AS acts,
       COLLECT {
         MATCH (other)-[about:ATTENDS_TO]->(person)
         MATCH (topic:Topic {id: about.topic})
         WHERE topic.id <> '*'
         RETURN topic {.id, .name} ORDER BY about.weight DESC, topic.id LIMIT 3
       } AS topics,
       attention.first AS first, attention.last AS last,
       head(COLLECT { MATCH (other)-[scored:SCORED]->(:Topic {id: $topic}) WHERE scored.run = run RETURN scored.score }) AS score
ORDER BY weight DESC, acts DESC, id;
