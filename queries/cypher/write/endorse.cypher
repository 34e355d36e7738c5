// Endorse somebody on a topic (+K)
//
// $by is the account of whoever endorses, $id made of it, the person and the topic: giving it
// again changes nothing. Returns 0 where person or topic is not there.
//
// returns: accepted INTEGER
:param id => ''
:param by => ''
:param person => ''
:param topic => ''
:param at => '2026-07-01T00:00:00Z'

MATCH (person:User {id: $person})
WITH person
LIMIT 1
MATCH (topic:Topic {id: $topic})
MERGE (person)-[endorsed:ENDORSED_ON {id: $id}]->(topic)
ON CREATE SET endorsed.by = $by, endorsed.at = datetime($at)
RETURN count(endorsed) AS accepted;
