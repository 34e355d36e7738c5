// How do just these people stand on this topic, in this order?
//
// For a leaderboard that is narrowed or sorted: $ids in the order in which they are told, the
// first of them at the place after $skip. `value` is the property $by of the score, or
// that number among `measured` of the run. Otherwise
// as in `leaders`.
//
// for: developers
// returns: place INTEGER, rank INTEGER, id STRING, handle STRING, name STRING, network STRING, value FLOAT, score FLOAT, enough BOOLEAN, score_low FLOAT, score_high FLOAT, rank_low INTEGER, rank_high INTEGER, percentile FLOAT, true_reach FLOAT, amplification FLOAT, network_impact FLOAT, network_impact_percentile FLOAT, people INTEGER, credible FLOAT, active_days FLOAT, confidence STRING, backed_off BOOLEAN, followers INTEGER, points_true_reach FLOAT, points_amplification FLOAT, points_activity FLOAT, points_network FLOAT, points_followers FLOAT, community INTEGER, flags STRING, label STRING
:param ids => ["planted:raffertysaltmarshe"]
:param topic => '*'
:param by => 'score'
:param run => ''
:param skip => 0

MATCH (run:Run {complete: true})
WHERE $run = '' OR run.id = $run
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
WITH run, head([i IN range(0, size(coalesce(run.measured, [])) - 1) WHERE run.measured[i] = $by]) AS number
UNWIND range(0, size($ids) - 1) AS place
MATCH (person:User {id: $ids[place]})
CALL (run, person) {
  MATCH (person)-[scored:SCORED]->(topic:Topic)
  WHERE scored.run = run.id AND topic.id = $topic
  RETURN scored
  LIMIT 1
}
CALL (run, person) {
  OPTIONAL MATCH (person)-[overall:SCORED]->(topic:Topic)
  WHERE overall.run = run.id AND topic.id = '*'
  RETURN overall.community AS community, overall.flags AS flags
  LIMIT 1
}
RETURN $skip + place + 1 AS place, scored.rank AS rank, person.id AS id, person.handle AS handle,
       person.name AS name, person.network AS network, toFloat(CASE WHEN number IS NULL THEN scored[$by] ELSE scored.measured[number] END) AS value,
       scored.score AS score, scored.score IS NOT NULL AS enough,
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
ORDER BY place;
