// Make tags part of the topics they were matched to
//
// `by` says why; where a source says that it is so, that stays as it is.
:param rows => []

UNWIND $rows AS row
MATCH (tag:Topic {id: row.tag})
MATCH (topic:Topic {id: row.topic})
MERGE (tag)-[part:CHILD_OF]->(topic)
ON CREATE SET part.by = row.by
ON MATCH SET part.by = CASE WHEN part.by IS NOT NULL THEN row.by END;
