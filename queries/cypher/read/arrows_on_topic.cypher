// Who influences whom on this topic?
//
// The strongest arrows, from the one who influences to the one who acted. `weight` is the
// influenced one's strongest act, faded with its age: 1 is a repost today. `share` is the
// part this arrow has in all the attention that the influenced one gives on the topic.
//
// for: marketers, researchers
// returns: influencer STRING, influencer_handle STRING, influencer_name STRING, influenced STRING, influenced_handle STRING, influenced_name STRING, weight FLOAT, acts INTEGER, share FLOAT, first DATETIME, last DATETIME
:param topic => '*'
:param skip => 0
:param limit => 50

MATCH (influenced:User)-[attention:ATTENDS_TO]->(influencer:User)
WHERE attention.topic = $topic AND attention.weight > 0
WITH influencer, influenced, attention
// The topic as well: then the index has the order already.
ORDER BY attention.topic DESC, attention.weight DESC, attention.acts DESC, influencer.id, influenced.id
SKIP $skip
LIMIT $limit
CALL (influenced) {
  MATCH (influenced)-[other:ATTENDS_TO]->(:User)
  WHERE other.topic = $topic
  RETURN sum(other.weight) AS whole
}
RETURN influencer.id AS influencer, influencer.handle AS influencer_handle,
       influencer.name AS influencer_name, influenced.id AS influenced,
       influenced.handle AS influenced_handle, influenced.name AS influenced_name,
       attention.weight AS weight, attention.acts AS acts,
       CASE WHEN whole > 0 THEN attention.weight / whole END AS share,
       attention.first AS first, attention.last AS last
ORDER BY weight DESC, acts DESC, influencer, influenced;
