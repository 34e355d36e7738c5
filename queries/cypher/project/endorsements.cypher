// Who was endorsed on what, by whom on this site, before a moment?
//
// returns: person INTEGER, topic STRING, by STRING
:param before => '9999-12-31T00:00:00Z'

MATCH (person:User)-[endorsed:ENDORSED_ON]->(topic:Topic)
WHERE endorsed.at < datetime($before)
RETURN id(person) AS person, topic.id AS topic, endorsed.by AS by
ORDER BY person, topic, by;
