// All that is held about a person, but for their relationships: see `person_held_arrows`
//
// returns: person MAP, posts LIST OF MAP
:param person => ''

MATCH (person:User {id: $person})
RETURN properties(person) AS person, [
  (person)-[:POSTED]->(post:Post) |
  post {.*, topics: [(post)-[:ABOUT]->(topic:Topic) | topic.id]}
] AS posts;
