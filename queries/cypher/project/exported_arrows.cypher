// All folded attention with its moments, one row for each person who acts
//
// The lists run side by side. Moments are in milliseconds since 1970, -1 when unknown.
//
// returns: who STRING, whom LIST, topic LIST, weight LIST, recent LIST, acts LIST, first LIST, last LIST

MATCH (who:User)-[attention:ATTENDS_TO]->(whom:User)
RETURN who.id AS who,
       collect(whom.id) AS whom,
       collect(attention.topic) AS topic,
       collect(attention.weight) AS weight,
       collect(attention.recent) AS recent,
       collect(attention.acts) AS acts,
       collect(coalesce(attention.first.epochMillis, -1)) AS first,
       collect(coalesce(attention.last.epochMillis, -1)) AS last
ORDER BY who;
