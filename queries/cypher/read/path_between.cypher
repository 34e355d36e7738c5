// How does the influence of one person reach another?
//
// Chains of people from $source to $target in which each influences the next on $topic: the
// next one acted on the one before. The shortest of up to six steps; of several, first the one
// whose weakest arrow is the strongest. $kinds keeps arrows behind which there is such an act on
// $topic, such as REPOSTED; an empty list keeps all. At most 200 chains of one length are looked at.
//
// for: marketers, researchers
// returns: hops INTEGER, people LIST OF STRING, names LIST OF STRING, weights LIST OF FLOAT, acts LIST OF INTEGER, weakest FLOAT
:param source => 'planted:raffertysaltmarshe'
:param target => 'planted:hollystone_h'
:param topic => '*'
:param kinds => []
:param limit => 5

WITH COLLECT { MATCH (top:Topic {id: $topic}) WITH top LIMIT 1 MATCH (below)-[:CHILD_OF*0..]->(top) RETURN DISTINCT below.id } AS below
MATCH (source:User {id: $source})
WITH below, source
LIMIT 1
MATCH (target:User {id: $target})
CALL (below, source, target) {
  MATCH path = SHORTEST 1 GROUPS (source) (
    (influencer:User)<-[attention:ATTENDS_TO]-(influenced:User)
    WHERE attention.topic = $topic AND attention.weight > 0
      AND (size($kinds) = 0 OR EXISTS {
        MATCH (influenced)-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]->(influencer)
        WHERE type(act) IN $kinds
          AND ($topic = '*' OR any(tag IN act.topics WHERE tag IN below))
      })
  ){1,6} (target)
  RETURN nodes(path) AS chain, relationships(path) AS arrows
  LIMIT 200
}
WITH chain, arrows, reduce(least = head(arrows).weight, arrow IN arrows |
  CASE WHEN arrow.weight < least THEN arrow.weight ELSE least END) AS weakest
RETURN size(arrows) AS hops, [person IN chain | person.id] AS people,
       [person IN chain | coalesce(person.name, person.handle, person.id)] AS names,
       [arrow IN arrows | arrow.weight] AS weights, [arrow IN arrows | arrow.acts] AS acts, weakest
ORDER BY hops, weakest DESC, people
LIMIT $limit;
