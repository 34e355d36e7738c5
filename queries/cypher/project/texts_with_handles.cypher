// What anybody wrote that may hold a handle: posts, and what people say of themselves
//
// `place` is the property that holds it.
//
// returns: id STRING, network STRING, place STRING, text STRING

MATCH (said:Post)
WHERE said.text CONTAINS '@'
RETURN said.id AS id, said.network AS network, 'text' AS place, said.text AS text
UNION ALL
MATCH (said:User)
WHERE said.bio CONTAINS '@'
RETURN said.id AS id, said.network AS network, 'bio' AS place, said.bio AS text;
