// The people of a list, with what was noted of each and how they stand on a topic
//
// returns: id STRING, handle STRING, name STRING, network STRING, followers INTEGER, note STRING, cost FLOAT, at DATETIME, score FLOAT, score_low FLOAT, score_high FLOAT, rank INTEGER, confidence STRING, backed_off BOOLEAN, flags STRING, label STRING
:param list => ''
:param topic => '*'

OPTIONAL MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (:Shortlist {id: $list})-[held:HOLDS]->(person:User)
OPTIONAL MATCH (person)-[scored:SCORED]->(:Topic {id: $topic})
WHERE scored.run = run.id
OPTIONAL MATCH (person)-[overall:SCORED]->(:Topic {id: '*'})
WHERE overall.run = run.id
RETURN person.id AS id, coalesce(person.handle, person.id) AS handle, person.name AS name,
       person.network AS network, person.followers AS followers, held.note AS note,
       held.cost AS cost, held.at AS at, scored.score AS score, scored.score_low AS score_low,
       scored.score_high AS score_high, scored.rank AS rank, scored.confidence AS confidence,
       scored.backed_off AS backed_off, overall.flags AS flags, person.label AS label
ORDER BY id;
