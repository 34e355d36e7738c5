// Project who attends to whom, over everything
//
// One arrow for each pair: the folded attention, and a little for a follow.
//
// returns: nodes INTEGER, relationships INTEGER
:param graph_name => 'influence_attention'
:param follow => 0.05
:param undirected => []

MATCH (who:User)
OPTIONAL MATCH (who)-[arrow:ATTENDS_TO|FOLLOWS]->(whom:User)
WHERE who <> whom AND (arrow.topic IS NULL OR arrow.topic = '*')
WITH who, whom, sum(coalesce(arrow.weight, $follow)) AS weight
WITH gds.graph.project(
  $graph_name, who, whom,
  {relationshipType: 'ATTENDS_TO', relationshipProperties: {weight: weight}},
  {undirectedRelationshipTypes: $undirected}
) AS graph
RETURN graph.nodeCount AS nodes, graph.relationshipCount AS relationships;
