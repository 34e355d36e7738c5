// Project the attention of many topics at once
//
// Each topic gets people of its own: person p on topic number n is node n * stride + p. The topics
// do not touch, so one PageRank over all of them is the PageRank of each.
//
// returns: nodes INTEGER, relationships INTEGER
:param graph_name => 'influence_topics'
:param numbers => {"*": 0}
:param stride => 1

MATCH (who:User)-[attention:ATTENDS_TO]->(whom:User)
WITH who, whom, attention, $numbers[attention.topic] * $stride AS offset
WHERE offset IS NOT NULL AND attention.weight > 0
WITH gds.graph.project(
  $graph_name, offset + id(who), offset + id(whom),
  {relationshipProperties: {weight: attention.weight}}
) AS graph
RETURN graph.nodeCount AS nodes, graph.relationshipCount AS relationships;
