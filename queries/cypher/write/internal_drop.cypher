// Take out of a copy of the graph what is nobody's to read
//
// Nothing hangs on such a node.
:param labels => []

MATCH (internal)
WHERE any(label IN labels(internal) WHERE label IN $labels)
CALL (internal) { DELETE internal } IN TRANSACTIONS OF 1000 ROWS;
