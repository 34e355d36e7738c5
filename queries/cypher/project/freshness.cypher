// When a source was last loaded whole, and when all was last scored with a recipe
//
// returns: loaded DATETIME, scored DATETIME, people INTEGER, topics INTEGER
:param source => 'planted'
:param recipe => ''

OPTIONAL MATCH (load:Load {source: $source, complete: true})
WITH max(load.at) AS loaded
OPTIONAL MATCH (run:Run {complete: true, recipe: $recipe})
WITH loaded, run ORDER BY run.at DESC LIMIT 1
RETURN loaded, run.at AS scored, run.people AS people, run.topics AS topics;
