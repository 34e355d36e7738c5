// Around whom is something odd?
//
// People with flags in the newest run, the best ranked first, with what their flags are called
// (`flags`, joined by commas) and their score with and without suspicious support. A flag says what
// is seen around somebody, not who did it: `person_flags` and the questions it names tell whom it
// rests on. $flag keeps those with one.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, flags STRING, score FLOAT, rank INTEGER, score_without FLOAT, rank_without INTEGER, people INTEGER, people_without INTEGER
:param flag => ''
:param skip => 0
:param limit => 50

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (person:User)-[scored:SCORED]->(:Topic {id: '*'})
WHERE scored.run = run.id AND scored.flags IS NOT NULL
  AND ($flag = '' OR $flag IN split(scored.flags, ','))
WITH run, person, scored
ORDER BY scored.rank IS NULL, scored.rank, person.id
SKIP $skip
LIMIT $limit
RETURN person.id AS id, coalesce(person.handle, person.id) AS handle, person.name AS name,
       scored.flags AS flags, scored.score AS score, scored.rank AS rank,
       CASE WHEN run.without THEN scored.score_without ELSE scored.score END AS score_without,
       CASE WHEN run.without THEN scored.rank_without ELSE scored.rank END AS rank_without,
       scored.people AS people,
       CASE WHEN run.without THEN scored.people_without ELSE scored.people END AS people_without
ORDER BY rank IS NULL, rank, id;
