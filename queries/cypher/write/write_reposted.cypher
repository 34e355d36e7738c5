// Write reposts
//
// One that is there already, by its id, stays as it is. Returns how many were new.
//
// returns: accepted INTEGER
:param rows => []

UNWIND $rows AS row
OPTIONAL MATCH ()-[known:REPOSTED {id: row.id}]->()
WITH row WHERE known IS NULL
MATCH (who:User {id: row.who})
MATCH (whom:User {id: row.whom})
CREATE (who)-[act:REPOSTED]->(whom)
SET act = row.properties
RETURN count(act) AS accepted;
