// How do these people stand on this topic, and in the whole network?
//
// For the people of a picture: `on_topic` is all that is known of them on $topic, `overall` over
// everything, with their community and the measures of the whole network.
//
// for: developers
// returns: id STRING, handle STRING, name STRING, network STRING, followers INTEGER, on_topic MAP, overall MAP
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
       person.network AS network, person.followers AS followers,
       properties(scored) AS on_topic, properties(overall) AS overall
ORDER BY scored.score IS NULL, scored.score DESC, id;
