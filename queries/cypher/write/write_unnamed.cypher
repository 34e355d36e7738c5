// Write acts that are told without the records behind them
//
// One that is there already, of the same kind on the same post, stays as it is, whatever its
// id. Returns how many were new.
//
// returns: accepted INTEGER
:param rows => []

UNWIND $rows AS row
MATCH (who:User {id: row.who})
MATCH (whom:User {id: row.whom})
WITH row, row.properties AS told, who, whom
WHERE NOT EXISTS {
  MATCH (who)-[known:$(row.type)]->(whom)
  WHERE known.post = told.post OR (known.post IS NULL AND told.post IS NULL)
}
CREATE (who)-[act:$(row.type)]->(whom)
SET act = told {
  .*, at: CASE WHEN row.at IS NOT NULL THEN datetime({epochMillis: row.at}) END
}
RETURN count(act) AS accepted;
