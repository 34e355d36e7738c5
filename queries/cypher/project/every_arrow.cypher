// Every relationship, whatever it is: its ends' numbers, its type and its properties
//
// returns: first INTEGER, second INTEGER, type STRING, properties MAP

MATCH (first)-[arrow]->(second)
RETURN id(first) AS first, id(second) AS second, type(arrow) AS type,
       properties(arrow) AS properties;
