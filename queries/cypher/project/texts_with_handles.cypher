// What anybody wrote that may hold a handle: posts, what people say of themselves, notes of labels
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
RETURN said.id AS id, said.network AS network, 'bio' AS place, said.bio AS text
UNION ALL
MATCH (said:User)
WHERE said.label_note CONTAINS '@'
RETURN said.id AS id, said.network AS network, 'label_note' AS place, said.label_note AS text;
