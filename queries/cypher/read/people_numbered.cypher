// Who has these numbers of the database's own, and how do they stand?
//
// $numbers in the order in which they are told, from `people_matching`; who is gone is left out.
// Otherwise as in `find_people`.
//
// for: developers
// returns: id STRING, handle STRING, name STRING, network STRING, bio STRING, score FLOAT, enough BOOLEAN, rank INTEGER, place INTEGER
:param numbers => [0]

OPTIONAL MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
UNWIND range(0, size($numbers) - 1) AS place
MATCH (person:User)
WHERE id(person) = $numbers[place]
CALL (run, person) {
  OPTIONAL MATCH (person)-[scored:SCORED]->(:Topic {id: '*'})
  WHERE scored.run = run.id
  RETURN scored
  LIMIT 1
}
RETURN person.id AS id, coalesce(person.handle, person.id) AS handle, person.name AS name,
       person.network AS network, person.bio AS bio, scored.score AS score, scored.score IS NOT NULL AS enough,
       scored.rank AS rank, place
ORDER BY place;
