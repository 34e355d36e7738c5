// On what is this person influential, and how much?
//
// One row for each topic in the newest run, everything ('*') first, then the best score.
// `ranked` is how many people have a rank on that topic. Score and rank are null where
// fewer than three people acted on the person.
//
// for: marketers, researchers
// returns: topic STRING, topic_name STRING, score FLOAT, rank INTEGER, ranked INTEGER, percentile FLOAT, true_reach FLOAT, amplification FLOAT, network_impact FLOAT, network_impact_percentile FLOAT, people INTEGER, credible FLOAT, active_days FLOAT, confidence STRING, backed_off BOOLEAN, points_true_reach FLOAT, points_amplification FLOAT, points_activity FLOAT, points_network FLOAT, points_followers FLOAT
:param person => 'planted:raffertysaltmarshe'
:param run => ''
:param limit => 100

MATCH (run:Run {complete: true})
WHERE $run = '' OR run.id = $run
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (:User {id: $person})-[scored:SCORED]->(topic:Topic)
WHERE scored.run = run.id
WITH run, scored, topic
ORDER BY topic.id <> '*', scored.score IS NULL, scored.score DESC, scored.people DESC, topic.id
LIMIT $limit
RETURN topic.id AS topic, coalesce(topic.name, topic.id) AS topic_name, scored.score AS score,
       scored.rank AS rank,
       COUNT { (:User)-[other:SCORED]->(topic) WHERE other.run = run.id AND other.rank IS NOT NULL } AS ranked,
       scored.percentile AS percentile,
       scored.true_reach AS true_reach, scored.amplification AS amplification,
       scored.network_impact AS network_impact,
       scored.network_impact_percentile AS network_impact_percentile,
       scored.people AS people, scored.credible AS credible, scored.active_days AS active_days,
       scored.confidence AS confidence, scored.backed_off AS backed_off,
       scored.points_true_reach AS points_true_reach,
       scored.points_amplification AS points_amplification,
       scored.points_activity AS points_activity,
       scored.points_network AS points_network,
       scored.points_followers AS points_followers
ORDER BY topic <> '*', score IS NULL, score DESC, people DESC, topic;
