// Who was endorsed on what, by whom on this site
//
// returns: person INTEGER, topic STRING, by STRING

MATCH (person:User)-[endorsed:ENDORSED_ON]->(topic:Topic)
RETURN id(person) AS person, topic.id AS topic, endorsed.by AS by
ORDER BY person, topic, by;
