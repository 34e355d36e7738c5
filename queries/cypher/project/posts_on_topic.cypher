// How many posts has everybody on a topic, or on what is part of it?
//
// returns: who INTEGER, posts INTEGER
:param topic => '*'

// From the topic alone, each below it once: from both ends it would go all the ways there are.
MATCH (top:Topic {id: $topic})
WITH top
LIMIT 1
MATCH (part)-[:CHILD_OF*0..]->(top)
WITH DISTINCT part
MATCH (part)<-[:ABOUT]-(post:Post)<-[:POSTED]-(who:User)
WITH DISTINCT who, post
RETURN id(who) AS who, count(post) AS posts;
