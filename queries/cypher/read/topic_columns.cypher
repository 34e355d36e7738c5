// How does everybody stand on this topic, as columns?
//
// One row of lists that run side by side, in the order of the ids: what a leaderboard is
// filtered, counted and sorted by. `values` holds a list for each person, of the properties of
// the score that $names names; NaN, -1 and '' are unknown. $most people at most. Community and
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
MATCH (:Topic {id: $topic})<-[scored:SCORED]-(person:User)
WHERE scored.run = run.id
WITH run, person, properties(scored) AS told
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
       collect([name IN $names | toFloat(coalesce(told[name], 0.0 / 0.0))]) AS values
ORDER BY run;
