// Who has exactly this id or handle?
//
// $names are ids, or handles with or without an "@". Where several have the handle, the one
// who has most followers comes first.
//
// for: developers
// returns: called STRING, id STRING
:param names => ["planted:raffertysaltmarshe"]

UNWIND $names AS called
CALL (called) {
  MATCH (person:User {id: called})
  RETURN person.id AS id, 0 AS way, 0 AS followers
  UNION
  MATCH (person:User)
  WHERE person.handle = CASE WHEN called STARTS WITH '@' THEN substring(called, 1) ELSE called END
  RETURN person.id AS id, 1 AS way, coalesce(person.followers, 0) AS followers
}
WITH called, id, way, followers
ORDER BY called, way, followers DESC, id
RETURN called, head(collect(id)) AS id
ORDER BY called;
