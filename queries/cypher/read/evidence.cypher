// What did one person do to another, word for word?
//
// Every act of $influenced upon $influencer, the newest first: what was done, when, on which
// post, and what was written in answer. $topic '*' is everything; a topic stands for those
// below it as well. Acts without a post, such as follows, come with empty texts.
//
// for: marketers, researchers
// returns: at DATETIME, kind STRING, topics LIST OF STRING, count INTEGER, credit FLOAT, post STRING, post_text STRING, post_url STRING, post_at DATETIME, answer STRING, answer_text STRING, answer_url STRING
:param influencer => 'planted:raffertysaltmarshe'
:param influenced => 'planted:hollystone_h'
:param topic => '*'
:param skip => 0
:param limit => 50

// From the topic alone, each below it once: from both ends it would go all the ways there are.
WITH COLLECT { MATCH (top:Topic {id: $topic}) WITH top LIMIT 1 MATCH (below)-[:CHILD_OF*0..]->(top) RETURN DISTINCT below.id } AS below
MATCH (influenced:User {id: $influenced})
WITH below, influenced
LIMIT 1
MATCH (influencer:User {id: $influencer})
MATCH (influenced)-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED|FOLLOWS]->(influencer)
WHERE $topic = '*' OR any(tag IN act.topics WHERE tag IN below)
WITH act
ORDER BY act.at IS NULL, act.at DESC, act.id
SKIP $skip
LIMIT $limit
OPTIONAL MATCH (post:Post {id: act.post})
OPTIONAL MATCH (answer:Post {id: act.via})
RETURN act.at AS at, type(act) AS kind, coalesce(act.topics, []) AS topics,
       coalesce(act.count, 1) AS count, coalesce(act.credit, 1.0) AS credit, post.id AS post, post.text AS post_text, post.url AS post_url,
       post.at AS post_at, answer.id AS answer, answer.text AS answer_text, answer.url AS answer_url
ORDER BY at IS NULL, at DESC, act.id;
