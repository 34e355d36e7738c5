// Write scores: one for each person and topic of a run
:param run => ''
:param rows => []

UNWIND $rows AS row
MATCH (person:User {id: row.person})
MATCH (topic:Topic {id: row.topic})
CREATE (person)-[scored:SCORED]->(topic)
SET scored = row.properties, scored.run = $run, scored.topic = row.topic;
