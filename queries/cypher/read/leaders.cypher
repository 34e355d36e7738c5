// Who is influential on this topic?
//
// People in the order of their score, with its parts. The topic '*' is everything.
// Those on whom fewer than three people acted have no score and are not listed. Nine in ten
// resamples of the acts put score and rank between low and high; `rank_low` is the best. $run
// names a run that is whole; '' is the newest.
//
// for: marketers, researchers
// returns: rank INTEGER, id STRING, handle STRING, name STRING, network STRING, score FLOAT, enough BOOLEAN, score_low FLOAT, score_high FLOAT, rank_low INTEGER, rank_high INTEGER, percentile FLOAT, true_reach FLOAT, amplification FLOAT, network_impact FLOAT, network_impact_percentile FLOAT, people INTEGER, credible FLOAT, active_days FLOAT, confidence STRING, backed_off BOOLEAN, followers INTEGER, points_true_reach FLOAT, points_amplification FLOAT, points_activity FLOAT, points_network FLOAT, points_followers FLOAT, community INTEGER, flags STRING, label STRING
:param topic => '*'
:param run => ''
:param skip => 0
:param limit => 50

MATCH (run:Run {complete: true})
WHERE $run = '' OR run.id = $run
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
CALL (run) {
  MATCH (person:User)-[scored:SCORED]->()
  WHERE scored.run = run.id AND scored.topic = $topic AND scored.rank > 0
  // Run and topic as well: then the index has the order already.
  WITH person, scored
  ORDER BY scored.run, scored.topic, scored.rank, person.id
  SKIP $skip
  LIMIT $limit
  RETURN person, scored
}
CALL (run, person) {
  OPTIONAL MATCH (person)-[overall:SCORED]->(:Topic {id: '*'})
  WHERE overall.run = run.id
  RETURN overall.community AS community, overall.flags AS flags
  LIMIT 1
}
RETURN scored.rank AS rank, person.id AS id, person.handle AS handle, person.name AS name,
       person.network AS network, scored.score AS score,
       scored.score IS NOT NULL AS enough,
       scored.score_low AS score_low, scored.score_high AS score_high,
       scored.rank_low AS rank_low, scored.rank_high AS rank_high,
       scored.percentile AS percentile,
       scored.true_reach AS true_reach, scored.amplification AS amplification,
       scored.network_impact AS network_impact,
       scored.network_impact_percentile AS network_impact_percentile,
       scored.people AS people, scored.credible AS credible, scored.active_days AS active_days,
       scored.confidence AS confidence, scored.backed_off AS backed_off,
       person.followers AS followers,
       scored.points_true_reach AS points_true_reach,
       scored.points_amplification AS points_amplification,
       scored.points_activity AS points_activity,
       scored.points_network AS points_network,
       scored.points_followers AS points_followers, community, flags, person.label AS label
ORDER BY rank, id;
