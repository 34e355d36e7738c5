// Where does this person stand by the measures of others?
//
// One row for each measure after Klout and its kin, and from papers, in the newest run on $topic:
// some hold over everything ('*') alone. `median` is the middle of everybody over everything. A
// kind, such as a style, is told by its number in the order of its names. Null is nothing to say.
//
// for: researchers
// returns: name STRING, value FLOAT, median FLOAT
:param person => 'planted:raffertysaltmarshe'
:param topic => '*'
:param run => ''

MATCH (run:Run {complete: true})
WHERE $run = '' OR run.id = $run
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (:User {id: $person})-[scored:SCORED]->()
WHERE scored.run = run.id AND scored.topic = $topic
UNWIND range(0, size(coalesce(scored.measured, [])) - 1) AS i
WITH i, run.measured[i] AS name, scored.measured[i] AS value, run.medians[i] AS median
// What is not known is NaN, which is not equal to itself.
RETURN name, CASE WHEN value = value THEN value END AS value,
       CASE WHEN median = median THEN median END AS median
ORDER BY i;
