// What an algorithm left with the nodes of a projected graph
//
// The lists run side by side: a row for each node takes several times as long to read.
//
// returns: nodes LIST, values LIST
:param graph_name => 'influence_attention'
:param property => 'page_rank'

CALL gds.graph.nodeProperty.stream($graph_name, $property) YIELD nodeId, propertyValue
RETURN collect(nodeId) AS nodes, collect(propertyValue) AS values;
