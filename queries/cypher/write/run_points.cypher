// Keep the scores of a run as points of history
//
// One relationship for each person and topic holds all their points, as lists side by side:
// `runs` are the runs' numbers, scores and points are in thousandths. Doing it again adds nothing.
:param run => ''
:param number => 0

MATCH (person:User)-[scored:SCORED]->(topic:Topic)
WHERE scored.run = $run AND scored.topic IS NOT NULL AND scored.score IS NOT NULL
CALL (person, scored, topic) {
  MERGE (person)-[stood:STOOD]->(topic)
  WITH scored, stood
  WHERE NOT $number IN coalesce(stood.runs, [])
  SET stood.runs = coalesce(stood.runs, []) + $number,
      stood.ranks = coalesce(stood.ranks, []) + scored.rank,
      stood.scores = coalesce(stood.scores, []) + toInteger(round(scored.score * 1000)),
      stood.true_reach = coalesce(stood.true_reach, []) + toInteger(round(scored.points_true_reach * 1000)),
      stood.amplification = coalesce(stood.amplification, []) + toInteger(round(scored.points_amplification * 1000)),
      stood.activity = coalesce(stood.activity, []) + toInteger(round(scored.points_activity * 1000)),
      stood.network = coalesce(stood.network, []) + toInteger(round(scored.points_network * 1000)),
      stood.followers = coalesce(stood.followers, []) + toInteger(round(scored.points_followers * 1000))
} IN TRANSACTIONS OF 1000 ROWS;
