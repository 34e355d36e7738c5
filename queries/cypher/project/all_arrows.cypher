// All folded attention, one row for each person who acts
//
// The lists run side by side: arrow i goes to person `whom[i]` on topic `topic[i]`.
//
// returns: who INTEGER, whom LIST, topic LIST, weight LIST, recent LIST, acts LIST, first LIST, last LIST

MATCH (who:User)-[attention:ATTENDS_TO]->(whom:User)
RETURN id(who) AS who,
       collect(id(whom)) AS whom,
       collect(attention.topic) AS topic,
       collect(attention.weight) AS weight,
       collect(attention.recent) AS recent,
       collect(attention.acts) AS acts,
       collect(coalesce(attention.first.epochSeconds, -1)) AS first,
       collect(coalesce(attention.last.epochSeconds, -1)) AS last;
