// How many acts carry each topic, as the sources spell it?
//
// returns: topic STRING, acts INTEGER

MATCH (:User)-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]->(:User)
UNWIND act.topics AS topic
RETURN topic, sum(act.count) AS acts
ORDER BY topic;
