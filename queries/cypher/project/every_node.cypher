// Every node, whatever it is: its number, its labels and its properties
//
// returns: number INTEGER, labels LIST OF STRING, properties MAP

MATCH (node)
RETURN id(node) AS number, labels(node) AS labels, properties(node) AS properties;
