// Project who attends to whom, over everything
//
// One arrow for each pair: the folded attention, and a little for a follow.
//
// returns: nodes INTEGER, relationships INTEGER
:param graph_name => 'influence_attention'
:param follow => 0.05
:param as_of => '2026-07-01T00:00:00Z'

MATCH (who:User)
OPTIONAL MATCH (who)-[arrow:ATTENDS_TO|FOLLOWS]->(whom:User)
WHERE who <> whom AND (arrow.topic IS NULL OR arrow.topic = '*')
  AND (arrow.at IS NULL OR arrow.at < datetime($as_of))
WITH who, whom, sum(coalesce(arrow.weight, $follow)) AS weight
WITH gds.graph.project(
  $graph_name, who, whom,
  {relationshipType: 'ATTENDS_TO', relationshipProperties: {weight: weight}}
) AS graph
RETURN graph.nodeCount AS nodes, graph.relationshipCount AS relationships;
