// Who was influential on this topic in a run of the past?
//
// $run names a run of which points alone are kept: score, rank and the five parts in points; what
// else `leaders` tells is null.
//
// for: researchers
// returns: rank INTEGER, id STRING, handle STRING, name STRING, network STRING, score FLOAT, true_reach FLOAT, amplification FLOAT, network_impact FLOAT, people INTEGER, confidence STRING, backed_off BOOLEAN, points_true_reach FLOAT, points_amplification FLOAT, points_activity FLOAT, points_network FLOAT, points_followers FLOAT, run STRING, recipe STRING
:param topic => '*'
:param run => ''
:param skip => 0
:param limit => 50

MATCH (run:PastRun {complete: true, id: $run})
MATCH (person:User)-[stood:STOOD]->(:Topic {id: $topic})
WHERE run.number IN stood.runs
WITH run, person, stood,
     head([i IN range(0, size(stood.runs) - 1) WHERE stood.runs[i] = run.number]) AS i
ORDER BY stood.ranks[i], person.id
SKIP $skip
LIMIT $limit
RETURN stood.ranks[i] AS rank, person.id AS id, person.handle AS handle, person.name AS name,
       person.network AS network, stood.scores[i] / 1000.0 AS score,
       null AS true_reach, null AS amplification, null AS network_impact, null AS people,
       null AS confidence, null AS backed_off,
       stood.true_reach[i] / 1000.0 AS points_true_reach,
       stood.amplification[i] / 1000.0 AS points_amplification,
       stood.activity[i] / 1000.0 AS points_activity,
       stood.network[i] / 1000.0 AS points_network,
       stood.followers[i] / 1000.0 AS points_followers, run.id AS run, run.recipe AS recipe
ORDER BY rank, id;
