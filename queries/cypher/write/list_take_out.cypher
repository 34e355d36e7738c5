// Take people off a list
//
// returns: gone INTEGER
:param list => ''
:param people => []

MATCH (shortlist:Shortlist {id: $list})-[held:HOLDS]->(person:User)
WHERE person.id IN $people AND shortlist.deleted IS NULL
SET shortlist.changed = datetime()
DELETE held
RETURN count(person) AS gone;
