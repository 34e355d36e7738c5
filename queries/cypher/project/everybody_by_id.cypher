// Everybody's id
//
// returns: id STRING

MATCH (person:User)
RETURN person.id AS id;
