// How does everybody stand on this topic, as columns?
//
// One row of lists that run side by side, in no order: what a leaderboard is narrowed and counted by.
// `numbers` are the database's own, by which `topic_column` tells what it is sorted by. NaN, -1 and
// '' are unknown. $most people at most. Community, language and flags are known over everything ('*') alone.
//
// for: developers
// returns: run STRING, ids LIST OF STRING, numbers LIST OF INTEGER, networks LIST OF STRING, followers LIST OF INTEGER, ranks LIST OF INTEGER, communities LIST OF INTEGER, languages LIST OF STRING, flagged LIST OF BOOLEAN, confidences LIST OF STRING, active_days LIST OF FLOAT
:param topic => '*'
:param run => ''
:param most => 1000

MATCH (run:Run {complete: true})
WHERE $run = '' OR run.id = $run
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
// From the index alone: a topic has as many relationships as there are runs, and labels take longer
// to look up than all else.
MATCH (person)-[scored:SCORED]->()
WHERE scored.run = run.id AND scored.topic = $topic
WITH run, person, id(person) AS number,
     scored {.rank, .community, .language, .flags, .score, .backed_off, .confidence, .active_days} AS scored
LIMIT $most
RETURN run.id AS run, collect(person.id) AS ids, collect(number) AS numbers,
       collect(coalesce(person.network, '')) AS networks,
       collect(coalesce(person.followers, -1)) AS followers,
       collect(coalesce(scored.rank, -1)) AS ranks,
       collect(coalesce(scored.community, -1)) AS communities,
       collect(coalesce(scored.language, '')) AS languages,
       collect(scored.flags IS NOT NULL) AS flagged,
       collect(CASE
         WHEN scored.score IS NULL THEN 'none'
         WHEN scored.backed_off THEN 'estimated'
         ELSE coalesce(scored.confidence, '') END) AS confidences,
       collect(coalesce(scored.active_days, 0.0 / 0.0)) AS active_days
ORDER BY run;
