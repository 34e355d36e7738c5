// Who is called this, or says this of themselves?
//
// $text is a Lucene query over handle, name and bio: 'ada', 'ada*', '"quantum gates"'.
// The closest match comes first; among equals the better score. Where fewer than three people
// acted on somebody `enough` is false, and score and rank are null.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, network STRING, bio STRING, score FLOAT, enough BOOLEAN, rank INTEGER, match FLOAT
:param text => 'bread'
:param skip => 0
:param limit => 25

OPTIONAL MATCH (newest:Run {complete: true})
WITH newest.id AS run
ORDER BY newest.at DESC, newest.id
LIMIT 1
CALL db.index.fulltext.queryNodes('people_text', $text) YIELD node AS person, score AS match
OPTIONAL MATCH (person)-[scored:SCORED]->(:Topic {id: '*'})
WHERE scored.run = run
RETURN person.id AS id, coalesce(person.handle, person.id) AS handle, person.name AS name,
       person.network AS network, person.bio AS bio, scored.score AS score, scored.score IS NOT NULL AS enough,
       scored.rank AS rank, round(match, 2) AS match
ORDER BY match DESC, score IS NULL, score DESC, id
SKIP $skip
LIMIT $limit;
