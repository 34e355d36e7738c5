// Which of these ids name a person, and who is that?
//
// `posts` are those in the graph; `acted_on` counts the acts of others upon the person.
//
// for: developers
// returns: id STRING, network STRING, handle STRING, name STRING, bio STRING, url STRING, followers INTEGER, following INTEGER, created_at DATETIME, posts INTEGER, followed_by INTEGER, follows INTEGER
:param ids => ["planted:raffertysaltmarshe"]

MATCH (person:User)
WHERE person.id IN $ids
RETURN person.id AS id, person.network AS network, coalesce(person.handle, person.id) AS handle,
       person.name AS name, person.bio AS bio, person.url AS url,
       person.followers AS followers, person.following AS following,
       person.created_at AS created_at,
       COUNT { (person)-[:POSTED]->() } AS posts,
       COUNT { (person)<-[:FOLLOWS]-() } AS followed_by,
       COUNT { (person)-[:FOLLOWS]->() } AS follows
ORDER BY id;
