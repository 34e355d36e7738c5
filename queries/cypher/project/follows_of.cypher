// All follows of some people with their moments, one row for each person who follows
//
// People are named by the database's own numbers. `at` is in seconds since 1970, -1 when unknown.
//
// returns: who INTEGER, whom LIST, at LIST
:param numbers => []

UNWIND $numbers AS number
MATCH (who:User)
WHERE id(who) = number
MATCH (who)-[follow:FOLLOWS]->(whom:User)
WHERE who <> whom
RETURN number AS who,
       collect(id(whom)) AS whom,
       collect(coalesce(follow.at.epochSeconds, -1)) AS at;
