// How did this person's score and rank move?
//
// One row for each kept run in which the person has a score on $topic, the newest moment first.
// A run that is no longer `whole` keeps score, rank and points alone, in thousandths of a
// point. Only rows of one recipe and one reference can be compared.
//
// for: marketers, researchers
// returns: as_of DATETIME, score FLOAT, rank INTEGER, points_true_reach FLOAT, points_amplification FLOAT, points_activity FLOAT, points_network FLOAT, points_followers FLOAT, run STRING, at DATETIME, recipe STRING, recipe_name STRING, reference FLOAT, whole BOOLEAN
:param person => 'planted:raffertysaltmarshe'
:param topic => '*'
:param limit => 500

CALL () {
  MATCH (:User {id: $person})-[scored:SCORED]->()
  WHERE scored.topic = $topic AND scored.score IS NOT NULL
  MATCH (run:Run {id: scored.run})
  RETURN run, scored.score AS score, scored.rank AS rank,
         scored.points_true_reach AS points_true_reach,
         scored.points_amplification AS points_amplification,
         scored.points_activity AS points_activity,
         scored.points_network AS points_network,
         scored.points_followers AS points_followers
  UNION ALL
  MATCH (:User {id: $person})-[stood:STOOD]->()
  WHERE endNode(stood).id = $topic
  UNWIND range(0, size(stood.runs) - 1) AS i
  MATCH (run:PastRun {number: stood.runs[i]})
  RETURN run, stood.scores[i] / 1000.0 AS score, stood.ranks[i] AS rank,
         stood.true_reach[i] / 1000.0 AS points_true_reach,
         stood.amplification[i] / 1000.0 AS points_amplification,
         stood.activity[i] / 1000.0 AS points_activity,
         stood.network[i] / 1000.0 AS points_network,
         stood.followers[i] / 1000.0 AS points_followers
}
WITH *
WHERE run.complete
RETURN run.as_of AS as_of, score, rank, points_true_reach, points_amplification, points_activity,
       points_network, points_followers, run.id AS run, run.at AS at, run.recipe AS recipe,
       run.recipe_name AS recipe_name, run.reference AS reference, run:Run AS whole
ORDER BY as_of DESC, at DESC, run
LIMIT $limit;
