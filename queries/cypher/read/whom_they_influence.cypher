// Whom does this person influence?
//
// Those who reposted, answered or named the person on $topic ('*' is everything), the
// strongest first. `share` is the part of the other's attention that goes to this person:
// near 1, they listen to hardly anybody else.
// `delay` is the middle one, in seconds, from a post to the act on it, over the last 200 of those whose
// moments are known; `posts` are the last three. `back_acts` and `back_weight` are the same arrow the
// other way round. `net` is (acts - back_acts)/(acts + back_acts), from -1 to 1: 1 is all one way;
// its 90 % interval is Wilson's, as if each act were decided by itself.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, weight FLOAT, share FLOAT, acts INTEGER, topics LIST OF MAP, first DATETIME, last DATETIME, score FLOAT, delay FLOAT, back_acts INTEGER, back_weight FLOAT, net FLOAT, net_low FLOAT, net_high FLOAT, posts LIST OF MAP
:param person => 'planted:raffertysaltmarshe'
:param topic => '*'
:param skip => 0
:param limit => 50

WITH COLLECT { MATCH (top:Topic {id: $topic}) WITH top LIMIT 1 MATCH (below)-[:CHILD_OF*0..]->(top) RETURN DISTINCT below.id } AS below
// Without its label, which takes a third of the time to look up: attention is between people alone.
MATCH (person:User {id: $person})<-[attention:ATTENDS_TO]-(other)
WHERE attention.topic = $topic
WITH below, person, attention, other
ORDER BY attention.weight DESC, attention.acts DESC, other.id
SKIP $skip
LIMIT $limit
CALL (other) {
  MATCH (other)-[all:ATTENDS_TO]->(:User)
  WHERE all.topic = $topic
  RETURN sum(all.weight) AS whole
}
OPTIONAL MATCH (run:Run {complete: true})
WITH below, person, whole, attention, other, run
ORDER BY run.at DESC, run.id
WITH below, person, whole, attention, other, head(collect(run.id)) AS run
CALL (below, person, other) {
  OPTIONAL MATCH (other)-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]->(person)
  WHERE act.post IS NOT NULL AND ($topic = '*' OR any(tag IN act.topics WHERE tag IN below))
  WITH act
  ORDER BY act.at DESC, act.id
  LIMIT 200
  OPTIONAL MATCH (post:Post {id: act.post})
  WITH post, max(act.at) AS at, collect((act.at.epochMillis - post.at.epochMillis) / 1000.0) AS delays
  ORDER BY at DESC, post.id
  WITH collect(post {.id, .at, .url, text: left(post.text, 200)})[..3] AS posts,
       reduce(all = [], some IN collect(delays) | all + some) AS delays
  UNWIND CASE WHEN delays = [] THEN [null] ELSE delays END AS delay
  RETURN posts, percentileCont(delay, 0.5) AS delay
}
OPTIONAL MATCH (person)-[back:ATTENDS_TO]->(other)
WHERE back.topic = $topic
WITH *, coalesce(back.acts, 0) AS back_acts, coalesce(back.weight, 0.0) AS back_weight
WITH *, toFloat(attention.acts + back_acts) AS both, 2.705543454095404 AS zz
WITH *, attention.acts / both AS part
WITH *, (part + zz / (2 * both)) / (1 + zz / both) AS middle,
     sqrt(zz * (part * (1 - part) / both + zz / (4 * both ^ 2))) / (1 + zz / both) AS spread
RETURN other.id AS id, other.handle AS handle, other.name AS name,
       attention.weight AS weight,
       CASE WHEN whole > 0 THEN attention.weight / whole END AS share,
       attention.acts AS acts,
       COLLECT {
         MATCH (other)-[about:ATTENDS_TO]->(person)
         WHERE about.topic <> '*'
         WITH about
         ORDER BY about.weight DESC, about.topic
         LIMIT 3
         MATCH (topic:Topic {id: about.topic})
         RETURN topic {.id, .name} ORDER BY about.weight DESC, topic.id
       } AS topics,
       attention.first AS first, attention.last AS last,
       head(COLLECT { MATCH (other)-[scored:SCORED]->(:Topic {id: $topic}) WHERE scored.run = run RETURN scored.score }) AS score,
       delay, back_acts, back_weight,
       2 * part - 1 AS net, 2 * (middle - spread) - 1 AS net_low, 2 * (middle + spread) - 1 AS net_high,
       posts
ORDER BY weight DESC, acts DESC, id;
