// Who influences whom among these people?
//
// For the arrows of a picture: those on $topic with both ends in $ids, the strongest first.
//
// for: developers
// returns: influencer STRING, influenced STRING, weight FLOAT, acts INTEGER, first DATETIME, last DATETIME
:param ids => ["planted:raffertysaltmarshe", "planted:hollystone_h"]
:param topic => '*'
:param limit => 2000

MATCH (influenced:User)-[attention:ATTENDS_TO]->(influencer:User)
WHERE influenced.id IN $ids AND influencer.id IN $ids AND attention.topic = $topic
RETURN influencer.id AS influencer, influenced.id AS influenced, attention.weight AS weight,
       attention.acts AS acts, attention.first AS first, attention.last AS last
ORDER BY weight DESC, influencer, influenced
LIMIT $limit;
