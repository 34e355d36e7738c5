// With whom does this person stand in influence, and which way does it flow?
//
// The strongest counterparts on $topic. `incoming` is the weight of their influence on the
// person, `outgoing` that of the person's influence on them. `all` counts the counterparts,
// `influencers` those who influence the person, `influenced` those whom the person influences.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, incoming FLOAT, outgoing FLOAT, incoming_acts INTEGER, outgoing_acts INTEGER, all INTEGER, influencers INTEGER, influenced INTEGER
:param person => 'planted:raffertysaltmarshe'
:param topic => '*'
:param limit => 25

MATCH (person:User {id: $person})
CALL (person) {
  MATCH (person)-[attention:ATTENDS_TO]-(other:User)
  WHERE attention.topic = $topic AND other <> person
  WITH other, attention, startNode(attention) = person AS inward
  RETURN other,
         sum(CASE WHEN inward THEN attention.weight ELSE 0.0 END) AS incoming,
         sum(CASE WHEN inward THEN 0.0 ELSE attention.weight END) AS outgoing,
         sum(CASE WHEN inward THEN attention.acts ELSE 0 END) AS incoming_acts,
         sum(CASE WHEN inward THEN 0 ELSE attention.acts END) AS outgoing_acts
}
WITH other, incoming, outgoing, incoming_acts, outgoing_acts
ORDER BY incoming + outgoing DESC, other.id
WITH collect({other: other, incoming: incoming, outgoing: outgoing, incoming_acts: incoming_acts, outgoing_acts: outgoing_acts}) AS petals,
     count(*) AS all, count(CASE WHEN incoming_acts > 0 THEN 1 END) AS influencers,
     count(CASE WHEN outgoing_acts > 0 THEN 1 END) AS influenced
UNWIND petals AS petal
RETURN petal.other.id AS id, coalesce(petal.other.handle, petal.other.id) AS handle,
       petal.other.name AS name, petal.incoming AS incoming, petal.outgoing AS outgoing,
       petal.incoming_acts AS incoming_acts, petal.outgoing_acts AS outgoing_acts,
       all, influencers, influenced
ORDER BY incoming + outgoing DESC, id
LIMIT $limit;
