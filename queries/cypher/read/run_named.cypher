// Which run of the scores is meant?
//
// The newest that is kept whose id or recipe begins so; '' is any. A run that is not `whole` keeps
// score, rank and points alone; the pages show the `newest` unless they are asked for another.
//
// for: developers
// returns: id STRING, at DATETIME, as_of DATETIME, recipe STRING, recipe_name STRING, reference FLOAT, whole BOOLEAN, newest BOOLEAN
:param run => ''
:param recipe => ''

MATCH (run:Run|PastRun {complete: true})
WHERE run.id STARTS WITH $run AND run.recipe STARTS WITH $recipe
RETURN run.id AS id, run.at AS at, run.as_of AS as_of, run.recipe AS recipe,
       run.recipe_name AS recipe_name, run.reference AS reference, run:Run AS whole,
       run:Run AND NOT EXISTS {
         MATCH (later:Run {complete: true})
         WHERE later.at > run.at
       } AS newest
ORDER BY whole DESC, at DESC, id
LIMIT 1;
