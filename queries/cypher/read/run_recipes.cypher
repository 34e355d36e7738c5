// With which recipes were the scores computed?
//
// The complete runs that kept their recipe, the one that the pages show first. `text` is the
// recipe as JSON, `reference` the sum that counts as 100 points in its series. Where none was
// asked for, `chosen` says why it is this one.
//
// for: researchers, developers
// returns: id STRING, at DATETIME, as_of DATETIME, recipe STRING, recipe_name STRING, reference FLOAT, text STRING, chosen STRING, whole BOOLEAN
:param limit => 25

MATCH (run:Run|PastRun {complete: true})
WHERE run.recipe_text IS NOT NULL
RETURN run.id AS id, run.at AS at, run.as_of AS as_of, run.recipe AS recipe,
       run.recipe_name AS recipe_name, run.reference AS reference, run.recipe_text AS text,
       run.chosen_words AS chosen, run:Run AS whole
ORDER BY whole DESC, at DESC, id
LIMIT $limit;
