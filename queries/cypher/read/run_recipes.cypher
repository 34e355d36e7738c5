// With which recipes were the scores computed?
//
// The complete runs that kept their recipe, the one that the pages show first. `text` is the
// recipe as JSON, `reference` the sum that counts as 100 points in its series.
//
// for: researchers, developers
// returns: id STRING, at DATETIME, as_of DATETIME, recipe STRING, recipe_name STRING, reference FLOAT, text STRING, whole BOOLEAN
:param limit => 25

MATCH (run:Run|PastRun {complete: true})
WHERE run.recipe_text IS NOT NULL
RETURN run.id AS id, run.at AS at, run.as_of AS as_of, run.recipe AS recipe,
       run.recipe_name AS recipe_name, run.reference AS reference, run.recipe_text AS text,
       run:Run AS whole
ORDER BY whole DESC, at DESC, id
LIMIT $limit;
