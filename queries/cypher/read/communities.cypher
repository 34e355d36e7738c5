// Which communities does the whole network fall into?
//
// Leiden communities of the newest run, the largest first; `around` is the best ranked of
// each. The number is a name, not a rank.
//
// for: researchers
// returns: community INTEGER, people INTEGER, around STRING, around_handle STRING, around_name STRING
:param limit => 25

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (person:User)-[scored:SCORED]->(:Topic {id: '*'})
WHERE scored.run = run.id AND scored.community IS NOT NULL
WITH scored.community AS community, person, scored
ORDER BY scored.rank IS NULL, scored.rank, person.id
WITH community, count(*) AS people, head(collect(person)) AS best
RETURN community, people, best.id AS around, best.handle AS around_handle, best.name AS around_name
ORDER BY people DESC, community
LIMIT $limit;
