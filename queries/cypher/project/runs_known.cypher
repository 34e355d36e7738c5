// Every run, those of the past and those that were broken off as well, the newest first
//
// `whole` ones have all their scores; those of the past have points, and also scores where
// putting them away was cut off (`scored`).
//
// returns: id STRING, whole BOOLEAN, complete BOOLEAN, scored BOOLEAN, number INTEGER, at DATETIME, as_of DATETIME, recipe STRING, reference FLOAT

MATCH (run:Run|PastRun)
RETURN run.id AS id, run:Run AS whole, run.complete AS complete,
       coalesce(run.scored, false) AS scored, run.number AS number, run.at AS at,
       run.as_of AS as_of, run.recipe AS recipe, run.reference AS reference
ORDER BY at DESC, id;
