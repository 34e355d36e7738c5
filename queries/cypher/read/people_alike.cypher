// Who reaches the same people as this person?
//
// Of the $heard who attend to the person most on $topic (`asked` of them): `shared` also attend to
// the other, of all `people` who acted on the other. `likeness` is the cosine of the two audiences,
// shared/√(asked × people), from 0 to 1, so that whom everybody attends to does not come first.
// With fewer than three in common nobody is listed, as there is no score.
// Source: Gupta et al. 2013, "WTF: the Who to Follow service at Twitter" ("similar to").
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, network STRING, shared INTEGER, asked INTEGER, people INTEGER, likeness FLOAT, rank INTEGER, score FLOAT, enough BOOLEAN
:param person => 'planted:raffertysaltmarshe'
:param topic => '*'
:param heard => 200
:param skip => 0
:param limit => 50

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
// Without its label, which takes a third of the time to look up: attention is between people alone.
MATCH (person:User {id: $person})<-[hearing:ATTENDS_TO]-(listener)
WHERE hearing.topic = $topic
WITH run, person, listener, hearing
ORDER BY hearing.weight DESC, listener.id
LIMIT $heard
WITH run, person, collect(listener) AS listeners
UNWIND listeners AS listener
MATCH (listener)-[attention:ATTENDS_TO]->(other)
WHERE attention.topic = $topic AND other <> person
WITH run, size(listeners) AS asked, other, count(*) AS shared
WHERE shared >= 3
// Of those with less in common none comes near the first.
ORDER BY shared DESC, other.id
LIMIT 1000
MATCH (other)-[scored:SCORED]->(topic:Topic)
WHERE scored.run = run.id AND topic.id = $topic
WITH asked, other, shared, scored, shared / sqrt(1.0 * asked * scored.people) AS likeness
ORDER BY likeness DESC, shared DESC, other.id
SKIP $skip
LIMIT $limit
RETURN other.id AS id, coalesce(other.handle, other.id) AS handle, other.name AS name,
       other.network AS network, shared, asked, scored.people AS people, likeness,
       scored.rank AS rank, scored.score AS score, scored.score IS NOT NULL AS enough
ORDER BY likeness DESC, shared DESC, id;
