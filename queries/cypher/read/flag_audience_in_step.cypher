// Who in this person's audience acts in step?
//
// Those who act on the person and belong to a group that acts in step, the strongest first. What
// the flag `audience_in_step` rests on.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, says STRING, at DATETIME, posts LIST OF STRING, weight FLOAT
:param person => 'planted:raffertysaltmarshe'
:param skip => 0
:param limit => 50

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (person:User {id: $person})<-[arrow:ATTENDS_TO]-(other:User)
WHERE arrow.topic = '*' AND EXISTS { (other)-[step:IN_STEP]-(:User) WHERE step.run = run.id }
WITH run, arrow, other
ORDER BY arrow.weight DESC, other.id
SKIP $skip
LIMIT $limit
CALL (run, other) {
  MATCH (other)-[step:IN_STEP]-(:User)
  WHERE step.run = run.id
  RETURN max(step.group) AS group
}
RETURN other.id AS id, coalesce(other.handle, other.id) AS handle, other.name AS name,
       toString(arrow.acts) + ' acts here; one of ' + toString(group) + ' in step' AS says,
       arrow.last AS at, [] AS posts, arrow.weight AS weight
ORDER BY weight DESC, id;
