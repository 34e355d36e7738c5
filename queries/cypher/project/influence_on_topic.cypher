// Project who influences whom on a topic: attention, turned round
//
// returns: nodes INTEGER, relationships INTEGER
:param graph_name => 'influence_plan'
:param topic => '*'

MATCH (who:User)-[attention:ATTENDS_TO {topic: $topic}]->(whom:User)
WITH gds.graph.project($graph_name, id(whom), id(who)) AS graph
RETURN graph.nodeCount AS nodes, graph.relationshipCount AS relationships;
