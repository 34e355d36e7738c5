// On what is this person influential, and how much?
//
// One row for each topic in the newest run, everything ('*') first, then the best score; for
// $topic alone where one is given.
// `ranked` is how many people have a rank on that topic, null unless $counted. Where fewer than three people acted
// on the person `enough` is false, and score and rank are null. Nine in ten resamples of the
// acts put score and rank between low and high; `rank_low` is the best.
//
// for: marketers, researchers
// returns: topic STRING, topic_name STRING, score FLOAT, enough BOOLEAN, score_low FLOAT, score_high FLOAT, rank_low INTEGER, rank_high INTEGER, rank INTEGER, ranked INTEGER, percentile FLOAT, true_reach FLOAT, amplification FLOAT, network_impact FLOAT, network_impact_percentile FLOAT, people INTEGER, credible FLOAT, active_days FLOAT, confidence STRING, backed_off BOOLEAN, points_true_reach FLOAT, points_amplification FLOAT, points_activity FLOAT, points_network FLOAT, points_followers FLOAT
:param person => 'planted:raffertysaltmarshe'
:param topic => ''
:param run => ''
:param counted => true
:param limit => 100

MATCH (run:Run {complete: true})
WHERE $run = '' OR run.id = $run
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (:User {id: $person})-[scored:SCORED]->()
WHERE scored.run = run.id AND ($topic = '' OR scored.topic = $topic)
WITH run, scored
ORDER BY scored.topic <> '*', scored.score IS NULL, scored.score DESC, scored.people DESC, scored.topic
LIMIT $limit
MATCH (topic:Topic {id: scored.topic})
RETURN topic.id AS topic, coalesce(topic.name, topic.id) AS topic_name, scored.score AS score,
       scored.score IS NOT NULL AS enough,
       scored.score_low AS score_low, scored.score_high AS score_high,
       scored.rank_low AS rank_low, scored.rank_high AS rank_high,
       scored.rank AS rank,
       // Over the index of ranks: a topic has as many relationships as there are runs kept.
       CASE WHEN $counted THEN COUNT { MATCH ()-[other:SCORED]->() WHERE other.run = run.id AND other.topic = topic.id AND other.rank > 0 } END AS ranked,
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
