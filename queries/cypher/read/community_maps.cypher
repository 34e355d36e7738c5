// How do the communities of a large topic hang together?
//
// One row: JSON that the newest run has kept, null where the topic is too small. `communities` are
// lists of the number, how many people, and where it stands; `arrows` of the community that
// influences, the one influenced, the sum of weights, and how many arrows between people it stands
// for.
//
// for: researchers, developers
// returns: run STRING, told STRING
:param topic => '*'

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
CALL (run) {
  UNWIND range(0, coalesce(size(run.map_topics), 0) - 1) AS place
  WITH run, place
  WHERE run.map_topics[place] = $topic
  RETURN head(collect(run.map_texts[place])) AS told
}
RETURN run.id AS run, told;
