// The reference of a recipe's series: the largest sum seen when it began
//
// returns: reference FLOAT
:param recipe => ''

MATCH (run:Run|PastRun {complete: true, recipe: $recipe})
RETURN run.reference AS reference
ORDER BY run.at DESC LIMIT 1;
