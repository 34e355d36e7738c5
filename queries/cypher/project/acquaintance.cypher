// Project who has to do with whom, over everything
//
// One line for each two people, whoever of them attends to or follows the other.
//
// returns: nodes INTEGER, relationships INTEGER
:param graph_name => 'influence_acquaintance'
:param follow => 0.05
:param as_of => '2026-07-01T00:00:00Z'

MATCH (one:User)
OPTIONAL MATCH (one)-[arrow:ATTENDS_TO|FOLLOWS]-(other:User)
WHERE id(one) < id(other) AND (arrow.topic IS NULL OR arrow.topic = '*')
  AND (arrow.at IS NULL OR arrow.at < datetime($as_of))
WITH one, other, sum(coalesce(arrow.weight, $follow)) AS weight
WITH gds.graph.project(
  $graph_name, one, other,
  {relationshipType: 'KNOWS', relationshipProperties: {weight: weight}},
  {undirectedRelationshipTypes: ['KNOWS']}
) AS graph
RETURN graph.nodeCount AS nodes, graph.relationshipCount AS relationships;
