// Who is influential on this topic, without suspicious support?
//
// As `leaders`, but what flags throw doubt on is left out (see `flagged`): `score`, `rank` and `people`
// are without it, `score_with`, `rank_with` and `people_with` what `leaders` tells; the same where
// there is nothing to leave out. The parts are as with everything.
//
// for: marketers, researchers
// returns: rank INTEGER, id STRING, handle STRING, name STRING, network STRING, score FLOAT, enough BOOLEAN, score_with FLOAT, rank_with INTEGER, true_reach FLOAT, amplification FLOAT, network_impact FLOAT, people INTEGER, people_with INTEGER, confidence STRING, backed_off BOOLEAN, followers INTEGER, community INTEGER, flags STRING, label STRING
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
  // Run and topic as well: then the index has the order already.
  WITH CASE WHEN run.without THEN run.id END AS id
  MATCH (person:User)-[scored:SCORED]->()
  WHERE scored.run = id AND scored.topic = $topic AND scored.rank_without > 0
  WITH person, scored
  ORDER BY scored.run, scored.topic, scored.rank_without, person.id
  SKIP $skip
  LIMIT $limit
  RETURN person, scored, scored.rank_without AS rank
  UNION ALL
  // Nobody has suspicious support in that run, so ranks are as they are.
  WITH CASE WHEN run.without THEN null ELSE run.id END AS id
  MATCH (person:User)-[scored:SCORED]->()
  WHERE scored.run = id AND scored.topic = $topic AND scored.rank > 0
  WITH person, scored
  ORDER BY scored.run, scored.topic, scored.rank, person.id
  SKIP $skip
  LIMIT $limit
  RETURN person, scored, scored.rank AS rank
}
CALL (run, person) {
  OPTIONAL MATCH (person)-[overall:SCORED]->(:Topic {id: '*'})
  WHERE overall.run = run.id
  RETURN overall.community AS community, overall.flags AS flags
  LIMIT 1
}
RETURN rank, person.id AS id, person.handle AS handle, person.name AS name,
       person.network AS network,
       CASE WHEN run.without THEN scored.score_without ELSE scored.score END AS score,
       true AS enough, scored.score AS score_with, scored.rank AS rank_with,
       scored.true_reach AS true_reach, scored.amplification AS amplification,
       scored.network_impact AS network_impact,
       CASE WHEN run.without THEN scored.people_without ELSE scored.people END AS people,
       scored.people AS people_with,
       scored.confidence AS confidence, scored.backed_off AS backed_off,
       person.followers AS followers, community, flags, person.label AS label
ORDER BY rank, id;
