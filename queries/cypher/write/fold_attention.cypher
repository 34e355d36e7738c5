// Fold acts into attention
//
// One arrow for each person, the person they act on, and topic. `weight` is the largest act,
// decayed: someone who reposts you ten times a day counts once; `lasting` of it fades more
// slowly. `recent` is the same with a shorter memory, `share` the part of `weight` in all that the
// person attends to on the topic. An act without a time is taken as fresh.
// An act on a topic counts for what the topic is part of (`lineage` names those), and for "*",
// which is everything. Whom somebody acts on in a day beyond `per_day` people shares what that
// day is worth; 0 is no cap. Arrows of before go person by person, together with the coming of
// the new ones: who looks meanwhile, or after it broke off, sees nobody without their arrows.
//
// returns: people INTEGER
:param as_of => '2026-07-01T00:00:00Z'
:param weights => {"REPOSTED": 1.0, "QUOTED": 1.0, "ADOPTED": 1.0, "REPLIED_TO": 0.2, "MENTIONED": 0.2, "LIKED": 0.2}
:param horizon_days => 30.0
:param short_days => 3.75
:param lasting => 0.0
:param lasting_days => 240.0
:param lineage => {}
:param per_day => 0.0

MATCH (who:User)
CALL (who) {
  CALL (who) {
    MATCH (who)-[before:ATTENDS_TO]->()
    DELETE before
  }
  CALL (who) {
    WITH who WHERE $per_day > 0
    MATCH (who)-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]->(whom:User)
    WHERE who <> whom AND $weights[type(act)] > 0 AND act.at < datetime($as_of)
    WITH act.at.epochSeconds / 86400 AS day, count(DISTINCT whom) AS reached
    WHERE reached > $per_day
    RETURN collect({day: day, share: $per_day / reached}) AS crowded
  }
  MATCH (who)-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]->(whom:User)
  WHERE who <> whom AND $weights[type(act)] > 0
    AND (act.at IS NULL OR act.at < datetime($as_of))
  WITH who, whom, act,
       $weights[type(act)] * act.credit *
         coalesce(head([one IN crowded WHERE one.day = act.at.epochSeconds / 86400 | one.share]), 1.0) AS worth,
       coalesce(datetime($as_of).epochMillis - act.at.epochMillis, 0) / 86400000.0 AS age_days
  UNWIND reduce(all = ['*'], tag IN coalesce(act.topics, []) | all + coalesce($lineage[tag], [tag])) AS topic
  // Two topics of one act may be part of the same third.
  WITH DISTINCT who, whom, act, worth, age_days, topic
  WITH who, whom, topic,
       max(worth * ((1.0 - $lasting) * 2.0 ^ (-age_days / $horizon_days)
                    + $lasting * 2.0 ^ (-age_days / $lasting_days))) AS weight,
       max(worth * 2.0 ^ (-age_days / $short_days)) AS recent,
       sum(act.count) AS acts, min(act.at) AS first, max(act.at) AS last
  WITH who, topic, sum(weight) AS whole,
       collect({whom: whom, weight: weight, recent: recent, acts: acts, first: first, last: last}) AS arrows
  UNWIND arrows AS arrow
  WITH who, topic, whole, arrow, arrow.whom AS whom
  CREATE (who)-[:ATTENDS_TO {
    topic: topic, weight: arrow.weight, recent: arrow.recent, share: CASE WHEN whole > 0 THEN arrow.weight / whole END,
    acts: arrow.acts, first: arrow.first, last: arrow.last
  }]->(whom)
} IN TRANSACTIONS OF 200 ROWS
RETURN count(DISTINCT who) AS people;
