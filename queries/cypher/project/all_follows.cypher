// All follows before a moment, as pairs
//
// A follow without a time is taken as old.
//
// returns: who INTEGER, whom LIST
:param as_of => '2026-07-01T00:00:00Z'

MATCH (who:User)-[follow:FOLLOWS]->(whom:User)
WHERE who <> whom AND (follow.at IS NULL OR follow.at < datetime($as_of))
RETURN id(who) AS who, collect(DISTINCT id(whom)) AS whom;
