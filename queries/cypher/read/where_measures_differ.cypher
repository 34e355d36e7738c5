// On whom do the measures differ most?
//
// People by the difference of their highest and their lowest percentile among those ranked on
// $topic. Over everything ('*') `places` has the percentile by each of the measures `measured`, in
// their order, -1 where one says nothing.
//
// for: researchers
// returns: id STRING, handle STRING, name STRING, disagreement FLOAT, highest_by STRING, lowest_by STRING, score FLOAT, rank INTEGER, people INTEGER, places LIST OF FLOAT, measured LIST OF STRING
:param topic => '*'
:param skip => 0
:param limit => 50

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (person:User)-[scored:SCORED]->(:Topic)
WHERE scored.run = run.id AND scored.topic = $topic AND scored.disagreement IS NOT NULL
WITH run, person, scored
ORDER BY scored.disagreement DESC, person.id
SKIP $skip
LIMIT $limit
RETURN person.id AS id, coalesce(person.handle, person.id) AS handle, person.name AS name,
       scored.disagreement AS disagreement, scored.highest_by AS highest_by,
       scored.lowest_by AS lowest_by, scored.score AS score, scored.rank AS rank,
       scored.people AS people, coalesce(scored.places, []) AS places, run.compared AS measured
ORDER BY disagreement DESC, id;
