// How many points were given to this person and by this person, after Kred?
//
// A row for what was received (influence) and one for what was given (outreach): acts and points of
// 30, 60 and 90 days before the newest run's moment, and of all. `ledger` lists each act.
//
// for: marketers, researchers
// returns: way STRING, acts INTEGER, points_30 INTEGER, points_60 INTEGER, points_90 INTEGER, points INTEGER
:param person => 'planted:raffertysaltmarshe'
:param topic => '*'

OPTIONAL MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
WITH coalesce(head(collect(run.as_of)), datetime()) AS as_of
// From the topic alone, each below it once: from both ends it would go all the ways there are.
WITH as_of, COLLECT { MATCH (top:Topic {id: $topic}) WITH top LIMIT 1 MATCH (below)-[:CHILD_OF*0..]->(top) RETURN DISTINCT below.id } AS below
MATCH (person:User {id: $person})
UNWIND ['received', 'given'] AS way
CALL (person, way) {
  WITH person, way WHERE way = 'received'
  MATCH (person)<-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED|FOLLOWS]-(other:User)
  WHERE other <> person
  RETURN act
  UNION ALL
  WITH person, way WHERE way = 'given'
  MATCH (person)-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED|FOLLOWS]->(other:User)
  WHERE other <> person
  RETURN act
}
WITH way, act, as_of, below
WHERE ($topic = '*' OR any(tag IN act.topics WHERE tag IN below))
  AND (act.at IS NULL OR act.at < as_of)
WITH way, coalesce(act.count, 1) AS count,
     CASE WHEN type(act) IN ['LIKED', 'FOLLOWS'] THEN 1 ELSE 10 END * coalesce(act.count, 1) AS points,
     // One without a time is taken as fresh, unless it is a follow.
     CASE WHEN act.at IS NOT NULL THEN act.at WHEN type(act) = 'FOLLOWS' THEN datetime({year: 1}) ELSE as_of END AS at, as_of
RETURN way, sum(count) AS acts,
       sum(CASE WHEN at >= as_of - duration({days: 30}) THEN points ELSE 0 END) AS points_30,
       sum(CASE WHEN at >= as_of - duration({days: 60}) THEN points ELSE 0 END) AS points_60,
       sum(CASE WHEN at >= as_of - duration({days: 90}) THEN points ELSE 0 END) AS points_90,
       sum(points) AS points
ORDER BY way DESC;
