// How many posts has everybody on a topic, or on what is part of it?
//
// returns: who INTEGER, posts INTEGER
:param topic => '*'

MATCH (:Topic {id: $topic})<-[:CHILD_OF*0..]-(part:Topic)
WITH DISTINCT part
MATCH (part)<-[:ABOUT]-(post:Post)<-[:POSTED]-(who:User)
WITH DISTINCT who, post
RETURN id(who) AS who, count(post) AS posts;
