// Which Neo4j, and which Graph Data Science
//
// returns: neo4j STRING, gds STRING

CALL dbms.components() YIELD name, versions
WHERE name = 'Neo4j Kernel'
RETURN versions[0] AS neo4j, gds.version() AS gds;
