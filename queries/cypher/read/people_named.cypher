// Which of these ids name a person, and who is that?
//
// `posts` are those in the graph; `label` is what users say of the person
// who looked (`influence label`), `label_source` the file that said so.
//
// for: developers
// returns: id STRING, network STRING, handle STRING, name STRING, bio STRING, url STRING, followers INTEGER, following INTEGER, created_at DATETIME, posts INTEGER, followed_by INTEGER, follows INTEGER, label STRING, label_note STRING, label_source STRING, labelled_at DATETIME
:param ids => ["planted:raffertysaltmarshe"]

MATCH (person:User)
WHERE person.id IN $ids
RETURN person.id AS id, person.network AS network, coalesce(person.handle, person.id) AS handle,
       person.name AS name, person.bio AS bio, person.url AS url,
       person.followers AS followers, person.following AS following,
       person.created_at AS created_at,
       COUNT { (person)-[:POSTED]->() } AS posts,
       COUNT { (person)<-[:FOLLOWS]-() } AS followed_by,
       COUNT { (person)-[:FOLLOWS]->() } AS follows,
       person.label AS label, person.label_note AS label_note,
       person.label_source AS label_source, person.labelled_at AS labelled_at
ORDER BY id;
