// Where does this person stand by the measures of others?
//
// One row for each measure after Klout and its kin, and from papers, in the newest run on $topic:
// some hold over everything ('*') alone. `median` is the middle of everybody there; on a topic it
// is known of what decides a kind. A kind, such as a style, is told by its number in the order of
// its names. Null is nothing to say.
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
WITH run, scored,
     head([i IN range(0, size(coalesce(run.middle_topics, [])) - 1) WHERE run.middle_topics[i] = $topic]) AS place
UNWIND range(0, size(coalesce(scored.measured, [])) - 1) AS i
WITH i, run.measured[i] AS name, scored.measured[i] AS value,
     CASE WHEN $topic = '*' THEN run.medians[i]
          ELSE head([j IN range(0, size(coalesce(run.middle_names, [])) - 1) WHERE run.middle_names[j] = run.measured[i] |
                     run.middles[place * size(run.middle_names) + j]]) END AS median
// What is not known is NaN, which is not equal to itself.
RETURN name, CASE WHEN value = value THEN value END AS value,
       CASE WHEN median = median THEN median END AS median
ORDER BY i;
