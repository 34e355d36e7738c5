// What people are called, by handle and by name
//
// returns: id STRING, handle STRING, name STRING
:param people => []

MATCH (person:User)
WHERE person.id IN $people
RETURN person.id AS id, person.handle AS handle, person.name AS name;
