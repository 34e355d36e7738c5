// From when do the runs that are kept look back, and which can be compared?
//
// Scores of one recipe and one reference can be. `number` is null where a run is whole.
//
// for: developers
// returns: id STRING, number INTEGER, as_of DATETIME, at DATETIME, recipe STRING, reference FLOAT
:param limit => 5000

MATCH (run:Run|PastRun {complete: true})
RETURN run.id AS id, run.number AS number, run.as_of AS as_of, run.at AS at,
       run.recipe AS recipe, run.reference AS reference
ORDER BY as_of DESC, at DESC, id
LIMIT $limit;
