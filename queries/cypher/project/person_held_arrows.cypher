// All relationships of a person: acts done and received, attention, scores
//
// Places on lists are told by `person_held_lists`.
//
// returns: direction STRING, type STRING, other STRING, properties MAP
:param person => ''

MATCH (person:User {id: $person})-[arrow]-(other)
WHERE NOT other:Post AND NOT other:Shortlist
RETURN CASE WHEN startNode(arrow) = person THEN 'out' ELSE 'in' END AS direction,
       type(arrow) AS type, other.id AS other, properties(arrow) AS properties
ORDER BY direction, type, other, arrow.id;
