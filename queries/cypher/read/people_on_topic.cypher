// How do these people stand on this topic, and in the whole network?
//
// For the people of a picture: `on_topic` is what they are drawn by on $topic, `overall` what holds over
// everything: their community and the measures of the whole network.
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
       // Not all properties: a score has dozens, some of them lists.
       scored {.rank, .x, .y, .score, .true_reach, .amplification, .network_impact, .people} AS on_topic,
       overall {
         .community, .page_rank, .article_rank, .eigenvector, .betweenness, .degree,
         .hits_authority, .hits_hub, .k_core
       } AS overall
ORDER BY scored.score IS NULL, scored.score DESC, id;
