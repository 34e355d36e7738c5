// How many people are ranked on each topic?
//
// One row of two lists that run side by side, of the topics on which anybody is, in the run $run, or
// in the newest where that is ''.
//
// for: developers
// returns: topics LIST OF STRING, people LIST OF INTEGER
:param run => ''

MATCH (run:Run {complete: true})
WHERE $run = '' OR run.id = $run
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (topic:Topic)
WITH topic.id AS topic, COUNT {
  // Over the index of ranks: a topic has as many relationships as there are runs kept.
  MATCH ()-[scored:SCORED]->()
  WHERE scored.run = run.id AND scored.topic = topic.id AND scored.rank > 0
} AS people
WHERE people > 0
RETURN collect(topic) AS topics, collect(people) AS people
ORDER BY topics;
