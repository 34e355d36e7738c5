// The reference of every recipe's series, as `series_reference` tells it of one
//
// returns: recipe STRING, reference FLOAT

MATCH (run:Run|PastRun {complete: true})
WITH run ORDER BY run.at DESC
WITH run.recipe AS recipe, collect(run.reference)[0] AS reference
RETURN recipe, reference
ORDER BY recipe;
