// Write people, and complete those already there
//
// `properties` never holds nulls: what a source does not say overwrites nothing.
// Returns how many were new or changed.
//
// returns: accepted INTEGER
:param rows => []

UNWIND $rows AS row
MERGE (person:User {id: row.id})
WITH person, row, properties(person) AS before
SET person += row.properties,
    person.created_at = CASE
      WHEN row.created_at IS NOT NULL THEN datetime({epochMillis: row.created_at})
      ELSE person.created_at
    END
WITH person, before
RETURN count(CASE WHEN before <> properties(person) THEN 1 END) AS accepted;
