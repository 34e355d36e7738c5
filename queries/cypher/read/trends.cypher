// How did the scores of these people move?
//
// One row each: by run that is whole (`runs`, `scores`) and by the number of an earlier one
// (`numbers`, `stood`, in thousandths of a point). `run_moments` tells when those were.
//
// for: developers
// returns: id STRING, runs LIST OF STRING, scores LIST OF FLOAT, numbers LIST OF INTEGER, stood LIST OF INTEGER
:param ids => ["planted:raffertysaltmarshe"]
:param topic => '*'

MATCH (person:User)
WHERE person.id IN $ids
CALL (person) {
  MATCH (person)-[scored:SCORED]->(topic:Topic)
  WHERE topic.id = $topic AND scored.score IS NOT NULL
  RETURN collect(scored.run) AS runs, collect(scored.score) AS scores
}
CALL (person) {
  OPTIONAL MATCH (person)-[stood:STOOD]->(topic:Topic)
  WHERE topic.id = $topic
  RETURN coalesce(stood.runs, []) AS numbers, coalesce(stood.scores, []) AS stood
  LIMIT 1
}
RETURN person.id AS id, runs, scores, numbers, stood
ORDER BY id;
