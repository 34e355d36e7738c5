// Everybody, with what is known of them at any time
//
// `followers` is what their network reported last; 0 when it did not.
//
// returns: number INTEGER, id STRING, created INTEGER, followers INTEGER

MATCH (person:User)
RETURN id(person) AS number, person.id AS id,
       coalesce(person.created_at.epochSeconds, -1) AS created,
       coalesce(person.followers, 0) AS followers
ORDER BY number;
