// When, and in what way, did these people act on one another?
//
// For the timeline of a picture: one row for each pair, the first of $influencers with the first
// of $influenced and so on. `acts` are lists of the kind, the moment, and how many: moments are
// counted from 1970 in steps of $step seconds, null where nothing says when.
//
// for: developers
// returns: influencer STRING, influenced STRING, acts LIST OF LIST
:param influencers => ["planted:raffertysaltmarshe"]
:param influenced => ["planted:hollystone_h"]
:param topic => '*'
:param step => 86400

// From the topic alone, each below it once: from both ends it would go all the ways there are.
WITH COLLECT { MATCH (top:Topic {id: $topic}) WITH top LIMIT 1 MATCH (below)-[:CHILD_OF*0..]->(top) RETURN DISTINCT below.id } AS below
UNWIND range(0, size($influencers) - 1) AS place
MATCH (influenced:User {id: $influenced[place]})
WITH below, influenced, $influencers[place] AS other
MATCH (influencer:User {id: other})
MATCH (influenced)-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]->(influencer)
WHERE $topic = '*' OR any(tag IN act.topics WHERE tag IN below)
WITH influencer, influenced, type(act) AS kind, act.at.epochSeconds / $step AS moment,
     sum(coalesce(act.count, 1)) AS count
ORDER BY moment, kind
WITH influencer, influenced, collect([kind, moment, count]) AS acts
RETURN influencer.id AS influencer, influenced.id AS influenced, acts
ORDER BY influencer, influenced;
