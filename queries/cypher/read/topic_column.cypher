// What does everybody on this topic have of one property of the score?
//
// One row of two lists that run side by side: the database's own number of each person of whom it
// is known, as `topic_columns` tells them, and the value. $by is a property of the score, or a name
// among `measured` of the run.
//
// for: developers
// returns: numbers LIST OF INTEGER, values LIST OF FLOAT
:param topic => '*'
:param run => ''
:param by => 'people'

MATCH (run:Run {complete: true})
WHERE $run = '' OR run.id = $run
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
// Where the value stands among those that are kept as a list.
WITH run, head([i IN range(0, size(coalesce(run.measured, [])) - 1) WHERE run.measured[i] = $by]) AS place
MATCH (person)-[scored:SCORED]->()
WHERE scored.run = run.id AND scored.topic = $topic
WITH id(person) AS number, CASE WHEN place IS NULL THEN scored[$by] ELSE scored.measured[place] END AS value
// What is not known is null, or NaN, which is not equal to itself.
WHERE value = value
RETURN collect(number) AS numbers, collect(toFloat(value)) AS values
ORDER BY numbers;
