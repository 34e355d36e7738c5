// Write posts with their authors and topics
//
// A post that is there already stays as it is. Returns how many were new.
//
// returns: accepted INTEGER
:param rows => []

UNWIND $rows AS row
OPTIONAL MATCH (known:Post {id: row.id}) USING INDEX SEEK known:Post(id)
WITH row, row.properties AS told WHERE known IS NULL
MATCH (author:User {id: row.author})
CREATE (post:Post)
SET post = told {
  .*, id: row.id,
  at: CASE WHEN row.at IS NOT NULL THEN datetime({epochMillis: row.at}) END,
  edited_at: CASE WHEN row.edited IS NOT NULL THEN datetime({epochMillis: row.edited}) END
}
CREATE (author)-[:POSTED]->(post)
WITH row, post
CALL (row, post) {
  UNWIND row.topics AS id
  MATCH (topic:Topic {id: id})
  CREATE (post)-[:ABOUT]->(topic)
}
RETURN count(post) AS accepted;
