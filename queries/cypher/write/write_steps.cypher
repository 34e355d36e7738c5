// Write pairs of people who act in step
:param run => ''
:param rows => []

UNWIND $rows AS row
MATCH (one:User {id: row.one})
MATCH (other:User {id: row.other})
CREATE (one)-[step:IN_STEP]->(other)
SET step.run = $run, step.together = row.together, step.shared = row.shared, step.group = row.group;
