// On which topics is this person a source, after PeerIndex?
//
// One row for each topic in the newest run, the best first: index, its three parts, and the
// resonance, which is the part of the topic's active people who acted on the person. A style (after
// Klout), a type (after Twitalyzer) and a role (after TweetLevel) are numbers in the order of names.
//
// for: marketers, researchers
// returns: topic STRING, topic_name STRING, peerindex FLOAT, authority FLOAT, audience FLOAT, activity FLOAT, resonance FLOAT, klout FLOAT, kred FLOAT, plus_k FLOAT, style INTEGER, type INTEGER, role INTEGER
:param person => 'planted:raffertysaltmarshe'
:param run => ''
:param limit => 12

MATCH (run:Run {complete: true})
WHERE $run = '' OR run.id = $run
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
WITH run, [name IN ['peerindex', 'peerindex_authority', 'peerindex_audience', 'peerindex_activity', 'peerindex_resonance', 'klout', 'kred_influence', 'plus_k',
    'klout_style', 'twitalyzer_type', 'tweetlevel_role'] |
  head([i IN range(0, size(coalesce(run.measured, [])) - 1) WHERE run.measured[i] = name])] AS place
MATCH (:User {id: $person})-[scored:SCORED]->()
WHERE scored.run = run.id AND scored.topic <> '*' AND scored.measured IS NOT NULL
WITH scored.topic AS id, scored.measured AS known, place
CALL (id) {
  MATCH (topic:Topic {id: id})
  RETURN topic
}
// What is not known is NaN, which is not equal to itself.
RETURN topic.id AS topic, coalesce(topic.name, topic.id) AS topic_name,
       known[place[0]] AS peerindex, known[place[1]] AS authority, known[place[2]] AS audience,
       known[place[3]] AS activity, known[place[4]] AS resonance,
       known[place[5]] AS klout, known[place[6]] AS kred,
       CASE WHEN known[place[7]] = known[place[7]] THEN known[place[7]] END AS plus_k,
       CASE WHEN known[place[8]] = known[place[8]] THEN toInteger(known[place[8]]) END AS style,
       CASE WHEN known[place[9]] = known[place[9]] THEN toInteger(known[place[9]]) END AS type,
       CASE WHEN known[place[10]] = known[place[10]] THEN toInteger(known[place[10]]) END AS role
ORDER BY peerindex DESC, resonance DESC, topic
LIMIT $limit;
