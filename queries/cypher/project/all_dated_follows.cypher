// All follows with their moments, one row for each person who follows
//
// The lists run side by side; `at` is in seconds since 1970, -1 when unknown.
//
// returns: who INTEGER, whom LIST, at LIST

MATCH (who:User)-[follow:FOLLOWS]->(whom:User)
WHERE who <> whom
RETURN id(who) AS who,
       collect(id(whom)) AS whom,
       collect(coalesce(follow.at.epochSeconds, -1)) AS at;
