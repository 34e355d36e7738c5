// How do these people stand on this topic?
//
// For the people of a picture: name, score on $topic, and community in the whole network.
//
// for: developers
// returns: id STRING, handle STRING, name STRING, score FLOAT, rank INTEGER, people INTEGER, community INTEGER
:param ids => ["planted:raffertysaltmarshe"]
:param topic => '*'

OPTIONAL MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (person:User)
WHERE person.id IN $ids
OPTIONAL MATCH (person)-[scored:SCORED]->(:Topic {id: $topic})
WHERE scored.run = run.id
OPTIONAL MATCH (person)-[overall:SCORED]->(:Topic {id: '*'})
WHERE overall.run = run.id
RETURN person.id AS id, coalesce(person.handle, person.id) AS handle, person.name AS name,
       scored.score AS score, scored.rank AS rank, scored.people AS people,
       overall.community AS community
ORDER BY score IS NULL, score DESC, id;
