// Everybody, with what is known of them at any time
//
// `followers` is what their network reported last; 0 when it did not. `label` is what users say.
//
// returns: number INTEGER, id STRING, created INTEGER, followers INTEGER, label STRING

MATCH (person:User)
RETURN id(person) AS number, person.id AS id,
       coalesce(person.created_at.epochSeconds, -1) AS created,
       coalesce(person.followers, 0) AS followers, person.label AS label
ORDER BY number;
