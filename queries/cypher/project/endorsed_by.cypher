// On what does an account of this site endorse this person?
//
// returns: topic STRING
:param person => ''
:param by => ''

MATCH (:User {id: $person})-[:ENDORSED_ON {by: $by}]->(topic:Topic)
RETURN topic.id AS topic
ORDER BY topic;
