// Who followed this person in the two days in which most did?
//
// The two days with the most new followers, the first who came first. What the flag
// `follow_burst` rests on.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, says STRING, at DATETIME, posts LIST OF STRING
:param person => 'planted:raffertysaltmarshe'
:param skip => 0
:param limit => 50

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (person:User {id: $person})-[scored:SCORED]->()
WHERE scored.run = run.id AND scored.topic = '*' AND scored.burst_at IS NOT NULL
MATCH (person)<-[follow:FOLLOWS]-(follower:User)
WHERE follower <> person AND follow.at.epochSeconds >= scored.burst_at
  AND follow.at.epochSeconds <= scored.burst_at + 2 * 86400
WITH scored, follower, min(follow.at) AS at
ORDER BY at, follower.id
SKIP $skip
LIMIT $limit
RETURN follower.id AS id, coalesce(follower.handle, follower.id) AS handle, follower.name AS name,
       'followed ' + toString((at.epochSeconds - scored.burst_at) / 3600) + ' hours after the first of them' AS says,
       at, [] AS posts
ORDER BY at, id;
