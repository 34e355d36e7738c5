// What is behind one arrow?
//
// How often, in what way, on what and when $influenced acted on $influencer on $topic ('*' is
// everything; a topic stands for those below it). `delay_hours` is the median time from a post
// to the act on it, over `delays` acts of which both moments are known. `back_weight` and
// `back_acts` are those of the arrow the other way, null where there is none. `share` is the
// part of the influenced one's attention.
//
// for: marketers, researchers
// returns: influencer STRING, influencer_handle STRING, influencer_name STRING, influenced STRING, influenced_handle STRING, influenced_name STRING, weight FLOAT, share FLOAT, acts INTEGER, kinds LIST OF MAP, topics LIST OF MAP, delay_hours FLOAT, delays INTEGER, back_weight FLOAT, back_acts INTEGER, first DATETIME, last DATETIME
:param influencer => 'planted:raffertysaltmarshe'
:param influenced => 'planted:hollystone_h'
:param topic => '*'

// From the topic alone, each below it once: from both ends it would go all the ways there are.
WITH COLLECT { MATCH (top:Topic {id: $topic}) WITH top LIMIT 1 MATCH (below)-[:CHILD_OF*0..]->(top) RETURN DISTINCT below.id } AS below
MATCH (influenced:User {id: $influenced})
WITH below, influenced
LIMIT 1
MATCH (influencer:User {id: $influencer})
MATCH (influenced)-[attention:ATTENDS_TO]->(influencer)
WHERE attention.topic = $topic
CALL (influenced) {
  MATCH (influenced)-[all:ATTENDS_TO]->(:User)
  WHERE all.topic = $topic
  RETURN sum(all.weight) AS whole
}
CALL (influenced, influencer, below) {
  MATCH (influenced)-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]->(influencer)
  WHERE $topic = '*' OR any(tag IN act.topics WHERE tag IN below)
  OPTIONAL MATCH (post:Post {id: act.post})
  WHERE post.at <= act.at
  WITH (act.at.epochMillis - post.at.epochMillis) / 3600000.0 AS hours
  RETURN percentileCont(hours, 0.5) AS delay_hours, count(hours) AS delays
}
OPTIONAL MATCH (influencer)-[back:ATTENDS_TO]->(influenced)
WHERE back.topic = $topic
RETURN influencer.id AS influencer, influencer.handle AS influencer_handle,
       influencer.name AS influencer_name, influenced.id AS influenced,
       influenced.handle AS influenced_handle, influenced.name AS influenced_name,
       attention.weight AS weight,
       CASE WHEN whole > 0 THEN attention.weight / whole END AS share, attention.acts AS acts,
       COLLECT {
         MATCH (influenced)-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]->(influencer)
         WHERE $topic = '*' OR any(tag IN act.topics WHERE tag IN below)
         WITH type(act) AS kind, sum(coalesce(act.count, 1)) AS acts
         RETURN {kind: kind, acts: acts} ORDER BY acts DESC, kind
       } AS kinds,
       COLLECT {
         MATCH (influenced)-[about:ATTENDS_TO]->(influencer)
         WHERE about.topic <> '*'
         WITH about
         ORDER BY about.acts DESC, about.topic
         LIMIT 8
         MATCH (topic:Topic {id: about.topic})
         RETURN {id: topic.id, name: coalesce(topic.name, topic.id), acts: about.acts}
         ORDER BY about.acts DESC, topic.id
       } AS topics,
       delay_hours, delays, back.weight AS back_weight, back.acts AS back_acts,
       attention.first AS first, attention.last AS last
ORDER BY influencer, influenced;
