// Who influences whom among these people?
//
// For the arrows of a picture: those on $topic with both ends in $ids, the strongest first.
// `first` and `last` are the moments of the first and the last act in seconds since 1970.
//
// for: developers
// returns: influencer STRING, influenced STRING, weight FLOAT, acts INTEGER, first INTEGER, last INTEGER
:param ids => ["planted:raffertysaltmarshe", "planted:hollystone_h"]
:param topic => '*'
:param limit => 2000

MATCH (person:User)
WHERE person.id IN $ids
WITH collect(person) AS people, collect(id(person)) AS numbers
UNWIND people AS influenced
// Both ends at once would be looked up as every one of them with every other.
MATCH (influenced)-[attention:ATTENDS_TO]->(influencer)
// By the database's own numbers, and first: most arrows lead elsewhere, and of those nothing is read.
WHERE id(influencer) IN numbers
WITH influenced, attention, influencer
WHERE attention.topic = $topic
RETURN influencer.id AS influencer, influenced.id AS influenced, attention.weight AS weight,
       attention.acts AS acts, attention.first.epochSeconds AS first, attention.last.epochSeconds AS last
ORDER BY weight DESC, influencer, influenced
LIMIT $limit;
