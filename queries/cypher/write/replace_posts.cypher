// Put the edited versions of posts in the place of what was known
//
// Unless what is known was edited as late, or later. Returns how many read otherwise now.
//
// returns: accepted INTEGER
:param rows => []

UNWIND $rows AS row
MATCH (post:Post {id: row.id})
WITH post, row, row.properties AS told, properties(post) AS before,
     [(post)-[:ABOUT]->(topic:Topic) | topic.id] AS about
WHERE post.edited_at IS NULL OR post.edited_at.epochMillis < row.edited
SET post = told {
  .*, id: row.id,
  at: CASE WHEN row.at IS NOT NULL THEN datetime({epochMillis: row.at}) END,
  edited_at: datetime({epochMillis: row.edited})
}
WITH post, row, before <> properties(post) OR any(id IN about WHERE NOT id IN row.topics)
                OR any(id IN row.topics WHERE NOT id IN about) AS changed
CALL (post, row) {
  OPTIONAL MATCH (post)-[was:ABOUT]->(topic:Topic) WHERE NOT topic.id IN row.topics
  DELETE was
}
CALL (post, row) {
  UNWIND row.topics AS id
  MATCH (topic:Topic {id: id})
  MERGE (post)-[:ABOUT]->(topic)
}
RETURN count(CASE WHEN changed THEN 1 END) AS accepted;
