// Which communities does the whole network fall into?
//
// Leiden communities of the newest run, the largest first; `around` is the best ranked of
// each, null where nobody is ranked. The number is a name, not a rank.
//
// for: researchers
// returns: community INTEGER, people INTEGER, around STRING, around_handle STRING, around_name STRING
:param limit => 25

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH ()-[scored:SCORED]->()
WHERE scored.run = run.id AND scored.topic = '*' AND scored.community IS NOT NULL
WITH run, scored.community AS community, count(*) AS people, min(scored.rank) AS rank
ORDER BY people DESC, community
LIMIT $limit
CALL (run, community, rank) {
  // By the index on run, topic and rank: sorting everybody would take seconds.
  OPTIONAL MATCH (person:User)-[scored:SCORED]->()
  WHERE scored.run = run.id AND scored.topic = '*' AND scored.rank = rank
    AND scored.community = community
  RETURN person AS best
  ORDER BY person.id
  LIMIT 1
}
RETURN community, people, best.id AS around, best.handle AS around_handle, best.name AS around_name
ORDER BY people DESC, community;
