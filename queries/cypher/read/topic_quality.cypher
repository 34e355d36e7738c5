// How sound is the attention on this topic, and how few hold it?
//
// One row, of the newest run: how many have an audience and how many are ranked, the `unverified`
// part of all audiences, the part of all True Reach that goes to the first ten (`top_share`), as how
// many alike it is spread (`effective`), and how many of those ranked are `flagged`.
//
// for: marketers, researchers
// returns: people INTEGER, ranked INTEGER, unverified FLOAT, top_share FLOAT, effective FLOAT, flagged INTEGER
:param topic => '*'
:param limit => 1

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
CALL (run) {
  MATCH (:User)-[scored:SCORED]->(:Topic)
  WHERE scored.run = run.id AND scored.topic = $topic AND scored.people > 0
  RETURN count(*) AS people, count(scored.rank) AS ranked, sum(scored.audience) AS audience,
         sum(scored.credible) AS credible, sum(scored.true_reach) AS reach,
         sum(scored.true_reach ^ 2) AS squares
}
CALL (run) {
  MATCH (:User)-[scored:SCORED]->(:Topic)
  WHERE scored.run = run.id AND scored.topic = $topic AND scored.true_reach IS NOT NULL
  WITH scored.true_reach AS reach
  ORDER BY reach DESC
  LIMIT 10
  RETURN sum(reach) AS top
}
CALL (run) {
  MATCH (person:User)-[overall:SCORED]->(:Topic)
  WHERE overall.run = run.id AND overall.flags IS NOT NULL
    AND EXISTS { (person)-[here:SCORED]->(:Topic {id: $topic}) WHERE here.run = run.id AND here.rank > 0 }
  RETURN count(*) AS flagged
}
RETURN people, ranked, CASE WHEN audience > 0 THEN 1 - credible / audience END AS unverified,
       CASE WHEN reach > 0 THEN top / reach END AS top_share,
       CASE WHEN squares > 0 THEN reach ^ 2 / squares END AS effective, flagged
ORDER BY people
LIMIT $limit;
