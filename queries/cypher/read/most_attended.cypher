// Who has most of the attention on this topic?
//
// People by how much is paid to them, and by how many. A sum of weights: not yet a score,
// which also asks who pays it, how often and how lately.
//
// for: researchers
// returns: influencer STRING, handle STRING, people INTEGER, attention FLOAT
:param topic => '*'
:param limit => 10

MATCH (influenced:User)-[attention:ATTENDS_TO {topic: $topic}]->(influencer:User)
RETURN influencer.id AS influencer, influencer.handle AS handle,
       count(*) AS people, sum(attention.weight) AS attention
ORDER BY attention DESC, influencer
LIMIT $limit;
