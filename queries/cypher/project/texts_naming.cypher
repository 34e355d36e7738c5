// What others wrote that may hold a handle: posts, and what people say of themselves
//
// `place` is the property that holds it.
//
// returns: id STRING, place STRING, text STRING
:param network => ''
:param handles => []

MATCH (said:Post {network: $network})
WHERE any(handle IN $handles WHERE toLower(said.text) CONTAINS '@' + toLower(handle))
RETURN said.id AS id, 'text' AS place, said.text AS text
UNION ALL
MATCH (said:User {network: $network})
WHERE any(handle IN $handles WHERE toLower(said.bio) CONTAINS '@' + toLower(handle))
RETURN said.id AS id, 'bio' AS place, said.bio AS text;
