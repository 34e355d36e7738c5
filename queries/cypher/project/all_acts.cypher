// All acts, one row for each person who acts
//
// The lists run side by side: act i is of `kind[i]` on person `whom[i]`. `at` is in milliseconds
// since 1970, -1 when unknown; `post` the post that was acted upon, "" when unknown.
//
// returns: who INTEGER, whom LIST, kind LIST, at LIST, credit LIST, count LIST, topics LIST, post LIST

MATCH (who:User)-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]->(whom:User)
RETURN id(who) AS who,
       collect(id(whom)) AS whom,
       collect(type(act)) AS kind,
       collect(coalesce(act.at.epochMillis, -1)) AS at,
       collect(act.credit) AS credit,
       collect(act.count) AS count,
       collect(coalesce(act.topics, [])) AS topics,
       collect(coalesce(act.post, '')) AS post;
