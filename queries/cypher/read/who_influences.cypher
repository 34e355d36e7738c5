// Who influences this person?
//
// Reads attention backwards: whoever the person reposted, answered or named is counted as
// influencing them, on $topic ('*' is everything). `share` is the part of the person's
// attention that goes there; `topics` are the three on which the arrow is strongest.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, weight FLOAT, share FLOAT, acts INTEGER, topics LIST OF MAP, first DATETIME, last DATETIME, score FLOAT
:param person => 'planted:raffertysaltmarshe'
:param topic => '*'
:param skip => 0
:param limit => 50

MATCH (person:User {id: $person})
CALL (person) {
  MATCH (person)-[all:ATTENDS_TO]->(:User)
  WHERE all.topic = $topic
  RETURN sum(all.weight) AS whole
}
MATCH (person)-[attention:ATTENDS_TO]->(other:User)
WHERE attention.topic = $topic
WITH person, whole, attention, other
ORDER BY attention.weight DESC, attention.acts DESC, other.id
SKIP $skip
LIMIT $limit
OPTIONAL MATCH (run:Run {complete: true})
WITH person, whole, attention, other, run
ORDER BY run.at DESC, run.id
WITH person, whole, attention, other, head(collect(run.id)) AS run
RETURN other.id AS id, other.handle AS handle, other.name AS name,
       attention.weight AS weight,
       CASE WHEN whole > 0 THEN attention.weight / whole END AS share,
       attention.acts AS acts,
       COLLECT {
         MATCH (person)-[about:ATTENDS_TO]->(other)
         MATCH (topic:Topic {id: about.topic})
         WHERE topic.id <> '*'
         RETURN topic {.id, .name} ORDER BY about.weight DESC, topic.id LIMIT 3
       } AS topics,
       attention.first AS first, attention.last AS last,
       head(COLLECT { MATCH (other)-[scored:SCORED]->(:Topic {id: $topic}) WHERE scored.run = run RETURN scored.score }) AS score
ORDER BY weight DESC, acts DESC, id;
