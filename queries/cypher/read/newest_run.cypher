// Which run of the scores do the pages show?
//
// The newest complete one; no row before the first `influence score`. `reference`, `steepness`
// and `damping` are what a receipt is worked out with.
//
// for: researchers, developers
// returns: id STRING, at DATETIME, as_of DATETIME, recipe STRING, recipe_name STRING, reference FLOAT, steepness FLOAT, damping FLOAT, people INTEGER, topics INTEGER, acts INTEGER, seconds FLOAT

MATCH (run:Run)
WHERE run.complete
RETURN run.id AS id, run.at AS at, run.as_of AS as_of, run.recipe AS recipe,
       run.recipe_name AS recipe_name, run.reference AS reference, run.steepness AS steepness,
       run.damping AS damping, run.people AS people, run.topics AS topics, run.acts AS acts,
       run.seconds AS seconds
ORDER BY at DESC, id
LIMIT 1;
