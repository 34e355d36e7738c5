// Who is in a community of the newest run
//
// returns: id STRING
:param community => 0

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (person:User)-[scored:SCORED]->(:Topic {id: '*'})
WHERE scored.run = run.id AND scored.community = $community
RETURN person.id AS id
ORDER BY id;
