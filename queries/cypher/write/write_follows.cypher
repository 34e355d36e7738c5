// Write follows
//
// One that is there already, by its id, stays as it is. Returns how many were new.
//
// `at` is in milliseconds since 1970: the driver takes five times as long over a moment.
//
// returns: accepted INTEGER
:param rows => []

UNWIND $rows AS row
// The hint: a plan made while there were none yet would look through all of them.
OPTIONAL MATCH ()-[known:FOLLOWS {id: row.id}]->() USING INDEX SEEK known:FOLLOWS(id)
WITH row, row.properties AS told WHERE known IS NULL
MATCH (who:User {id: row.who})
MATCH (whom:User {id: row.whom})
CREATE (who)-[act:FOLLOWS]->(whom)
SET act = told {
  .*, at: CASE WHEN row.at IS NOT NULL THEN datetime({epochMillis: row.at}) END
}
RETURN count(act) AS accepted;
