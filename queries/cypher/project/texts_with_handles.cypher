// What anybody wrote that may hold a handle: posts and what people say of themselves
//
// returns: id STRING, network STRING, post BOOLEAN, text STRING

MATCH (said:Post)
WHERE said.text CONTAINS '@'
RETURN said.id AS id, said.network AS network, true AS post, said.text AS text
UNION ALL
MATCH (said:User)
WHERE said.bio CONTAINS '@'
RETURN said.id AS id, said.network AS network, false AS post, said.bio AS text;
