// A run that is kept, with the recipe it was made by
//
// `run` is its id, or how that begins. `text` is the recipe as JSON.
//
// returns: id STRING, as_of DATETIME, recipe STRING, recipe_name STRING, reference FLOAT, text STRING
:param run => ''

MATCH (run:Run|PastRun {complete: true})
WHERE run.id STARTS WITH $run
RETURN run.id AS id, run.as_of AS as_of, run.recipe AS recipe, run.recipe_name AS recipe_name,
       run.reference AS reference, run.recipe_text AS text
ORDER BY run.at DESC, id
LIMIT 1;
