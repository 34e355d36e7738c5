// Every score of the newest run, one row for each person and topic
//
// `measured` names the values of the list `measured` in `scored`; those of a topic have the first.
//
// returns: person STRING, handle STRING, name STRING, network STRING, topic STRING, scored MAP, run STRING, recipe STRING, as_of DATETIME, measured LIST

MATCH (run:Run {complete: true})
WITH run ORDER BY run.at DESC, run.id LIMIT 1
MATCH (person:User)-[scored:SCORED]->(topic:Topic)
WHERE scored.run = run.id AND scored.topic IS NOT NULL
RETURN person.id AS person, coalesce(person.handle, person.id) AS handle, person.name AS name,
       person.network AS network, topic.id AS topic, properties(scored) AS scored,
       run.id AS run, run.recipe AS recipe, run.as_of AS as_of,
       coalesce(run.measured, []) AS measured
ORDER BY topic, coalesce(scored.rank, 1000000000), person;
