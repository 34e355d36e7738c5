// Make sure that every topic named in an act or a post is there
:param rows => []

UNWIND $rows AS row
MERGE (topic:Topic {id: row.id})
ON CREATE SET topic.name = row.name;
