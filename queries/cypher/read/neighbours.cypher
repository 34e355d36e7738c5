// Who stands around this person, in either direction?
//
// Those the person influences and those who influence the person on $topic, the strongest
// arrow first. `all` says how many there are.
//
// for: marketers, researchers
// returns: id STRING, weight FLOAT, all INTEGER
:param person => 'planted:raffertysaltmarshe'
:param topic => '*'
:param limit => 25

MATCH (person:User {id: $person})
CALL (person) {
  MATCH (person)-[attention:ATTENDS_TO]-(other:User)
  WHERE attention.topic = $topic AND other <> person
  RETURN other, max(attention.weight) AS weight
}
WITH other, weight
ORDER BY weight DESC, other.id
WITH collect({id: other.id, weight: weight}) AS near
WITH near, size(near) AS all
UNWIND near AS one
RETURN one.id AS id, one.weight AS weight, all
ORDER BY weight DESC, id
LIMIT $limit;
