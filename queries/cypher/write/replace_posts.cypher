// Put the edited versions of posts in the place of what was known
//
// Returns how many read otherwise now.
//
// returns: accepted INTEGER
:param rows => []

UNWIND $rows AS row
MATCH (post:Post {id: row.id})
WITH post, row, properties(post) AS before,
     [(post)-[:ABOUT]->(topic:Topic) | topic.id] AS about
SET post += row.properties
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
