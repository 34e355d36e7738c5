// Is there anything to show, and how fresh is it?
//
// One row: how many people, posts and topics are in the graph, and the newest complete run
// of the scores. The run's columns are null before the first `influence score`.
//
// for: developers
// returns: people INTEGER, posts INTEGER, topics INTEGER, run STRING, run_at DATETIME, as_of DATETIME, recipe STRING, recipe_name STRING, reference FLOAT, scored_people INTEGER, scored_topics INTEGER, acts INTEGER

OPTIONAL MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
RETURN COUNT { (:User) } AS people, COUNT { (:Post) } AS posts, COUNT { (:Topic) } AS topics,
       run.id AS run, run.at AS run_at, run.as_of AS as_of, run.recipe AS recipe,
       run.recipe_name AS recipe_name, run.reference AS reference,
       run.people AS scored_people, run.topics AS scored_topics, run.acts AS acts
ORDER BY run;
