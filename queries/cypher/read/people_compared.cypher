// How do these people compare on this topic?
//
// One row each: the score on $topic with its parts and intervals, and the three topics on which
// they score best. Score and rank are null where fewer than three people acted on somebody.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, network STRING, followers INTEGER, score FLOAT, enough BOOLEAN, score_low FLOAT, score_high FLOAT, rank INTEGER, rank_low INTEGER, rank_high INTEGER, percentile FLOAT, true_reach FLOAT, amplification FLOAT, network_impact FLOAT, network_impact_percentile FLOAT, people INTEGER, credible FLOAT, active_days FLOAT, confidence STRING, backed_off BOOLEAN, points_true_reach FLOAT, points_amplification FLOAT, points_activity FLOAT, points_network FLOAT, points_followers FLOAT, community INTEGER, flags STRING, label STRING, topics LIST OF MAP
:param ids => ["planted:raffertysaltmarshe", "planted:hollystone_h"]
:param topic => '*'

OPTIONAL MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (person:User)
WHERE person.id IN $ids
OPTIONAL MATCH (person)-[scored:SCORED]->(:Topic {id: $topic})
WHERE scored.run = run.id
OPTIONAL MATCH (person)-[overall:SCORED]->(:Topic {id: '*'})
WHERE overall.run = run.id
RETURN person.id AS id, coalesce(person.handle, person.id) AS handle, person.name AS name,
       person.network AS network, person.followers AS followers, scored.score AS score,
       scored.score IS NOT NULL AS enough,
       scored.score_low AS score_low, scored.score_high AS score_high, scored.rank AS rank,
       scored.rank_low AS rank_low, scored.rank_high AS rank_high,
       scored.percentile AS percentile, scored.true_reach AS true_reach,
       scored.amplification AS amplification, scored.network_impact AS network_impact,
       scored.network_impact_percentile AS network_impact_percentile,
       scored.people AS people, scored.credible AS credible, scored.active_days AS active_days,
       scored.confidence AS confidence, scored.backed_off AS backed_off,
       scored.points_true_reach AS points_true_reach,
       scored.points_amplification AS points_amplification,
       scored.points_activity AS points_activity,
       scored.points_network AS points_network,
       scored.points_followers AS points_followers, overall.community AS community,
       overall.flags AS flags, person.label AS label,
       COLLECT {
         MATCH (person)-[best:SCORED]->(about:Topic)
         WHERE best.run = run.id AND about.id <> '*' AND best.score IS NOT NULL
         RETURN {id: about.id, name: coalesce(about.name, about.id), score: best.score}
         ORDER BY best.score DESC, about.id
         LIMIT 3
       } AS topics
ORDER BY id;
