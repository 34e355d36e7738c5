// All follows, as pairs
//
// returns: who INTEGER, whom LIST

MATCH (who:User)-[:FOLLOWS]->(whom:User)
WHERE who <> whom
RETURN id(who) AS who, collect(DISTINCT id(whom)) AS whom;
