// All acts of some people, one row for each person who acts
//
// People are named by the database's own numbers. The lists run side by side: act i is of
// `kind[i]` on person `whom[i]`. `at` is in milliseconds since 1970, -1 when unknown. `post` is
// the post that was acted upon, "" when unknown, where `posts` are asked for.
//
// returns: who INTEGER, whom LIST, kind LIST, at LIST, credit LIST, count LIST, topics LIST, post LIST
:param numbers => []
:param posts => false

UNWIND $numbers AS number
MATCH (who:User)
WHERE id(who) = number
MATCH (who)-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]->(whom:User)
RETURN number AS who,
       collect(id(whom)) AS whom,
       collect(type(act)) AS kind,
       collect(coalesce(act.at.epochMillis, -1)) AS at,
       collect(act.credit) AS credit,
       collect(act.count) AS count,
       collect(coalesce(act.topics, [])) AS topics,
       collect(CASE WHEN $posts THEN coalesce(act.post, '') END) AS post;
