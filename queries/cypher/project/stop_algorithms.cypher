// Stop the graph algorithms that still run on a projected graph
//
// A client that goes away does not stop its job; this does.
//
// returns: message STRING
:param graph_name => 'influence_topics'

SHOW TRANSACTIONS YIELD transactionId AS id, parameters, currentQuery
WHERE parameters.graph_name = $graph_name AND NOT currentQuery CONTAINS 'TERMINATE TRANSACTIONS'
TERMINATE TRANSACTIONS id YIELD message
RETURN message;
