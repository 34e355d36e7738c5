// Which run would a leaderboard show, and has anybody come or gone since?
//
// One row of counts that the database holds ready. While none of them changes, neither does
// what `topic_columns` answers for that run, nor the tree of topics: `ties` are its edges.
//
// for: developers
// returns: run STRING, people INTEGER, loads INTEGER, topics INTEGER, ties INTEGER
:param run => ''

OPTIONAL MATCH (run:Run {complete: true})
WHERE $run = '' OR run.id = $run
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
RETURN run.id AS run, COUNT { (:User) } AS people, COUNT { (:Load) } AS loads,
       COUNT { (:Topic) } AS topics, COUNT { ()-[:CHILD_OF]->() } AS ties
ORDER BY run;
