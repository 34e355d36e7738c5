// Write topics, and what they are part of
//
// What a taxonomy says of its topics, their name, synonyms and parents among its own topics, is
// as its newest load says; a name from elsewhere does not replace it. Returns how many topics
// were new, renamed, or became part of something else.
//
// returns: accepted INTEGER
:param rows => []

UNWIND $rows AS row
OPTIONAL MATCH (known:Topic {id: row.id})
WITH row, known,
     row.taxonomy IS NULL AND known.taxonomy IS NOT NULL AS foreign,
     size([parent IN row.parents WHERE EXISTS { (known)-[:CHILD_OF]->(:Topic {id: parent}) }]) AS kept,
     COLLECT {
       MATCH (known)-[earlier:CHILD_OF]->(above:Topic)
       WHERE above.taxonomy = row.taxonomy AND earlier.by IS NULL AND NOT above.id IN row.parents
       RETURN earlier
     } AS gone
WITH row, foreign, gone,
     kept < size(row.parents) OR size(gone) > 0 OR NOT foreign AND (
       known.name IS NULL OR known.name <> row.name
       OR coalesce(known.taxonomy, '') <> coalesce(row.taxonomy, '')
       OR coalesce(known.synonyms, []) <> coalesce(row.synonyms, [])
     ) AS changed
MERGE (topic:Topic {id: row.id})
FOREACH (_ IN CASE WHEN foreign THEN [] ELSE [1] END |
  SET topic.name = row.name, topic.taxonomy = row.taxonomy, topic.synonyms = row.synonyms
)
FOREACH (earlier IN gone | DELETE earlier)
FOREACH (parent IN row.parents |
  MERGE (above:Topic {id: parent})
  MERGE (topic)-[part:CHILD_OF]->(above)
  // What was matched before is now said by a source.
  SET part.by = null
)
RETURN count(CASE WHEN changed THEN 1 END) AS accepted;
