// Which acts give this person points, after Kred?
//
// Each act that others did to the person (received: influence) or the person did to others (given:
// outreach), the newest first, with its points: 10, or 1 for a like or a follow, times how often
// it was done. Of the $days before the newest run's moment, 0 is all. A follow is on no topic, so it
// counts over everything ('*') alone; one without a time counts where all does.
//
// for: marketers, researchers
// returns: at DATETIME, way STRING, kind STRING, id STRING, handle STRING, name STRING, topics LIST OF STRING, count INTEGER, points INTEGER, post STRING, url STRING
:param person => 'planted:raffertysaltmarshe'
:param topic => '*'
:param days => 90
:param skip => 0
:param limit => 50

OPTIONAL MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
WITH coalesce(head(collect(run.as_of)), datetime()) AS as_of
// From the topic alone, each below it once: from both ends it would go all the ways there are.
WITH as_of, COLLECT { MATCH (top:Topic {id: $topic}) WITH top LIMIT 1 MATCH (below)-[:CHILD_OF*0..]->(top) RETURN DISTINCT below.id } AS below
MATCH (person:User {id: $person})
CALL (person) {
  MATCH (person)<-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED|FOLLOWS]-(other:User)
  RETURN act, other, 'received' AS way
  UNION ALL
  MATCH (person)-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED|FOLLOWS]->(other:User)
  RETURN act, other, 'given' AS way
}
WITH act, other, way, person, as_of, below
WHERE other <> person
  AND ($topic = '*' OR any(tag IN act.topics WHERE tag IN below))
  AND (act.at IS NULL OR act.at < as_of)
  AND ($days = 0 OR act.at >= as_of - duration({days: $days}) OR (act.at IS NULL AND type(act) <> 'FOLLOWS'))
WITH act, other, way
ORDER BY act.at IS NULL, act.at DESC, way DESC, act.id
SKIP $skip
LIMIT $limit
OPTIONAL MATCH (post:Post {id: act.post})
RETURN act.at AS at, way, type(act) AS kind, other.id AS id, other.handle AS handle,
       other.name AS name, coalesce(act.topics, []) AS topics, coalesce(act.count, 1) AS count,
       CASE WHEN type(act) IN ['LIKED', 'FOLLOWS'] THEN 1 ELSE 10 END * coalesce(act.count, 1) AS points,
       post.id AS post, post.url AS url
ORDER BY at IS NULL, at DESC, way DESC, act.id;
