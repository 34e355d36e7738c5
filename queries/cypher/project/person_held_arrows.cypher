// All relationships of a person: acts done and received, attention, scores
//
// Places on lists are told by `person_held_lists`. `measured` names the values of the list of that
// name in a score.
//
// returns: direction STRING, type STRING, other STRING, properties MAP, measured LIST
:param person => ''

MATCH (person:User {id: $person})-[arrow]-(other)
WHERE NOT other:Post AND NOT other:Shortlist
OPTIONAL MATCH (run:Run {id: arrow.run})
RETURN CASE WHEN startNode(arrow) = person THEN 'out' ELSE 'in' END AS direction,
       type(arrow) AS type, other.id AS other, properties(arrow) AS properties,
       coalesce(run.measured, []) AS measured
ORDER BY direction, type, other, arrow.id;
