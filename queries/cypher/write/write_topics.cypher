// Write topics, and what they are part of
//
// Returns how many were new, renamed, or became part of something.
//
// returns: accepted INTEGER
:param rows => []

UNWIND $rows AS row
OPTIONAL MATCH (known:Topic {id: row.id})
WITH row, known.name AS before,
     size([parent IN row.parents WHERE EXISTS { (known)-[:CHILD_OF]->(:Topic {id: parent}) }]) AS kept
MERGE (topic:Topic {id: row.id})
SET topic.name = row.name
FOREACH (parent IN row.parents |
  MERGE (above:Topic {id: parent})
  MERGE (topic)-[:CHILD_OF]->(above)
)
RETURN count(CASE WHEN before <> row.name OR before IS NULL OR kept < size(row.parents) THEN 1 END)
       AS accepted;
