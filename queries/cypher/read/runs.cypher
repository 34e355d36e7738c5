// When were the scores computed, from how much, and with which recipe?
//
// Complete runs, the newest first: the pages show the first. Those that are no longer `whole`
// keep score, rank and points of each person. `reference` is the sum that counts as 100 points
// in the series.
//
// for: researchers, developers
// returns: id STRING, at DATETIME, as_of DATETIME, recipe STRING, recipe_name STRING, reference FLOAT, people INTEGER, topics INTEGER, acts INTEGER, seconds FLOAT, versions STRING, whole BOOLEAN
:param limit => 25

MATCH (run:Run|PastRun {complete: true})
RETURN run.id AS id, run.at AS at, run.as_of AS as_of, run.recipe AS recipe,
       run.recipe_name AS recipe_name, run.reference AS reference, run.people AS people,
       run.topics AS topics, run.acts AS acts, run.seconds AS seconds, run.versions AS versions, run:Run AS whole
ORDER BY whole DESC, at DESC, id
LIMIT $limit;
