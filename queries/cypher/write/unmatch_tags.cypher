// Undo matches of tags to topics
:param rows => []

UNWIND $rows AS row
MATCH (tag:Topic {id: row.tag})-[part:CHILD_OF]->(topic:Topic {id: row.topic})
WHERE part.by IS NOT NULL
DELETE part;
