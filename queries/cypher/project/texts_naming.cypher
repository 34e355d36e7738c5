// What others wrote that may hold a handle: posts and what people say of themselves
//
// returns: id STRING, post BOOLEAN, text STRING
:param network => ''
:param handles => []

MATCH (said:Post {network: $network})
WHERE any(handle IN $handles WHERE toLower(said.text) CONTAINS '@' + toLower(handle))
RETURN said.id AS id, true AS post, said.text AS text
UNION ALL
MATCH (said:User {network: $network})
WHERE any(handle IN $handles WHERE toLower(said.bio) CONTAINS '@' + toLower(handle))
RETURN said.id AS id, false AS post, said.bio AS text;
