// Who is influential on this topic within one community?
//
// The people of a Leiden community of the newest run, in the order of their score on $topic.
//
// for: marketers, researchers
// returns: rank INTEGER, id STRING, handle STRING, name STRING, score FLOAT
:param community => 0
:param topic => '*'
:param limit => 50

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (person:User)-[scored:SCORED]->(:Topic)
WHERE scored.run = run.id AND scored.topic = $topic AND scored.rank > 0
  AND EXISTS {
    MATCH (person)-[overall:SCORED]->(:Topic {id: '*'})
    WHERE overall.run = run.id AND overall.community = $community
  }
RETURN scored.rank AS rank, person.id AS id, person.handle AS handle, person.name AS name,
       scored.score AS score
ORDER BY rank, id
LIMIT $limit;
