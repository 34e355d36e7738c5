// Everybody, with what the scores need of them
//
// `active` is the decayed number of distinct days on which they posted or acted, `days` the
// plain number. `followers` is the larger of what their network reported and what is loaded.
//
// returns: number INTEGER, id STRING, created INTEGER, followers INTEGER, active FLOAT, days INTEGER
:param as_of => '2026-07-01T00:00:00Z'
:param horizon_days => 30.0

WITH datetime($as_of).epochSeconds AS now
MATCH (person:User)
CALL (person, now) {
  OPTIONAL MATCH (person)-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]->()
  WHERE act.at.epochSeconds < now
  RETURN collect(DISTINCT act.at.epochSeconds / 86400) AS acted
}
CALL (person, now) {
  OPTIONAL MATCH (person)-[:POSTED]->(post:Post)
  WHERE post.at.epochSeconds < now
  RETURN collect(DISTINCT post.at.epochSeconds / 86400) AS posted
}
WITH person, now, acted + [day IN posted WHERE NOT day IN acted] AS days,
     COUNT {
       MATCH (person)<-[follow:FOLLOWS]-(follower:User)
       WHERE follower <> person AND (follow.at IS NULL OR follow.at < datetime($as_of))
       RETURN DISTINCT follower
     } AS followed
RETURN id(person) AS number, person.id AS id,
       coalesce(person.created_at.epochSeconds, -1) AS created,
       CASE WHEN coalesce(person.followers, 0) > followed
            THEN person.followers ELSE followed END AS followers,
       reduce(sum = 0.0, day IN days |
         sum + 2.0 ^ (-(now / 86400 - day) / $horizon_days)) AS active,
       size(days) AS days
ORDER BY number;
