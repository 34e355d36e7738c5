// On what was this person influential in a run of the past, and how much?
//
// $run names a run of which points alone are kept; what else `person_scores` tells is null.
//
// for: researchers
// returns: topic STRING, topic_name STRING, score FLOAT, rank INTEGER, ranked INTEGER, percentile FLOAT, true_reach FLOAT, amplification FLOAT, network_impact FLOAT, people INTEGER, confidence STRING, backed_off BOOLEAN, points_true_reach FLOAT, points_amplification FLOAT, points_activity FLOAT, points_network FLOAT, points_followers FLOAT, run STRING, recipe STRING
:param person => 'planted:raffertysaltmarshe'
:param run => ''
:param limit => 100

MATCH (run:PastRun {complete: true, id: $run})
WITH run
LIMIT 1
MATCH (:User {id: $person})-[stood:STOOD]->()
WHERE run.number IN stood.runs
WITH run, endNode(stood) AS topic, stood,
     head([i IN range(0, size(stood.runs) - 1) WHERE stood.runs[i] = run.number]) AS i
RETURN topic.id AS topic, coalesce(topic.name, topic.id) AS topic_name,
       stood.scores[i] / 1000.0 AS score, stood.ranks[i] AS rank, null AS ranked,
       null AS percentile, null AS true_reach, null AS amplification, null AS network_impact,
       null AS people, null AS confidence, null AS backed_off,
       stood.true_reach[i] / 1000.0 AS points_true_reach,
       stood.amplification[i] / 1000.0 AS points_amplification,
       stood.activity[i] / 1000.0 AS points_activity,
       stood.network[i] / 1000.0 AS points_network,
       stood.followers[i] / 1000.0 AS points_followers, run.id AS run, run.recipe AS recipe
ORDER BY topic <> '*', score DESC, topic
LIMIT $limit;
