// How does everybody stand on this topic, as columns?
//
// One row of lists that run side by side, in the order of the ids: what a leaderboard is
// filtered, counted and sorted by. `values` holds a list for each person, of the properties of
// the score that $names names, or of those numbers among `measured` of the run; NaN, -1 and '' are unknown. $most people at most. Community and
// language are known over everything ('*') alone.
//
// for: developers
// returns: run STRING, ids LIST OF STRING, networks LIST OF STRING, followers LIST OF INTEGER, ranks LIST OF INTEGER, communities LIST OF INTEGER, languages LIST OF STRING, confidences LIST OF STRING, values LIST OF LIST
:param topic => '*'
:param run => ''
:param names => ["score", "people", "active_days"]
:param most => 1000

MATCH (run:Run {complete: true})
WHERE $run = '' OR run.id = $run
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
// Where each stands among those that are kept as a list.
WITH run, [name IN $names |
  head([i IN range(0, size(coalesce(run.measured, [])) - 1) WHERE run.measured[i] = name])] AS places
MATCH (:Topic {id: $topic})<-[scored:SCORED]-(person:User)
WHERE scored.run = run.id
WITH run, places, person, properties(scored) AS told
ORDER BY person.id
LIMIT $most
RETURN run.id AS run, collect(person.id) AS ids, collect(coalesce(person.network, '')) AS networks,
       collect(coalesce(person.followers, -1)) AS followers, collect(coalesce(told.rank, -1)) AS ranks,
       collect(coalesce(told.community, -1)) AS communities,
       collect(coalesce(told.language, '')) AS languages,
       collect(CASE
         WHEN told.score IS NULL THEN 'none'
         WHEN told.backed_off THEN 'estimated'
         ELSE coalesce(told.confidence, '') END) AS confidences,
       collect([i IN range(0, size($names) - 1) | toFloat(coalesce(
         told[$names[i]],
         CASE WHEN places[i] IS NOT NULL THEN told.measured[places[i]] END,
         0.0 / 0.0))]) AS values
ORDER BY run;
